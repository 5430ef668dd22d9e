using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers.Notes;

/// <summary>Changes a note on a customer: <c>PUT</c> or <c>PATCH /api/v1/customers/{id}/notes/{noteId}</c>.</summary>
public static class UpdateCustomerNote
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/customers/{id:long}/notes/{noteId:long}", HandleAsync).WithName(nameof(UpdateCustomerNote)).Describe();
        api.MapPatch("/customers/{id:long}/notes/{noteId:long}", HandleAsync).WithName("PatchCustomerNote").Describe();
    }

    /// <summary>Changes a note on a customer.</summary>
    /// <remarks>Only the fields that are sent change; null clears the author.</remarks>
    /// <param name="id">The customer's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static Task<IResult> HandleAsync(long id, long noteId, Change change) => change.RunBesideAsync(
        "customer_note.update", write => NoteChange.UpdateAsync(change, write, CustomerNotes.Of(write.Db, id), noteId));

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(NoteFields.All, isPartial: true)
        .Answers<Record<NoteResource>>()
        .RequireScope(Scopes.CustomersWrite);
}
