using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Statuses;

/// <summary>Reads one status: <c>GET /api/v1/leads/statuses/{id}</c>.</summary>
public static class GetLeadStatus
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the status also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/statuses/{id:long}", HandleAsync)
        .WithName(nameof(GetLeadStatus))
        .WithQueryParameters([Trashed])
        .Answers<Record<LeadStatusResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one lead status.</summary>
    /// <param name="id">The status's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        var status = await db.LeadStatuses.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null), ct);
        return status is null ? Answer.NotFound("lead status")
            : parameters.IsValid ? Answer.Record(LeadStatusResource.Of(status), RecordTag.Of(status.Version))
            : Errors.Invalid(parameters.Errors);
    }
}
