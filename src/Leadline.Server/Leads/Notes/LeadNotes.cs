using Leadline.Platform.Database;

namespace Leadline.Leads.Notes;

/// <summary>Which notes a call may reach.</summary>
internal static class LeadNotes
{
    /// <summary>The notes on a live lead, deleted ones among them; none for another tenant's.</summary>
    public static IQueryable<LeadNote> Of(TenantDb db, long leadId)
    {
        var lead = db.Leads.Where(known => known.Id == leadId && known.DeletedAt == null);
        return db.LeadNotes.Where(note => note.LeadId == leadId && lead.Any());
    }
}
