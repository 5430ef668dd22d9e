using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers;

/// <summary>Creates a customer: <c>POST /api/v1/customers</c>.</summary>
public static class CreateCustomer
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/customers", HandleAsync)
        .WithName(nameof(CreateCustomer))
        .WithQueryParameters([])
        .WithBody(CustomerFields.All)
        .Answers<Record<CustomerResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Creates a customer.</summary>
    /// <remarks>A caller who does not see all customers looks after the new one, unless it is for somebody whose customers they see.</remarks>
    public static Task<IResult> HandleAsync(Change change, CustomerRecords customers) => change.RunBesideAsync("customer.create", async write =>
    {
        var customer = write.Db.Insert(new Customer());
        await CustomerFields.SetAsync(change.Body, customer, write.Db);
        change.Body.Require(CustomerFields.All);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (write.View.Sees.IsLimited && !write.View.Sees.Includes(customer.RelatedUserId ??= change.Caller.UserId))
        {
            CustomerFields.RejectOwner(change.Body);
            return Reply.Invalid(change.Body);
        }

        await write.Db.SaveChangesAsync();
        var shown = await customers.ShowAsync(write, customer);
        return Reply.Created(shown.Customer, $"/api/v1/customers/{customer.Id}", shown.ETag);
    });
}
