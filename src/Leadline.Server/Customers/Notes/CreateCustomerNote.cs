using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers.Notes;

/// <summary>Writes a note on a customer: <c>POST /api/v1/customers/{id}/notes</c>.</summary>
public static class CreateCustomerNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/customers/{id:long}/notes", HandleAsync)
        .WithName(nameof(CreateCustomerNote))
        .WithBody(NoteFields.All)
        .Answers<Record<NoteResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Writes a note on a customer.</summary>
    /// <remarks>Without a <c>user_id</c> the caller is its author. <c>If-Match</c> is about the customer.</remarks>
    /// <param name="id">The customer's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, CustomerRecords customers) => change.RunBesideAsync("customer_note.create", async write =>
    {
        if (await write.Db.FindLiveAsync<Customer>(id) is not { } customer)
        {
            return Reply.NotFound("customer");
        }

        if (!change.IsAllowedOn(customer.Version))
        {
            var current = await customers.ShowAsync(write, customer);
            return change.Outdated(current.Customer, current.ETag);
        }

        return await NoteChange.CreateAsync(change, write, write.Db.Insert(new CustomerNote { CustomerId = id, Content = "" }), $"/api/v1/customers/{id}/notes");
    });
}
