using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Apps;

/// <summary>Reads one app: <c>GET /api/v1/apps/{id}</c>.</summary>
public static class GetApp
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the app also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/apps/{id:long}", HandleAsync)
        .WithName(nameof(GetApp))
        .WithQueryParameters([Trashed])
        .Answers<Record<AppResource>>()
        .RequireScope(Scopes.SettingsRead);

    /// <summary>Reads one app.</summary>
    /// <remarks>For owners only.</remarks>
    /// <param name="id">The app's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        if (!await UserRoles.ActsAsOwnerAsync(db, caller))
        {
            return AppRefusals.Forbidden(AppRefusals.OwnersOnlyMessage);
        }

        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var platform = database.Platform();
        var app = await TenantApps.Of(platform, caller.Tenant).AsNoTracking().FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null), ct);
        return app is null ? Answer.NotFound("app")
            : parameters.IsValid ? Answer.Record(AppResource.Of(app), RecordTag.Of(app.Version))
            : Errors.Invalid(parameters.Errors);
    }
}
