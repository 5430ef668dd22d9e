using Leadline.Callers;
using Leadline.Notes;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers.Notes;

/// <summary>Lists the notes on a customer: <c>GET /api/v1/customers/{id}/notes</c>.</summary>
public static class ListCustomerNotes
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/customers/{id:long}/notes", HandleAsync)
        .WithName(nameof(ListCustomerNotes))
        .WithQueryParameters(NoteQuery.ListParameters)
        .Answers<Page<NoteResource>>()
        .RequireScope(Scopes.CustomersRead);

    /// <summary>Lists the notes on a customer, newest first.</summary>
    /// <param name="id">The customer's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        return await db.Customers.AnyAsync(customer => customer.Id == id && customer.DeletedAt == null, ct)
            ? await NoteQuery.ListAsync(parameters, db, CustomerNotes.Of(db, id), ct)
            : Answer.NotFound("customer");
    }
}
