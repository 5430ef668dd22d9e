using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Roles;

/// <summary>Lists roles: <c>GET /api/v1/roles</c>.</summary>
public static class ListRoles
{
    private static readonly string[] Sorts = ["created_at", "name", "updated_at"];
    private static readonly QueryParameter IsSystem = new("is_system", "boolean", "Only roles that every tenant has, or only the others.");
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts, IsSystem);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/roles", HandleAsync)
        .WithName(nameof(ListRoles))
        .WithQueryParameters(Parameters)
        .Answers<Page<RoleResource>>()
        .RequireScope(Scopes.UsersRead);

    /// <summary>Lists roles with their permissions.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var isSystem = parameters.Boolean(IsSystem);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var roles = await db.Roles.AsNoTracking()
            .Where(role => (role.DeletedAt != null) == query.IsTrashed)
            .Where(role => isSystem == null || role.IsSystem == isSystem)
            .ToListAsync(ct);
        var grants = (await db.RolePermissions.AsNoTracking().ToListAsync(ct)).ToLookup(grant => grant.RoleId);
        return query.Answer(parameters, roles, role => role.Name, role => query.SortBy switch
        {
            "name" => Folding.Fold(role.Name),
            "updated_at" => role.UpdatedAt,
            _ => role.CreatedAt,
        }, role => role.Id, role => RoleResource.Of(role, grants[role.Id]));
    }
}
