using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Settings;

/// <summary>Reads what the tenant says of itself: <c>GET /api/v1/tenant</c>.</summary>
public static class GetTenant
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/tenant", HandleAsync)
        .WithName(nameof(GetTenant))
        .WithQueryParameters([])
        .Answers<Record<TenantProfileResource>>()
        .RequireScope(Scopes.SettingsRead);

    /// <summary>Reads what the tenant says of itself.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        var profile = await db.Profiles.AsNoTracking().FirstOrDefaultAsync(known => known.DeletedAt == null, ct);
        var shown = profile ?? TenantProfile.Of(await db.Set<Tenant>().AsNoTracking().SingleAsync(tenant => tenant.Id == caller.Tenant.Value, ct));
        return Answer.Record(TenantProfileResource.Of(shown), RecordTag.Of(profile?.Version ?? 0));
    }
}
