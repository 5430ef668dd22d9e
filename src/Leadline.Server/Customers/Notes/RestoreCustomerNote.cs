using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers.Notes;

/// <summary>Brings a deleted note on a customer back: <c>POST /api/v1/customers/{id}/notes/{noteId}/restore</c>.</summary>
public static class RestoreCustomerNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/customers/{id:long}/notes/{noteId:long}/restore", HandleAsync)
        .WithName(nameof(RestoreCustomerNote))
        .Answers<Record<NoteResource>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Restores a deleted note on a customer.</summary>
    /// <param name="id">The customer's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static Task<IResult> HandleAsync(long id, long noteId, Change change) => change.RunBesideAsync(
        "customer_note.restore", write => NoteChange.RestoreAsync(change, write, CustomerNotes.Of(write.Db, id), noteId));
}
