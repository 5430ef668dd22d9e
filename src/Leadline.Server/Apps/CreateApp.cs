using Leadline.Callers;
using Leadline.Journal;
using Leadline.OAuth;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.Apps;

/// <summary>Registers an app: <c>POST /api/v1/apps</c>.</summary>
public static class CreateApp
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/apps", HandleAsync)
        .WithName(nameof(CreateApp))
        .WithBody(AppFields.All)
        .Answers<Record<AppResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.SettingsWrite);

    /// <summary>Registers an app.</summary>
    /// <remarks>
    /// For owners only. The answer holds the secret of a confidential app; nothing tells it again, not even the same Idempotency-Key. An app is
    /// never good for more than the caller is (403).
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change, RegisteredApps apps, HttpContext http) => change.RunAsync("app.create", async write =>
    {
        if (!await UserRoles.MayGrantAccessAsync(write.Db, change.Caller))
        {
            return AppRefusals.OwnersOnly();
        }

        var draft = AppFields.Read(change.Body, known: null);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (AppFields.Beyond(change.Caller, draft, known: null) is { Count: > 0 } beyond)
        {
            return AppRefusals.Beyond(beyond);
        }

        var (app, secret) = apps.Add(write.Platform, write.Tenant.Value, draft, http, change.Caller.Author);
        await write.Platform.SaveChangesAsync();
        var made = AppResource.Of(app);
        return Reply.Created(made with { ClientSecret = secret }, $"/api/v1/apps/{app.Id}", RecordTag.Of(app.Version)) with
        {
            Kept = new Record<AppResource>(true, made),
        };
    });
}
