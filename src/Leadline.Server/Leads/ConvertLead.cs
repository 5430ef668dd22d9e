using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Customers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads;

/// <summary>Turns a lead into a customer: <c>POST /api/v1/leads/{id}/convert</c>; <see cref="RevertConversion"/> takes it back.</summary>
public static class ConvertLead
{
    private static readonly BodyField ExistingCustomer = BodyField.Integer("existing_customer_id", "Links the lead to this customer instead of making a new one.");
    private static readonly BodyField Check = BodyField.Boolean("check", "True only lists customers with the same e-mail or phone, and converts nothing.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/{id:long}/convert", HandleAsync)
        .WithName(nameof(ConvertLead))
        .WithBody([ExistingCustomer, Check])
        .Answers<Record<Conversion>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Converts a lead.</summary>
    /// <remarks>
    /// In one transaction: a new customer, or the existing one, and the lead's status becomes Converted. A lead that is a customer already
    /// answers 409 with the customer's id. Needs <c>customers:write</c>, too; to check only, <c>customers:read</c>.
    /// </remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads, CustomerRecords customers) => change.RunBesideAsync("lead.convert", async write =>
    {
        long? existing = null;
        var isCheck = false;
        change.Body.Integer(ExistingCustomer, customer => existing = customer);
        change.Body.Boolean(Check, check => isCheck = check ?? false);
        if (change.Caller.DenialOf(isCheck ? Scopes.CustomersRead : Scopes.CustomersWrite) is { } denial)
        {
            return Reply.Deny(denial);
        }

        if (await write.Db.FindLiveAsync<Lead>(id) is not { } lead)
        {
            return Reply.NotFound("lead");
        }

        if (!change.IsAllowedOn(lead.Version))
        {
            var current = await leads.ShowAsync(write, lead);
            return change.Outdated(current.Lead, current.ETag);
        }

        change.Body.RefuseOthersThan([ExistingCustomer, Check]);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (isCheck)
        {
            return await UnknownAsync(write, existing) ?? await CheckAsync(write, lead, leads, customers);
        }

        var (result, customer, refusal) = await ConvertAsync(write, lead, existing);
        if (refusal is not null)
        {
            return refusal;
        }

        var shown = await leads.ShowAsync(write, lead);
        return Reply.Ok(new Conversion(result, await customers.ShowAsync(write, customer), shown.Lead), shown.ETag);
    });

    /// <summary>Converts one lead within a change.</summary>
    internal static async Task<(string Result, long CustomerId, Reply? Refusal)> ConvertAsync(TenantWrite write, Lead lead, long? existing)
    {
        if (lead.ConvertedAt is not null)
        {
            return ("", 0, Reply.Conflict("The lead is a customer already.", new JsonObject { ["customer_id"] = lead.CustomerId }));
        }

        if (await UnknownAsync(write, existing) is { } refusal)
        {
            return ("", 0, refusal);
        }

        var customer = existing ?? write.Db.Insert(
            Customer.Of(lead.FirstName, lead.LastName, lead.PhoneNumber, lead.Email, lead.CountryId, lead.AssignedUserId)).Id;
        lead.CustomerId = customer;
        lead.ConvertedAt = write.Now;
        lead.StatusBeforeConversionId = lead.LeadStatusId;
        lead.LeadStatusId = (await write.Db.LeadStatuses.FirstOrDefaultAsync(status => status.Slug == LeadStatus.Converted && status.DeletedAt == null))?.Id ?? lead.LeadStatusId;
        await write.Db.SaveChangesAsync();
        return (existing is null ? "created" : "linked", customer, null);
    }

    private static async Task<Reply> CheckAsync(TenantWrite write, Lead lead, LeadRecords leads, CustomerRecords customers)
    {
        var shown = await leads.ShowAsync(write, lead);
        return Reply.Ok(new Conversion("checked", null, shown.Lead) { LikelyCustomers = await customers.LikelyAsync(write, lead.EmailKey, lead.PhoneKey) }, shown.ETag);
    }

    private static async Task<Reply?> UnknownAsync(TenantWrite write, long? customer) =>
        customer is { } named && await write.Db.FindLiveAsync<Customer>(named) is null
            ? new Reply(ErrorKind.ValidationFailed.Status, Errors.Of(new Dictionary<string, IReadOnlyList<string>>
            {
                [ExistingCustomer.Name] = [$"The field {ExistingCustomer.Name} is no customer of this tenant."],
            }))
            : null;
}

/// <summary>What a conversion made.</summary>
/// <param name="Result"><c>created</c>, <c>linked</c>, or <c>checked</c> when nothing was converted.</param>
/// <param name="Customer">The customer; null after a check.</param>
/// <param name="Lead">The lead as it is now.</param>
public sealed record Conversion(string Result, CustomerResource? Customer, LeadResource Lead)
{
    /// <summary>After a check: customers with the same e-mail or phone.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CustomerResource>? LikelyCustomers { get; init; }
}
