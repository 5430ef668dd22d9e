using Leadline.Platform.Database;
using Microsoft.Extensions.Caching.Memory;

namespace Leadline.Leads;

/// <summary>Which state of a tenant's data a snapshot sees; each number moves with every change, in its transaction.</summary>
/// <param name="Leads">Moves with the tenant's leads.</param>
/// <param name="Settings">Moves with its statuses, sources, members and their names.</param>
public readonly record struct TenantRevisions(long Leads, long Settings)
{
    /// <summary>The revisions that a snapshot sees.</summary>
    public static async Task<TenantRevisions> ReadAsync(Snapshot snapshot, TenantId tenant, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            "SELECT leads, settings FROM tenant_revisions WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value));
        return await rows.ReadAsync(ct) ? new TenantRevisions(rows.GetInt64(0), rows.GetInt64(1)) : default;
    }
}

/// <summary>
/// What the process remembers of tenants' leads, always under the revision it was read at: it is used only where it is
/// the truth of the snapshot at hand, whichever process made the last change. Bounded; what is cold goes first.
/// </summary>
public sealed class LeadMemory : IDisposable
{
    private const long Budget = 48 * 1024 * 1024;

    private readonly MemoryCache remembered = new(new MemoryCacheOptions { SizeLimit = Budget });

    /// <summary>The tenant's directory at the snapshot's revision.</summary>
    public Task<LeadDirectory> DirectoryAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, CancellationToken ct) =>
        GetAsync((tenant, "directory"), at.Settings, () => LeadDirectory.ReadAsync(snapshot, tenant, ct), _ => 16 * 1024);

    /// <summary>The tenant's counts at the snapshot's revision.</summary>
    public Task<LeadCounts> CountsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, CancellationToken ct) =>
        GetAsync((tenant, "counts"), at.Leads, () => LeadCounts.ReadAsync(snapshot, tenant, ct), _ => 16 * 1024);

    /// <summary>What a search finds at the snapshot's revision.</summary>
    public Task<LeadHits> HitsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, bool isTrashed, LeadSearch search, long candidates, CancellationToken ct) =>
        GetAsync((tenant, isTrashed, search.Key), at.Leads, () => LeadHits.FindAsync(snapshot, tenant, isTrashed, search, candidates, ct), hits => hits.Bytes);

    /// <inheritdoc />
    public void Dispose() => remembered.Dispose();

    private async Task<T> GetAsync<T>(object key, long revision, Func<Task<T>> read, Func<T, long> size)
        where T : notnull
    {
        if (remembered.TryGetValue(key, out Remembered<T>? known) && known?.Revision == revision)
        {
            return known.Value;
        }

        var value = await read();
        remembered.Set(key, new Remembered<T>(revision, value), new MemoryCacheEntryOptions { Size = size(value) + 256 });
        return value;
    }

    private sealed record Remembered<T>(long Revision, T Value);
}
