using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers;

/// <summary>Deletes a customer softly: <c>DELETE /api/v1/customers/{id}</c>; <see cref="RestoreCustomer"/> brings it back.</summary>
public static class DeleteCustomer
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/customers/{id:long}", HandleAsync)
        .WithName(nameof(DeleteCustomer))
        .WithQueryParameters([])
        .Answers<Record<Done>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Deletes a customer.</summary>
    /// <remarks>It leaves the list and can be restored. Leads that became this customer keep their link.</remarks>
    /// <param name="id">The customer's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, CustomerRecords customers) => change.RunBesideAsync("customer.delete", async write =>
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

        customer.DeletedAt = write.Now;
        await write.Db.SaveChangesAsync();
        return Reply.Deleted("customer");
    });
}
