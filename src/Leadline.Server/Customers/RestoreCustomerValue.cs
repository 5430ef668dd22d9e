using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Customers;

/// <summary>
/// Gives a field of a customer the value it had before an entry of its timeline: <c>POST /api/v1/customers/{id}/timeline/{entryId}/restore</c>.
/// </summary>
public static class RestoreCustomerValue
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/customers/{id:long}/timeline/{entryId:long}/restore", HandleAsync)
        .WithName(nameof(RestoreCustomerValue))
        .WithBody(FormerValue.Fields)
        .Answers<Record<CustomerResource>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Restores a single value of a customer.</summary>
    /// <remarks>Under the rules of any other change, but for a value that was null: it may be again.</remarks>
    /// <param name="id">The customer's number.</param>
    /// <param name="entryId">The entry of the customer's timeline whose old value comes back.</param>
    public static Task<IResult> HandleAsync(long id, long entryId, Change change, CustomerRecords customers, JournalReader journal) => change.RunBesideAsync("customer.restore_value", async write =>
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

        var (former, refusal) = await FormerValue.ReadAsync(
            change, write, journal, "customer", id, entryId, CustomerFields.All, field => field == "related_user_id" ? "user_id" : field, WhyNot);
        return refusal ?? await UpdateCustomer.ChangeAsync(write, customer, former, customers);
    });

    private static string? WhyNot(string field) => field == "deleted_at" ? "POST /api/v1/customers/{id}/restore brings a deleted customer back" : null;
}
