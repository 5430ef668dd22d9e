using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Settings;

/// <summary>Reads the tenant's settings: <c>GET /api/v1/settings</c>.</summary>
public static class GetSettings
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/settings", HandleAsync)
        .WithName(nameof(GetSettings))
        .WithQueryParameters([])
        .Answers<Record<SettingsResource>>()
        .RequireScope(Scopes.SettingsRead);

    /// <summary>Reads the tenant's settings.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        var settings = await db.Settings.AsNoTracking().FirstOrDefaultAsync(settings => settings.DeletedAt == null, ct);
        return Answer.Record(SettingsResource.Of(settings), RecordTag.Of(settings?.Version ?? 0));
    }
}
