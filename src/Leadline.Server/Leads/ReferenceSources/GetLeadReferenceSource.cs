using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.ReferenceSources;

/// <summary>Reads one reference source: <c>GET /api/v1/leads/reference-sources/{id}</c>.</summary>
public static class GetLeadReferenceSource
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the source also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/reference-sources/{id:long}", HandleAsync)
        .WithName(nameof(GetLeadReferenceSource))
        .WithQueryParameters([Trashed])
        .Answers<Record<LeadReferenceSourceResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one reference source.</summary>
    /// <param name="id">The source's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        var source = await db.LeadReferenceSources.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null), ct);
        return source is null ? Answer.NotFound("reference source")
            : parameters.IsValid ? Answer.Record(LeadReferenceSourceResource.Of(source), RecordTag.Of(source.Version))
            : Errors.Invalid(parameters.Errors);
    }
}
