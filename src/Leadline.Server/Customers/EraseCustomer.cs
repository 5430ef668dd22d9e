using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users;

namespace Leadline.Customers;

/// <summary>Erases the person behind a customer: <c>POST /api/v1/customers/{id}/erase</c>.</summary>
public static class EraseCustomer
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/customers/{id:long}/erase", HandleAsync)
        .WithName(nameof(EraseCustomer))
        .WithBody([])
        .Answers<Record<ErasedRecord>>()
        .RequireScope(Scopes.CustomersWrite);

    /// <summary>Erases the person behind a customer, living or deleted.</summary>
    /// <remarks>
    /// For owners only, and for good: names, addresses, birth, gender, identity number, job and picture are blanked in the customer, its notes
    /// and its history. The leads it came from are records of their own; the reply names them.
    /// </remarks>
    /// <param name="id">The customer's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, CustomerRecords customers, Erasure erasure) => change.RunAsync("customer.erase", async write =>
    {
        if (!await UserRoles.ActsAsOwnerAsync(write.Db, change.Caller))
        {
            return Reply.Refuse(ErrorKind.Forbidden, "Only an owner of the tenant may erase a person.");
        }

        if (await write.Db.FindRecordAsync<Customer>(id) is not { } customer)
        {
            return Reply.NotFound("customer");
        }

        if (!change.IsAllowedOn(customer.Version))
        {
            var current = await customers.ShowAsync(write, customer);
            return change.Outdated(current.Customer, current.ETag);
        }

        change.Body.RefuseOthersThan([]);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await erasure.BlankAsync(write, "customer", id);
        return Reply.Ok(new ErasedRecord(id, LeadsOf(write, id)));
    });

    private static List<LinkedRecord> LeadsOf(TenantWrite write, long id)
    {
        var leads = new List<LinkedRecord>();
        using var rows = write.Query("SELECT id FROM leads WHERE tenant_id = @tenant AND customer_id = @id ORDER BY id", ("@tenant", write.Tenant.Value), ("@id", id));
        while (rows.Read())
        {
            leads.Add(new LinkedRecord("lead", rows.GetInt64(0)));
        }

        return leads;
    }
}
