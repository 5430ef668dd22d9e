using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers.Notes;

/// <summary>Deletes a note on a customer softly: <c>DELETE /api/v1/customers/{id}/notes/{noteId}</c>; <see cref="RestoreCustomerNote"/> brings it back.</summary>
public static class DeleteCustomerNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/customers/{id:long}/notes/{noteId:long}", HandleAsync)
        .WithName(nameof(DeleteCustomerNote))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Deletes a note on a customer.</summary>
    /// <param name="id">The customer's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static Task<IResult> HandleAsync(long id, long noteId, Change change) => change.RunBesideAsync(
        "customer_note.delete", write => NoteChange.DeleteAsync(change, write, CustomerNotes.Of(write.Db, id), noteId));
}
