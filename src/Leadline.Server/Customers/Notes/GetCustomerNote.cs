using Leadline.Callers;
using Leadline.Notes;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers.Notes;

/// <summary>Reads one note on a customer: <c>GET /api/v1/customers/{id}/notes/{noteId}</c>.</summary>
public static class GetCustomerNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/customers/{id:long}/notes/{noteId:long}", HandleAsync)
        .WithName(nameof(GetCustomerNote))
        .WithQueryParameters(NoteQuery.GetParameters)
        .Answers<Record<NoteResource>>()
        .RequireScope(Scopes.CustomersRead);

    /// <summary>Reads one note on a customer.</summary>
    /// <param name="id">The customer's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static async Task<IResult> HandleAsync(
        long id, long noteId, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        return await NoteQuery.GetAsync(parameters, db, CustomerNotes.Of(db, id), noteId, ct);
    }
}
