using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Roles;

/// <summary>Changes a role: <c>PUT</c> or <c>PATCH /api/v1/roles/{id}</c>.</summary>
public static class UpdateRole
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/roles/{id:long}", HandleAsync).WithName(nameof(UpdateRole)).Describe();
        api.MapPatch("/roles/{id:long}", HandleAsync).WithName("PatchRole").Describe();
    }

    /// <summary>Changes a role.</summary>
    /// <remarks>
    /// Only the fields that are sent change; <c>permissions</c> are all it has from then on. It counts for its members at once. The owner's
    /// role stays as it is, and a system role keeps its name (409). Nobody gives what they do not have (403).
    /// </remarks>
    /// <param name="id">The role's number.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, BearerTokens tokens)
    {
        var answer = await change.RunAsync("role.update", async write =>
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

            var (name, visibility) = (role.Name, role.Visibility);
            var had = await write.Db.RolePermissions.Where(grant => grant.RoleId == id).Select(grant => grant.Permission).ToListAsync();
            var permissions = RoleFields.Set(change.Body, role) ?? had;
            if (!change.Body.IsValid)
            {
                return Reply.Invalid(change.Body);
            }

            if (role.IsSystem && (name == Role.Owner || role.Name != name))
            {
                return Reply.Conflict(name == Role.Owner ? "The owner's role stays as it is." : "A system role keeps its name.");
            }

            var isWider = role.Visibility != visibility && role.Visibility != LeadVisibility.Own;
            if (RoleFields.Beyond(change.Caller, permissions.Except(had), isWider) is { Count: > 0 } beyond)
            {
                return UserRefusals.Beyond(beyond);
            }

            if (await RoleFields.FindTwinAsync(write.Db, role) is { } twin)
            {
                return RoleFields.Refuse(twin);
            }

            if (await RoleFields.GrantAsync(write.Db, id, permissions))
            {
                write.Db.Entry(role).State = EntityState.Modified;
            }

            await write.Db.SaveChangesAsync();
            var (shown, etag) = await RoleFields.ShowAsync(write.Db, role);
            return Reply.Ok(shown, etag);
        });
        tokens.ForgetEveryone();
        return answer;
    }

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(RoleFields.All, isPartial: true)
        .Answers<Record<RoleResource>>()
        .RequireScope(Scopes.UsersWrite);
}
