using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Journal;

/// <summary>Takes a batch back: <c>POST /api/v1/batches/{id}/undo</c>.</summary>
public static class UndoBatch
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/batches/{id:long}/undo", HandleAsync)
        .WithName(nameof(UndoBatch))
        .WithQueryParameters([])
        .Answers<Record<UndoReport>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Takes back all that a batch changed.</summary>
    /// <remarks>
    /// Field by field: what was changed since is kept, and the reply says by whom. The undo is a batch of its own and can be undone.
    /// The caller must be allowed to change every kind of record that the batch changed.
    /// </remarks>
    /// <param name="id">The batch, as the journal tells it.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, Undo undo, CancellationToken ct)
    {
        var entities = await undo.EntitiesAsync(caller.Tenant, id, ct);
        if (entities.Count == 0)
        {
            return Answer.NotFound("batch");
        }

        if (entities.Select(JournalScopes.ToWrite).FirstOrDefault(scope => !caller.May(scope)) is { } missing)
        {
            return TypedResults.Json(new Error(ErrorKind.Forbidden.Code, $"Undoing this batch needs {missing}."), statusCode: ErrorKind.Forbidden.Status);
        }

        parameters.RefuseOthersThan([]);
        return parameters.IsValid
            ? TypedResults.Ok(new Record<UndoReport>(true, await undo.HandleAsync(caller, id, ct)))
            : Errors.Invalid(parameters.Errors);
    }
}
