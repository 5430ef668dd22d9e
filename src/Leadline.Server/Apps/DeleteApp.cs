using Leadline.Callers;
using Leadline.Journal;
using Leadline.OAuth;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.Apps;

/// <summary>Deletes an app: <c>DELETE /api/v1/apps/{id}</c>.</summary>
public static class DeleteApp
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/apps/{id:long}", HandleAsync)
        .WithName(nameof(DeleteApp))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Deletes an app.</summary>
    /// <remarks>For owners only, and for good: its secret, its tokens and what people allowed it are no longer good, within a second on every process.</remarks>
    /// <param name="id">The app's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, RegisteredApps apps, HttpContext http) => change.RunAsync("app.delete", async write =>
    {
        if (!await UserRoles.MayGrantAccessAsync(write.Db, change.Caller))
        {
            return AppRefusals.OwnersOnly();
        }

        if (await TenantApps.FindLiveAsync(write.Platform, write.Tenant, id) is not { } app)
        {
            return Reply.NotFound("app");
        }

        if (!change.IsAllowedOn(app.Version))
        {
            return change.Outdated(AppResource.Of(app), RecordTag.Of(app.Version));
        }

        await apps.DeleteAsync(write.Platform, app, http, change.Caller.Author, CancellationToken.None);
        await write.Platform.SaveChangesAsync();
        return Reply.Deleted("app");
    });
}
