using Leadline.Callers;
using Leadline.Customers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads;

/// <summary>Takes a conversion back: <c>DELETE /api/v1/leads/{id}/conversion</c>.</summary>
public static class RevertConversion
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/leads/{id:long}/conversion", HandleAsync)
        .WithName(nameof(RevertConversion))
        .Answers<Record<RevertedConversion>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Takes a conversion back.</summary>
    /// <remarks>
    /// The lead returns to its former status, or to the default one where that is deleted. A customer that the conversion made and nobody touched is removed; one that was touched
    /// since, or was there before, is kept and unlinked, and the reply says why. Needs <c>customers:write</c>, too.
    /// </remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads) => change.RunAsync("lead.revert_conversion", async write =>
    {
        if (await write.Db.FindLiveAsync<Lead>(id) is not { } lead)
        {
            return Reply.NotFound("lead");
        }

        if (!change.IsAllowedOn(lead.Version))
        {
            var current = await leads.ShowAsync(write, lead);
            return change.Outdated(current.Lead, current.ETag);
        }

        if (lead is not { ConvertedAt: { } convertedAt, CustomerId: { } customerId })
        {
            return Reply.Conflict("The lead is not converted.");
        }

        var customer = await write.Db.Customers.Beyond().FirstOrDefaultAsync(known => known.Id == customerId) ?? throw new InvalidOperationException($"The lead {id} has no customer.");
        var why = await WhyKeptAsync(write, lead, customer, convertedAt);
        lead.CustomerId = null;
        lead.ConvertedAt = null;
        lead.LeadStatusId = await FormerStatusAsync(write.Db, lead);
        lead.StatusBeforeConversionId = null;
        if (why is null)
        {
            customer.DeletedAt = write.Now;
        }

        await write.Db.SaveChangesAsync();
        var shown = await leads.ShowAsync(write, lead);
        return Reply.Ok(new RevertedConversion(why is null ? "removed" : "kept", why, customerId, shown.Lead), shown.ETag);
    }, needs: Scopes.CustomersWrite);

    // A lead that had no status keeps the one it has; one whose status is deleted gets the default one.
    private static async Task<long?> FormerStatusAsync(TenantDb db, Lead lead) =>
        lead.StatusBeforeConversionId is not { } former ? lead.LeadStatusId
        : await db.FindLiveAsync<LeadStatus>(former) is { } live ? live.Id
        : (await db.FindDefaultStatusAsync()).Id;

    private static async Task<string?> WhyKeptAsync(TenantWrite write, Lead lead, Customer customer, DateTime convertedAt) =>
        !write.View.Sees.Includes(customer.RelatedUserId) ? "The customer is somebody else's."
        : customer.CreatedAt != convertedAt ? "The customer was there before the conversion."
        : customer.DeletedAt is not null ? "The customer is deleted already."
        : await write.Db.Leads.Beyond().AnyAsync(other => other.CustomerId == customer.Id && other.Id != lead.Id) ? "Another lead is linked to the customer."
        : IsTouched(write, customer) ? "The customer was changed since the conversion."
        : null;

    // Its own fields, its notes, its tags: all stand in its timeline, where a fresh customer has one batch only. Where the journal no longer
    // goes back to its making, nobody knows.
    private static bool IsTouched(TenantWrite write, Customer customer) => write.Read(
        """
        SELECT CASE WHEN count(DISTINCT batch_id) = 1 AND count(CASE WHEN operation = 'created' AND entity = 'customer' THEN 1 END) > 0 THEN 1 ELSE 0 END FROM journal
        WHERE tenant_id = @tenant AND subject = 'customer' AND subject_id = @id
        """,
        ("@tenant", write.Tenant.Value), ("@id", customer.Id)) is not 1L;
}

/// <summary>What taking a conversion back left.</summary>
/// <param name="Customer"><c>removed</c> or <c>kept</c>.</param>
/// <param name="Why">Why it was kept.</param>
/// <param name="CustomerId">The customer that was linked.</param>
/// <param name="Lead">The lead as it is now.</param>
public sealed record RevertedConversion(string Customer, string? Why, long CustomerId, LeadResource Lead);
