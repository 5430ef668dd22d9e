using Leadline.Journal;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>Single leads as the published resource, read in a snapshot or within a change.</summary>
public sealed class LeadRecords(LeadlineDatabase database, LeadMemory memory)
{
    private const string Sql = $"SELECT {LeadRow.Columns}, version FROM leads WHERE tenant_id = @tenant AND id = @id";

    /// <summary>Finds a lead, deleted or not; null for none.</summary>
    public async Task<ShownLead?> FindAsync(TenantId tenant, long id, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(ct);
        return await FindAsync(snapshot, tenant, id, ct);
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
public sealed record ShownLead(LeadResource Lead, string ETag);
