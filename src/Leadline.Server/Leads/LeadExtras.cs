using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>What leads have beyond the published page, read only for those who ask for it.</summary>
internal static class LeadExtras
{
    /// <summary>The leads with the fields that were asked for.</summary>
    public static async Task<IReadOnlyList<SelectedLead>> SelectAsync(
        Snapshot snapshot, TenantId tenant, IReadOnlyList<LeadResource> leads, LeadFieldNames fields, CancellationToken ct)
    {
        var ids = IdList.Of(leads.Select(lead => lead.Id));
        var tags = fields.HaveTags ? await TagsAsync(snapshot, tenant, ids, ct) : Array.Empty<(long, TagReference)>().ToLookup(tag => tag.Item1, tag => tag.Item2);
        var versions = fields.HaveVersion || fields.HaveTags ? await VersionsAsync(snapshot, tenant, ids, ct) : [];
        return [.. leads.Select(lead => new SelectedLead(lead, fields, [.. tags[lead.Id]], versions.GetValueOrDefault(lead.Id)))];
    }

    private static async Task<ILookup<long, TagReference>> TagsAsync(Snapshot snapshot, TenantId tenant, string ids, CancellationToken ct)
    {
        var tags = new List<(long Lead, TagReference Tag)>();
        await using var rows = await snapshot.QueryAsync(
            """
            SELECT link.lead_id, tag.id, tag.name, tag.color
            FROM lead_tags link JOIN tags tag ON tag.tenant_id = link.tenant_id AND tag.id = link.tag_id
            WHERE link.tenant_id = @tenant AND link.lead_id IN (SELECT value FROM json_each(@ids)) AND tag.deleted_at IS NULL
            ORDER BY tag.name_key, tag.id
            """,
            ct, ("@tenant", tenant.Value), ("@ids", ids));
        while (rows.Read())
        {
            tags.Add((rows.GetInt64(0), new TagReference(rows.GetInt64(1), rows.GetString(2), rows.GetString(3))));
        }

        return tags.ToLookup(tag => tag.Lead, tag => tag.Tag);
    }

    private static async Task<Dictionary<long, long>> VersionsAsync(Snapshot snapshot, TenantId tenant, string ids, CancellationToken ct)
    {
        var versions = new Dictionary<long, long>();
        await using var rows = await snapshot.QueryAsync(
            "SELECT id, version FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids))", ct, ("@tenant", tenant.Value), ("@ids", ids));
        while (rows.Read())
        {
            versions.Add(rows.GetInt64(0), rows.GetInt64(1));
        }

        return versions;
    }
}
