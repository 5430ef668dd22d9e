using Leadline.Platform.Database;

namespace Leadline.Customers.Notes;

/// <summary>Which notes a call may reach.</summary>
internal static class CustomerNotes
{
    /// <summary>The notes on a live customer, deleted ones among them; none for another tenant's.</summary>
    public static IQueryable<CustomerNote> Of(TenantDb db, long customerId)
    {
        var customer = db.Customers.Where(known => known.Id == customerId && known.DeletedAt == null);
        return db.CustomerNotes.Where(note => note.CustomerId == customerId && customer.Any());
    }
}
