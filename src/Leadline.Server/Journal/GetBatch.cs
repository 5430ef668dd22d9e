using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Journal;

/// <summary>Reads one batch: <c>GET /api/v1/batches/{id}</c>.</summary>
public static class GetBatch
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/batches/{id:long}", HandleAsync)
        .WithName(nameof(GetBatch))
        .WithQueryParameters([])
        .Answers<Record<BatchResource>>()
        .RequireAnyScope(Scopes.ToRead);

    /// <summary>Reads one batch.</summary>
    /// <param name="id">The batch, as the journal tells it; one that the caller may not read answers 404.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, JournalReader journal, Undo undo, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        if (await db.ReadableBatches(caller, journal).FirstOrDefaultAsync(batch => batch.Id == id, ct) is not { } found)
        {
            return Answer.NotFound("batch");
        }

        parameters.RefuseOthersThan([]);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var shown = (await BatchResource.ShowAsync(db, [found], ct))[0];
        return Answer.Unversioned(shown with { Records = (await undo.RowsAsync(caller.Tenant, id, ct)).Values.Sum() });
    }
}
