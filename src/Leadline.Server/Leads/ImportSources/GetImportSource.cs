using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.ImportSources;

/// <summary>Reads one import source: <c>GET /api/v1/leads/import-sources/{id}</c>.</summary>
public static class GetImportSource
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the source also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/import-sources/{id:long}", HandleAsync)
        .WithName(nameof(GetImportSource))
        .WithQueryParameters([Trashed])
        .Answers<Record<ImportSourceResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one import source.</summary>
    /// <param name="id">The source's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        var source = await db.ImportSources.AsNoTracking().FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null), ct);
        return source is null ? Answer.NotFound("import source")
            : parameters.IsValid ? Answer.Record(ImportSourceResource.Of(source), RecordTag.Of(source.Version))
            : Errors.Invalid(parameters.Errors);
    }
}
