using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers;

/// <summary>Brings a deleted customer back: <c>POST /api/v1/customers/{id}/restore</c>.</summary>
public static class RestoreCustomer
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/customers/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreCustomer))
        .WithQueryParameters([])
        .Answers<Record<CustomerResource>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Restores a deleted customer.</summary>
    /// <remarks>A customer that lives is answered as it is.</remarks>
    /// <param name="id">The customer's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, CustomerRecords customers) => change.RunBesideAsync("customer.restore", async write =>
    {
        if (await write.Db.FindRecordAsync<Customer>(id) is not { } customer)
        {
            return Reply.NotFound("customer");
        }

        if (!change.IsAllowedOn(customer.Version))
        {
            var current = await customers.ShowAsync(write, customer);
            return change.Outdated(current.Customer, current.ETag);
        }

        customer.DeletedAt = null;
        await write.Db.SaveChangesAsync();
        var shown = await customers.ShowAsync(write, customer);
        return Reply.Ok(shown.Customer, shown.ETag);
    });
}
