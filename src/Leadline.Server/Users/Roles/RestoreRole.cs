using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Roles;

/// <summary>Brings a deleted role back: <c>POST /api/v1/roles/{id}/restore</c>.</summary>
public static class RestoreRole
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/roles/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreRole))
        .WithBody([])
        .Answers<Record<RoleResource>>()
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Restores a deleted role, without members. 409 when a live role has its name by now.</summary>
    /// <param name="id">The role's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("role.restore", async write =>
    {
        if (await write.Db.FindRecordAsync<Role>(id) is not { } role)
        {
            return Reply.NotFound("role");
        }

        if (!change.IsAllowedOn(role.Version))
        {
            var (current, tag) = await RoleFields.ShowAsync(write.Db, role);
            return change.Outdated(current, tag);
        }

        var permissions = await write.Db.RolePermissions.Where(grant => grant.RoleId == id).Select(grant => grant.Permission).ToListAsync();
        if (RoleFields.Beyond(change.Caller, permissions, isWider: role.Visibility != LeadVisibility.Own) is { Count: > 0 } beyond)
        {
            return UserRefusals.Beyond(beyond);
        }

        if (await RoleFields.FindTwinAsync(write.Db, role) is { } twin)
        {
            return RoleFields.Refuse(twin);
        }

        role.DeletedAt = null;
        await write.Db.SaveChangesAsync();
        var (shown, etag) = await RoleFields.ShowAsync(write.Db, role);
        return Reply.Ok(shown, etag);
    });
}
