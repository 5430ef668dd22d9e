using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.ImportSources;

/// <summary>Lists import sources: <c>GET /api/v1/leads/import-sources</c>.</summary>
public static class ListImportSources
{
    private static readonly string[] Sorts = ["created_at", "name", "updated_at"];
    private static readonly IReadOnlyList<QueryParameter> Parameters = ListQuery.Parameters(Sorts);

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/import-sources", HandleAsync)
        .WithName(nameof(ListImportSources))
        .WithQueryParameters(Parameters)
        .Answers<Page<ImportSourceResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists import sources.</summary>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan(Parameters);
        var query = ListQuery.Read(parameters, Sorts);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        await using var db = database.For(caller.View);
        var sources = await db.ImportSources.AsNoTracking().Where(source => (source.DeletedAt != null) == query.IsTrashed).ToListAsync(ct);
        return query.Answer(parameters, sources, source => source.Name, source => query.SortBy switch
        {
            "name" => Folding.Fold(source.Name),
            "updated_at" => source.UpdatedAt,
            _ => source.CreatedAt,
        }, source => source.Id, ImportSourceResource.Of);
    }
}
