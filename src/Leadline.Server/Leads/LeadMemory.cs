using System.Data.Common;
using Leadline.Platform.Database;
using Microsoft.Extensions.Caching.Memory;

namespace Leadline.Leads;

/// <summary>Which state of a tenant's data a snapshot sees; each number moves with every change, in its transaction.</summary>
/// <param name="Leads">Moves with the tenant's leads.</param>
/// <param name="Settings">Moves with its statuses, sources, members and their names.</param>
/// <param name="Journal">How many entries its journal ever had: moves with every change of the tenant.</param>
/// <param name="Numbered">How many of them have their place in the feed.</param>
public readonly record struct TenantRevisions(long Leads, long Settings, long Journal, long Numbered)
{
    /// <summary>The revisions that a snapshot sees.</summary>
    public static async Task<TenantRevisions> ReadAsync(Snapshot snapshot, TenantId tenant, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            $"SELECT {Columns} FROM tenant_state WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value));
        return await rows.ReadAsync(ct) ? Of(rows) : default;
    }

    /// <summary>The columns of <c>tenant_state</c>, in the order in which <see cref="Of"/> takes them.</summary>
    internal const string Columns = "leads, settings, journal, numbered";

    /// <summary>The revisions in a row, from a column on.</summary>
    internal static TenantRevisions Of(DbDataReader row, int from = 0) =>
        new(row.GetInt64(from), row.GetInt64(from + 1), row.GetInt64(from + 2), row.GetInt64(from + 3));
}

/// <summary>
/// What the process remembers of tenants' leads, always under the revision it was read at: it is used only where it is
/// the truth of the snapshot at hand, whichever process made the last change. Bounded; what is cold goes first.
/// </summary>
/// <param name="database">Tells whether its history parted from what is remembered.</param>
public sealed class LeadMemory(LeadlineDatabase database) : IDisposable
{
    private const long Budget = 48 * 1024 * 1024;

    private long history = database.History;

    private readonly MemoryCache remembered = new(new MemoryCacheOptions { SizeLimit = Budget });

    // Equal searches that come at once are looked up once: the others wait for the first.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>How many leads a tenant must have for its searches to go by a sample.</summary>
    internal long SampledFrom { get; set; } = LeadSample.FewestLeads;

    /// <summary>The directory that is remembered, with its revision; null for none.</summary>
    public Remembered<LeadDirectory>? Directory(TenantId tenant) => Find<LeadDirectory>((tenant, "directory"));

    /// <summary>The counts that are remembered, with their revision; null for none.</summary>
    public Remembered<LeadCounts>? Counts(TenantId tenant, bool byAssignee) => Find<LeadCounts>((tenant, "counts", byAssignee));

    /// <summary>The tenant's directory at the snapshot's revision.</summary>
    public Task<LeadDirectory> DirectoryAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, CancellationToken ct) =>
        GetAsync(snapshot, (tenant, "directory"), at.Settings, () => LeadDirectory.ReadAsync(snapshot, tenant, ct), _ => 16 * 1024);

    /// <summary>The tenant's counts at the snapshot's revision.</summary>
    public Task<LeadCounts> CountsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, bool byAssignee, CancellationToken ct) =>
        GetAsync(snapshot, (tenant, "counts", byAssignee), at.Leads, () => LeadCounts.ReadAsync(snapshot, tenant, byAssignee, ct), counts => counts.Bytes);

    /// <summary>What a search finds at the snapshot's revision.</summary>
    /// <exception cref="OldSnapshotException">Another call, which saw a later state, has found it meanwhile.</exception>
    public Task<LeadHits> HitsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, bool isTrashed, LeadSearch search, long candidates, CancellationToken ct)
    {
        var lookUp = new LeadLookUp(snapshot, tenant, isTrashed, ct);
        return HitsAsync(
            snapshot, tenant, at, (tenant, isTrashed, search.Key),
            async () => await lookUp.FindAsync(search, candidates, await SampleAsync(snapshot, tenant, candidates, ct)),
            ids => lookUp.TestAsync(search, ids),
            ct);
    }

    /// <summary>What passes a condition at the snapshot's revision.</summary>
    /// <exception cref="OldSnapshotException">Another call, which saw a later state, has found it meanwhile.</exception>
    public Task<LeadHits> HitsAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, bool isTrashed, LeadCondition where, string? defaultCountry, CancellationToken ct)
    {
        var lookUp = new LeadLookUp(snapshot, tenant, isTrashed, ct);
        return HitsAsync(
            snapshot, tenant, at, (tenant, isTrashed, where.Key, at.Settings),
            () => lookUp.FindAsync(where, defaultCountry),
            ids => lookUp.TestAsync(where, defaultCountry, ids),
            ct);
    }

    private async Task<LeadHits> HitsAsync(
        Snapshot snapshot, TenantId tenant, TenantRevisions at, object key, Func<Task<LeadHits>> find, Func<IEnumerable<long>, Task<LeadHits>> test, CancellationToken ct)
    {
        var turn = turns[(uint)key.GetHashCode() % turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            return await GetAsync<LeadHits>(
                snapshot, key, at.Journal,
                async known => known?.Revision > at.Journal && !snapshot.IsTentative ? throw new OldSnapshotException()
                    : known is null || known.Revision > at.Journal ? await find() : await RenewAsync(known) ?? await find(),
                hits => hits.Bytes, at.Numbered);
        }
        finally
        {
            turn.Release();
        }

        // What was found before is still true but for the leads that the journal names since.
        async Task<LeadHits?> RenewAsync(Remembered<LeadHits> known)
        {
            if (await LeadChanges.ReadAsync(snapshot, tenant, known.Numbered, at, ct) is not { } changed)
            {
                return null;
            }

            return changed.Count == 0 ? known.Value : known.Value.After(changed, await test(changed));
        }
    }

    // For the order of magnitude instead of a revision: the sample only has to be typical.
    private async Task<LeadSample?> SampleAsync(Snapshot snapshot, TenantId tenant, long leads, CancellationToken ct) =>
        leads < SampledFrom ? null
        : await GetAsync(snapshot, (tenant, "sample", long.Log2(leads)), 0, () => LeadSample.ReadAsync(snapshot, tenant, ct), sample => sample.Bytes);

    /// <inheritdoc />
    public void Dispose()
    {
        remembered.Dispose();
        foreach (var turn in turns)
        {
            turn.Dispose();
        }
    }

    private Task<T> GetAsync<T>(Snapshot snapshot, object key, long revision, Func<Task<T>> read, Func<T, long> size)
        where T : notnull => GetAsync<T>(snapshot, key, revision, _ => read(), size);

    private async Task<T> GetAsync<T>(Snapshot snapshot, object key, long revision, Func<Remembered<T>?, Task<T>> read, Func<T, long> size, long numbered = 0)
        where T : notnull
    {
        var known = Find<T>(key);
        if (known?.Revision == revision)
        {
            return known.Value;
        }

        var value = await read(known);
        if (!snapshot.IsTentative && !(known?.Revision > revision))
        {
            Remember(key, new Remembered<T>(revision, numbered, value), size(value));
        }

        return value;
    }

    /// <summary>Remembers something, about so many bytes large.</summary>
    internal void Remember<T>(object key, Remembered<T> value, long bytes) =>
        remembered.Set(key, value, new MemoryCacheEntryOptions { Size = bytes + 256 });

    /// <summary>Forgets everything.</summary>
    internal void ForgetAll() => remembered.Clear();

    /// <summary>Forgets what is remembered under a key.</summary>
    internal void Forget(object key) => remembered.Remove(key);

    /// <summary>What is remembered under a key; null for nothing.</summary>
    internal Remembered<T>? Find<T>(object key)
    {
        // In another history the same revision may be another state.
        var current = database.History;
        if (Volatile.Read(ref history) != current)
        {
            remembered.Clear();
            Volatile.Write(ref history, current);
        }

        return remembered.TryGetValue(key, out Remembered<T>? known) ? known : null;
    }
}

/// <summary>What was read of a tenant.</summary>
/// <param name="Revision">The revision of what it was read from.</param>
/// <param name="Numbered">How many entries of the journal had their place in the feed.</param>
/// <param name="Value">What was read.</param>
public sealed record Remembered<T>(long Revision, long Numbered, T Value);

/// <summary>Which leads changed between two revisions, as the journal tells it.</summary>
internal static class LeadChanges
{
    private const long MostEntries = 2000;

    /// <summary>The leads whose fields or tags changed.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="tenant">Whose leads.</param>
    /// <param name="after">The place in the feed up to which all is known; entries that had none yet are told again.</param>
    /// <param name="to">What the snapshot sees.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Their ids; null when there are too many changes, or the journal no longer has them all.</returns>
    public static async Task<IReadOnlyCollection<long>?> ReadAsync(Snapshot snapshot, TenantId tenant, long after, TenantRevisions to, CancellationToken ct)
    {
        if (to.Journal < after || to.Journal - after > MostEntries)
        {
            return null;
        }

        var changed = new HashSet<long>();
        var entries = await AddAsync(
            $"SELECT subject_id, subject = 'lead' FROM journal_feed WHERE tenant_id = @tenant AND number > @after ORDER BY number LIMIT {MostEntries}",
            ("@tenant", tenant.Value), ("@after", after));
        if (to.Journal > to.Numbered)
        {
            entries += await AddAsync("""
                SELECT e.subject_id, e.subject = 'lead' FROM journal_arrivals a JOIN journal e ON e.tenant_id = a.tenant_id AND e.id = a.id
                WHERE a.tenant_id = @tenant
                """, ("@tenant", tenant.Value));
        }

        return entries == to.Journal - after ? changed : null;

        async Task<long> AddAsync(string sql, params (string, object)[] parameters)
        {
            var read = 0L;
            await using var rows = await snapshot.QueryAsync(sql, ct, parameters);
            while (rows.Read())
            {
                read++;
                if (rows.GetBoolean(1))
                {
                    changed.Add(rows.GetInt64(0));
                }
            }

            return read;
        }
    }
}
