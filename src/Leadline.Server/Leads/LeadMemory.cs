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

    // Equal searches that come at once are looked up once: the others wait for the first.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>How many leads a tenant must have for its searches to go by a sample.</summary>
    internal long SampledFrom { get; set; } = LeadSample.FewestLeads;

    /// <summary>The tenant's directory at the snapshot's revision.</summary>
    public Task<LeadDirectory> DirectoryAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, CancellationToken ct) =>
        GetAsync(snapshot, (tenant, "directory"), at.Settings, () => LeadDirectory.ReadAsync(snapshot, tenant, ct), _ => 16 * 1024);

    /// <summary>The tenant's counts at the snapshot's revision.</summary>
    public Task<LeadCounts> CountsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, CancellationToken ct) =>
        GetAsync(snapshot, (tenant, "counts"), at.Leads, () => LeadCounts.ReadAsync(snapshot, tenant, ct), _ => 16 * 1024);

    /// <summary>What a search finds at the snapshot's revision.</summary>
    public async Task<LeadHits> HitsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, bool isTrashed, LeadSearch search, long candidates, CancellationToken ct)
    {
        var key = (tenant, isTrashed, search.Key);
        var turn = turns[(uint)key.GetHashCode() % turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            return await GetAsync(
                snapshot,
                key,
                at.Leads,
                async () => await LeadHits.FindAsync(snapshot, tenant, isTrashed, search, candidates, await SampleAsync(snapshot, tenant, candidates, ct), ct),
                hits => hits.Bytes);
        }
        finally
        {
            turn.Release();
        }
    }

    // Under the order of magnitude of the tenant instead of a revision: the sample only has to be typical.
    private async Task<LeadSample?> SampleAsync(Snapshot snapshot, TenantId tenant, long leads, CancellationToken ct) =>
        leads < SampledFrom ? null
        : await GetAsync(snapshot, (tenant, "sample"), long.Log2(leads), () => LeadSample.ReadAsync(snapshot, tenant, ct), sample => sample.Bytes);

    /// <inheritdoc />
    public void Dispose()
    {
        remembered.Dispose();
        foreach (var turn in turns)
        {
            turn.Dispose();
        }
    }

    private async Task<T> GetAsync<T>(Snapshot snapshot, object key, long revision, Func<Task<T>> read, Func<T, long> size)
        where T : notnull
    {
        if (remembered.TryGetValue(key, out Remembered<T>? known) && known?.Revision == revision)
        {
            return known.Value;
        }

        var value = await read();
        if (!snapshot.IsTentative)
        {
            remembered.Set(key, new Remembered<T>(revision, value), new MemoryCacheEntryOptions { Size = size(value) + 256 });
        }

        return value;
    }

    private sealed record Remembered<T>(long Revision, T Value);
}
