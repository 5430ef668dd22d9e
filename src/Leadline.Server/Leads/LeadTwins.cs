using System.Text.Json.Nodes;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads;

/// <summary>Other leads with the external id of a lead: a live one stands in its way, a deleted one could be restored instead.</summary>
internal static class LeadTwins
{
    public static async Task<Lead?> FindLiveAsync(Lead lead, TenantDb db) =>
        Twins(lead, db, isDeleted: false) is { } twins ? await twins.FirstOrDefaultAsync() : null;

    public static async Task<IReadOnlyList<DeletedTwin>> FindDeletedAsync(Lead lead, TenantDb db) =>
        Twins(lead, db, isDeleted: true) is { } twins
            ? await twins.OrderByDescending(other => other.Id).Take(10).Select(other => new DeletedTwin(other.Id, "external_id")).ToListAsync()
            : [];

    public static Reply Refuse(Lead other) => Reply.Conflict(
        $"The lead {other.Id} has this external id in this import source.", new JsonObject { ["field"] = "external_id", ["lead_id"] = other.Id });

    // Null for a lead that can have none.
    private static IQueryable<Lead>? Twins(Lead lead, TenantDb db, bool isDeleted) =>
        lead is { ExternalId: { } external, ImportSourceId: { } source }
            ? db.Leads.AsNoTracking().Where(other =>
                other.ImportSourceId == source && other.ExternalId == external && other.Id != lead.Id && (other.DeletedAt != null) == isDeleted)
            : null;
}
