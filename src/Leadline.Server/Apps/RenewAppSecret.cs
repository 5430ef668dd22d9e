using Leadline.Callers;
using Leadline.Journal;
using Leadline.OAuth;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.Apps;

/// <summary>Gives an app another secret: <c>POST /api/v1/apps/{id}/secret</c>.</summary>
public static class RenewAppSecret
{
    internal const int UsualOverlapHours = 24;

    private static readonly BodyField OverlapHours =
        BodyField.Integer("overlap_hours", $"For how many hours the secret it has stays good as well; absent, {UsualOverlapHours}; 0 ends it at once.") with { Minimum = 0, Maximum = 168, IsNullable = false };

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/apps/{id:long}/secret", HandleAsync)
        .WithName(nameof(RenewAppSecret))
        .WithBody([OverlapHours], isPartial: true)
        .Answers<Record<AppResource>>()
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Gives a confidential app another secret.</summary>
    /// <remarks>For owners only. The answer holds the secret; nothing tells it again, not even the same Idempotency-Key. 409 for a public app, which has none.</remarks>
    /// <param name="id">The app's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, RegisteredApps apps, HttpContext http) => change.RunAsync("app.renew_secret", async write =>
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

        var hours = (long)UsualOverlapHours;
        change.Body.RefuseOthersThan([OverlapHours]);
        change.Body.Integer(OverlapHours, sent => hours = sent ?? hours);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (app.IsPublic)
        {
            return Reply.Conflict("A public app has no secret.");
        }

        if (app.Scopes.Intersect(Scopes.All).Where(scope => !change.Caller.May(scope)).ToList() is { Count: > 0 } beyond)
        {
            return AppRefusals.Beyond(beyond);
        }

        var secret = apps.RenewSecret(write.Platform, app, TimeSpan.FromHours(hours), http, change.Caller.Author);
        await write.Platform.SaveChangesAsync();
        var renewed = AppResource.Of(app);
        return Reply.Ok(renewed with { ClientSecret = secret }, RecordTag.Of(app.Version)) with { Kept = new Record<AppResource>(true, renewed) };
    });
}
