using Leadline.Callers;
using Leadline.Journal;
using Leadline.OAuth;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.Apps;

/// <summary>Changes an app: <c>PATCH /api/v1/apps/{id}</c>.</summary>
public static class UpdateApp
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPatch("/apps/{id:long}", HandleAsync)
        .WithName(nameof(UpdateApp))
        .WithBody(AppFields.Changeable, isPartial: true)
        .Answers<Record<AppResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Changes an app.</summary>
    /// <remarks>
    /// For owners only. Only the fields that are sent change. Tokens that are out lose a scope with the app, within a second; a scope that is added
    /// must be one that the caller has (403), and people are asked for it the next time they sign in.
    /// </remarks>
    /// <param name="id">The app's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, RegisteredApps apps, HttpContext http) => change.RunAsync("app.update", async write =>
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

        var draft = AppFields.Read(change.Body, app);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (AppFields.Beyond(change.Caller, draft, app) is { Count: > 0 } beyond)
        {
            return AppRefusals.Beyond(beyond);
        }

        apps.Change(write.Platform, app, draft, http, change.Caller.Author);
        await write.Platform.SaveChangesAsync();
        return Reply.Ok(AppResource.Of(app), RecordTag.Of(app.Version));
    });
}
