using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Users.Roles;

/// <summary>Makes a role: <c>POST /api/v1/roles</c>.</summary>
public static class CreateRole
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/roles", HandleAsync)
        .WithName(nameof(CreateRole))
        .WithBody(RoleFields.All)
        .Answers<Record<RoleResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.UsersWrite);

    /// <summary>Makes a role of named permissions.</summary>
    /// <remarks>Without a <c>visibility</c> its members see all leads and customers. Nobody makes a role that allows more than they may do themselves (403).</remarks>
    public static Task<IResult> HandleAsync(Change change) => change.RunAsync("role.create", async write =>
    {
        var role = write.Db.Insert(new Role { Name = "" });
        change.Body.Require(RoleFields.All);
        var permissions = RoleFields.Set(change.Body, role) ?? [];
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (RoleFields.Beyond(change.Caller, permissions, isWider: role.Visibility != LeadVisibility.Own) is { Count: > 0 } beyond)
        {
            return UserRefusals.Beyond(beyond);
        }

        if (await RoleFields.FindTwinAsync(write.Db, role) is { } twin)
        {
            return RoleFields.Refuse(twin);
        }

        await RoleFields.GrantAsync(write.Db, role.Id, permissions);
        await write.Db.SaveChangesAsync();
        var (shown, etag) = await RoleFields.ShowAsync(write.Db, role);
        return Reply.Created(shown, $"/api/v1/roles/{role.Id}", etag);
    });
}
