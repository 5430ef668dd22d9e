using Leadline.Journal;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>Single leads as the published resource, read in a snapshot or within a change.</summary>
public sealed class LeadRecords(LeadlineDatabase database, LeadMemory memory)
{
    private const string Sql = $"SELECT {LeadRow.Columns}, version FROM leads WHERE tenant_id = @tenant AND id = @id";

    /// <summary>Finds a lead, deleted or not; null for none.</summary>
    /// <param name="tenant">Whose lead.</param>
    /// <param name="id">Its number.</param>
    /// <param name="fields">The fields to select; null for those of the published page.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<ShownLead?> FindAsync(TenantId tenant, long id, LeadFieldNames? fields, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(ct);
        if (fields is null || await FindAsync(snapshot, tenant, id, ct) is not { } found)
        {
            return await FindAsync(snapshot, tenant, id, ct);
        }

        // Tags come and go without the lead's version; the journal tells of every change.
        var at = await TenantRevisions.ReadAsync(snapshot, tenant, ct);
        var selected = await LeadExtras.SelectAsync(snapshot, tenant, [found.Lead], fields, ct);
        return found with { Selected = selected[0], ETag = fields.HaveTags ? RecordTag.Of(selected[0].Version, at.Settings, at.Journal) : found.ETag };
    }

    /// <summary>A lead as the change at hand leaves it.</summary>
    public Task<ShownLead> ShowAsync(TenantWrite write, Lead lead) => ShowAsync(write, lead.Id);

    /// <summary>A lead as the change at hand leaves it.</summary>
    public async Task<ShownLead> ShowAsync(TenantWrite write, long id) =>
        await FindAsync(write.Snapshot, write.Tenant, id, CancellationToken.None)
        ?? throw new InvalidOperationException($"The lead {id} is not saved.");

    private async Task<ShownLead?> FindAsync(Snapshot snapshot, TenantId tenant, long id, CancellationToken ct)
    {
        var at = await TenantRevisions.ReadAsync(snapshot, tenant, ct);
        var directory = await memory.DirectoryAsync(snapshot, tenant, at, ct);
        await using var rows = await snapshot.QueryAsync(Sql, ct, ("@tenant", tenant.Value), ("@id", id));
        return rows.Read() ? new ShownLead(LeadRow.Read(rows, directory), RecordTag.Of(rows.GetInt64(LeadRow.Count), at.Settings)) : null;
    }
}

/// <summary>A lead with its entity tag.</summary>
/// <param name="Lead">The published resource.</param>
/// <param name="ETag">The tag, with its quotes.</param>
public sealed record ShownLead(LeadResource Lead, string ETag)
{
    /// <summary>The lead with the fields that were asked for; null for those of the published page.</summary>
    public SelectedLead? Selected { get; init; }
}
