using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>What the caller is and may do in the tenant: <c>GET /api/v1/account/roles</c>.</summary>
public static class GetAccountRoles
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/account/roles", HandleAsync)
        .WithName(nameof(GetAccountRoles))
        .WithTags("Account")
        .WithQueryParameters([])
        .Answers<Record<AccountRoles>>()
        .RequireTenant();

    /// <summary>Lists the caller's roles and permissions in the tenant.</summary>
    /// <remarks>A person has what their roles allow; an app or the operator has no role, and what the token is good for. Any good token will do.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        return Answer.Unversioned(caller.UserId is { } user
            ? await OfMemberAsync(user, caller, database, ct)
            : new AccountRoles([], InOrder(caller.Token.Scopes), LeadVisibility.All, []));
    }

    private static async Task<AccountRoles> OfMemberAsync(long user, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var given = db.MemberRoles.Where(given => given.UserId == user);
        var roles = await db.Roles.AsNoTracking()
            .Where(role => role.DeletedAt == null && given.Any(theirs => theirs.RoleId == role.Id))
            .OrderBy(role => role.Id).ToListAsync(ct);
        var ids = roles.Select(role => role.Id).ToList();
        var permissions = await db.RolePermissions.Where(grant => ids.Contains(grant.RoleId)).Select(grant => grant.Permission).Distinct().ToListAsync(ct);
        var teams = await db.TeamMembers.Where(member => member.UserId == user)
            .Join(db.Teams.Where(team => team.DeletedAt == null), member => member.TeamId, team => team.Id, (_, team) => team)
            .OrderBy(team => team.Id).Select(team => team.Name).ToListAsync(ct);
        return new AccountRoles(
            [.. roles.Select(role => role.Name)], InOrder(permissions), LeadVisibility.WidestOf(roles.Select(role => role.Visibility)), teams);
    }

    private static IReadOnlyList<string> InOrder(IReadOnlyCollection<string> permissions) => [.. Scopes.All.Where(permissions.Contains)];
}

/// <summary>What the caller is and may do.</summary>
/// <param name="Roles">The names of their roles.</param>
/// <param name="Permissions">The scopes these allow: <c>leads:read</c>.</param>
/// <param name="Visibility">Whose leads and customers they see: <c>own</c>, <c>team</c> (their own, and those of all who are in a team with them) or <c>all</c>.</param>
/// <param name="Teams">The names of the teams they are in.</param>
public sealed record AccountRoles(IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, string Visibility, IReadOnlyList<string> Teams);
