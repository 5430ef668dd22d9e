using System.Text.Json.Nodes;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads;

/// <summary>Other leads with the external id of a lead in its import source, no source being one like any other: a live one stands in its way, a deleted one could be restored instead.</summary>
internal static class LeadTwins
{
    // The rule holds for all leads, whoever sees them.
    public static async Task<Lead?> FindLiveAsync(Lead lead, TenantDb db) =>
        Twins(lead, db.Leads.Beyond(), isDeleted: false) is { } twins ? await twins.FirstOrDefaultAsync() : null;

    public static async Task<IReadOnlyList<DeletedTwin>> FindDeletedAsync(Lead lead, TenantDb db) =>
        Twins(lead, db.Leads, isDeleted: true) is { } twins
            ? await twins.OrderByDescending(other => other.Id).Take(10).Select(other => new DeletedTwin(other.Id, "external_id")).ToListAsync()
            : [];

    public static Reply Refuse(Lead other, TenantWrite write)
    {
        var where = other.ImportSourceId is null ? ", and no import source either" : " in this import source";
        return write.View.Sees.Includes(other.AssignedUserId)
            ? Reply.Conflict($"The lead {other.Id} has this external id{where}.", new JsonObject { ["field"] = "external_id", ["lead_id"] = other.Id })
            : Reply.Conflict("The external id cannot be used.", new JsonObject { ["field"] = "external_id" });
    }

    /// <summary>What only one live lead may have; null for a lead that can have no twins.</summary>
    public static (long Source, string ExternalId)? KeyOf(Lead lead) =>
        lead is { ExternalId: { } external, ImportSourceId: var source } ? (source ?? 0, external) : null;

    private static IQueryable<Lead>? Twins(Lead lead, IQueryable<Lead> leads, bool isDeleted) =>
        lead is { ExternalId: { } external, ImportSourceId: var source }
            ? leads.AsNoTracking().Where(other =>
                other.ImportSourceId == source && other.ExternalId == external && other.Id != lead.Id && (other.DeletedAt != null) == isDeleted)
            : null;
}
