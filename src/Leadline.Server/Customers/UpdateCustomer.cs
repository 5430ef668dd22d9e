using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers;

/// <summary>Changes a customer: <c>PUT</c> or <c>PATCH /api/v1/customers/{id}</c>.</summary>
public static class UpdateCustomer
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/customers/{id:long}", HandleAsync).WithName(nameof(UpdateCustomer)).Describe();
        api.MapPatch("/customers/{id:long}", HandleAsync).WithName("PatchCustomer").Describe();
    }

    /// <summary>Changes a customer.</summary>
    /// <remarks>Only the fields that are sent change; null clears. <c>If-Match</c> refuses to change a version other than the one seen.</remarks>
    /// <param name="id">The customer's number; another tenant's answers 404.</param>
    public static Task<IResult> HandleAsync(long id, Change change, CustomerRecords customers) => change.RunBesideAsync("customer.update", async write =>
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

        return await ChangeAsync(write, customer, change.Body, customers);
    });

    /// <summary>Changes a customer as a body says, within a change.</summary>
    internal static async Task<Reply> ChangeAsync(TenantWrite write, Customer customer, Body body, CustomerRecords customers)
    {
        await CustomerFields.SetAsync(body, customer, write.Db);
        if (!body.IsValid)
        {
            return Reply.Invalid(body);
        }

        await write.Db.SaveChangesAsync();
        var shown = await customers.ShowAsync(write, customer);
        return Reply.Ok(shown.Customer, shown.ETag);
    }

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithQueryParameters([])
        .WithBody(CustomerFields.All, isPartial: true)
        .Answers<Record<CustomerResource>>()
        .RequireScope(Scopes.CustomersWrite);
}
