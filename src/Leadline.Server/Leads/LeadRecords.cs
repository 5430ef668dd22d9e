using System.Security.Cryptography;
using System.Text;
using Leadline.Journal;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>Single leads as the published resource, read in a snapshot or within a change.</summary>
public sealed class LeadRecords(LeadlineDatabase database, LeadMemory memory)
{
    private const string Sql = $"SELECT {LeadRow.Columns}, version FROM leads WHERE tenant_id = @tenant AND id = @id";

    /// <summary>Finds a lead, deleted or not; null for none that is seen.</summary>
    /// <param name="view">Whose lead, as somebody sees it.</param>
    /// <param name="id">Its number.</param>
    /// <param name="fields">The fields to select; null for those of the published page.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<ShownLead?> FindAsync(TenantView view, long id, LeadFieldNames? fields, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(view.Tenant, ct);
        if (fields is null || await FindAsync(snapshot, view, id, ct) is not { } found)
        {
            return await FindAsync(snapshot, view, id, ct);
        }

        // Tags come and go without the lead's version.
        var at = await TenantRevisions.ReadAsync(snapshot, view.Tenant, ct);
        var selected = (await LeadExtras.SelectAsync(snapshot, view.Tenant, [found.Lead], fields, ct))[0];
        return found with { Selected = selected, ETag = fields.HaveTags ? RecordTag.Of(selected.Version, at.Settings, Shown(selected.Tags)) : found.ETag };
    }

    /// <summary>A lead as the change at hand leaves it, even where that hands it over to somebody else.</summary>
    public Task<ShownLead> ShowAsync(TenantWrite write, Lead lead) => ShowAsync(write, lead.Id);

    /// <summary>A lead as the change at hand leaves it.</summary>
    public async Task<ShownLead> ShowAsync(TenantWrite write, long id)
    {
        write.Shows("lead", id);
        return await FindAsync(write.Snapshot, write.Tenant.Whole, id, CancellationToken.None)
            ?? throw new InvalidOperationException($"The lead {id} is not saved.");
    }

    private async Task<ShownLead?> FindAsync(Snapshot snapshot, TenantView view, long id, CancellationToken ct)
    {
        var at = await TenantRevisions.ReadAsync(snapshot, view.Tenant, ct);
        var directory = await memory.DirectoryAsync(snapshot, view.Tenant, at, ct);
        await using var rows = await snapshot.QueryAsync(
            $"{Sql}{view.Sees.Sql("assigned_user_id")}", ct, [("@tenant", view.Tenant.Value), ("@id", id), .. view.Sees.Parameters()]);
        return rows.Read() ? new ShownLead(LeadRow.Read(rows, directory), RecordTag.Of(rows.GetInt64(LeadRow.Count), at.Settings)) : null;
    }

    // A number that differs when what is shown of the tags does.
    private static long Shown(IReadOnlyList<TagReference> tags) => tags.Aggregate(
        0L, (shown, tag) => unchecked((((shown * 31) + tag.Id) * 31) + BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{tag.Name} {tag.Color}"))))) & long.MaxValue;
}

/// <summary>A lead with its entity tag.</summary>
/// <param name="Lead">The published resource.</param>
/// <param name="ETag">The tag, with its quotes.</param>
public sealed record ShownLead(LeadResource Lead, string ETag)
{
    /// <summary>The lead with the fields that were asked for; null for those of the published page.</summary>
    public SelectedLead? Selected { get; init; }
}
