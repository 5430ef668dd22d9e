using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.ReferenceSources;

/// <summary>Lists reference sources: <c>GET /api/v1/leads/reference-sources</c>.</summary>
public static class ListLeadReferenceSources
{
    private static readonly string[] Sorts = ["created_at", "name", "updated_at"];
    private static readonly QueryParameter Color = new("color", "string", "Only sources shown in this colour, whatever the case.") { MaxLength = 20 };
    private static readonly QueryParameter ExternalId = new("external_id", "string", "Only the source with this number in another system.") { MaxLength = 255 };
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts, Color, ExternalId);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/reference-sources", HandleAsync)
        .WithName(nameof(ListLeadReferenceSources))
        .WithQueryParameters(Parameters)
        .Answers<Page<LeadReferenceSourceResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists reference sources.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        var (color, externalId) = (parameters.Text(Color), parameters.Text(ExternalId));
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        var sources = await db.LeadReferenceSources.AsNoTracking()
            .Where(source => (source.DeletedAt != null) == query.IsTrashed)
            .Where(source => externalId == null || source.ExternalId == externalId)
            .ToListAsync(ct);
        return query.Answer(
            parameters, sources.Where(source => color is null || string.Equals(source.Color, color, StringComparison.OrdinalIgnoreCase)), source => source.Name,
            source => query.SortBy switch
            {
                "name" => Folding.Fold(source.Name),
                "updated_at" => source.UpdatedAt,
                _ => source.CreatedAt,
            }, source => source.Id, LeadReferenceSourceResource.Of);
    }
}
