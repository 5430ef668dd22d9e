using Leadline.Leads;
using Leadline.Platform.Database;

namespace Leadline.Tasks;

/// <summary>Which tasks a call may reach.</summary>
internal static class LeadTasks
{
    /// <summary>The tasks of live leads that are seen, deleted tasks among them; none of another tenant's.</summary>
    public static IQueryable<LeadTask> Seen(TenantDb db)
    {
        var leads = db.Leads.Where(lead => lead.DeletedAt == null);
        return db.LeadTasks.Where(task => leads.Any(lead => lead.Id == task.LeadId));
    }

    /// <summary>The tasks of one such lead.</summary>
    public static IQueryable<LeadTask> Of(TenantDb db, long leadId) => Seen(db).Where(task => task.LeadId == leadId);
}
