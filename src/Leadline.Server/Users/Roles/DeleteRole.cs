using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Roles;

/// <summary>Deletes a role softly: <c>DELETE /api/v1/roles/{id}</c>; <see cref="RestoreRole"/> brings it back.</summary>
public static class DeleteRole
{
    private static readonly BodyField Replacement = BodyField.Integer("replacement_id", "The role that its members get instead; needed when there are any.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/roles/{id:long}", HandleAsync)
        .WithName(nameof(DeleteRole))
        .WithBody([Replacement])
        .Answers<Record<Done>>()
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Deletes a role.</summary>
    /// <remarks>A system role cannot be deleted (409); one that members have only with a role they get instead.</remarks>
    /// <param name="id">The role's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("role.delete", async write =>
        {
            if (await write.Db.FindLiveAsync<Role>(id) is not { } role)
            {
                return Reply.NotFound("role");
            }

            if (!change.IsAllowedOn(role.Version))
            {
                var (current, tag) = await RoleFields.ShowAsync(write.Db, role);
                return change.Outdated(current, tag);
            }

            long? replacement = null;
            change.Body.RefuseOthersThan([Replacement]);
            change.Body.Integer(Replacement, other => replacement = other);
            if (replacement is { } named && (named == id || await write.Db.FindLiveAsync<Role>(named) is null))
            {
                change.Body.Reject(Replacement.Name, "is no other role of this tenant");
            }

            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            if (role.IsSystem)
            {
                return Reply.Conflict("A system role cannot be deleted.");
            }

            if (await ReplaceAsync(write, change.Caller, id, replacement) is { } refusal)
            {
                return refusal;
            }

            role.DeletedAt = write.Now;
            await write.Db.SaveChangesAsync();
            return Reply.Deleted("role");
        });
        tokens.ForgetEveryone();
        return answer;
    }

    private static async Task<Reply?> ReplaceAsync(TenantWrite write, Caller caller, long id, long? replacement)
    {
        var given = await write.Db.MemberRoles.Where(member => member.RoleId == id).ToListAsync();
        if (given.Count == 0)
        {
            return null;
        }

        if (replacement is not { } other)
        {
            return Reply.Conflict($"The role has {given.Count} members; name a replacement_id.", new JsonObject { ["members"] = given.Count });
        }

        if (await UserRoles.BeyondAsync(write.Db, caller, [other]) is { Count: > 0 } beyond)
        {
            return UserRefusals.Beyond(beyond);
        }

        var haveIt = await write.Db.MemberRoles.Where(member => member.RoleId == other).Select(member => member.UserId).ToListAsync();
        write.Db.RemoveRange(given);
        foreach (var user in given.Select(member => member.UserId).Except(haveIt))
        {
            write.Db.Insert(new MemberRole { UserId = user, RoleId = other });
        }

        return null;
    }
}
