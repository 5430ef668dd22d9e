using System.Collections.Concurrent;
using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>The ids that a search found, all of them, as a set of bits.</summary>
public sealed class LeadHits
{
    /// <summary>A lead's key in the search index: the tenant above, then a bit for the trash, then the id.</summary>
    private const int TenantShift = 41;
    private const int TrashShift = 40;
    private const long IdMask = (1L << TrashShift) - 1;

    private readonly ConcurrentDictionary<LeadFilter, long> totals = new();
    private long first;
    private ulong[] bits = [];

    private LeadHits()
    {
    }

    /// <summary>How many leads were found.</summary>
    public int Count { get; private set; }

    /// <summary>The memory the set takes.</summary>
    public long Bytes => bits.LongLength * sizeof(ulong);

    /// <summary>Looks a search up. A tenant's part of the index is one range of keys, so no other tenant's is touched.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="tenant">Whose leads.</param>
    /// <param name="isTrashed">The deleted ones, or the living.</param>
    /// <param name="search">What they must hold.</param>
    /// <param name="candidates">How many leads there are to look through.</param>
    /// <param name="sample">Tells what is rare; null where there is too little to choose.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<LeadHits> FindAsync(
        Snapshot snapshot, TenantId tenant, bool isTrashed, LeadSearch search, long candidates, LeadSample? sample, CancellationToken ct)
    {
        var indexed = search.Terms.Where(term => term.IsIndexed).ToList();
        if (sample is not null && indexed.Where(sample.IsRare).ToList() is { Count: > 0 } rare)
        {
            var some = await LookUpAsync(snapshot, tenant, isTrashed, rare.Select(term => MatchOf(term, sample)), ct);
            return await TestAsync(snapshot, tenant, some, search.Terms, ct);
        }

        if (indexed.Count == search.Terms.Count)
        {
            return await LookUpAsync(snapshot, tenant, isTrashed, indexed.Select(MatchOf), ct);
        }

        var few = indexed.Count > 0 ? await LookUpAsync(snapshot, tenant, isTrashed, indexed.Select(MatchOf), ct) : null;
        return few is not null && few.Count < candidates / 4
            ? await TestAsync(snapshot, tenant, few, [.. search.Terms.Where(term => !term.IsIndexed)], ct)
            : await ScanAsync(snapshot, tenant, isTrashed, search.Terms, ct);
    }

    /// <summary>Whether a lead is among the hits.</summary>
    public bool Contains(long id)
    {
        var at = id - first;
        return at >= 0 && (at >> 6) < bits.LongLength && (bits[at >> 6] & (1UL << (int)(at & 63))) != 0;
    }

    /// <summary>How many of the hits pass a filter; counted once for each.</summary>
    public async Task<long> TotalAsync(LeadFilter filter, Func<Task<long>> count)
    {
        if (filter.IsOpen)
        {
            return Count;
        }

        if (!totals.TryGetValue(filter, out var total))
        {
            total = await count();
            if (totals.Count < 1000)
            {
                totals[filter] = total;
            }
        }

        return total;
    }

    /// <summary>All ids, ascending.</summary>
    public IEnumerable<long> Ids()
    {
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                yield return first + ((long)word << 6) + System.Numerics.BitOperations.TrailingZeroCount(left);
            }
        }
    }

    private static async Task<LeadHits> LookUpAsync(
        Snapshot snapshot, TenantId tenant, bool isTrashed, IEnumerable<string> matches, CancellationToken ct)
    {
        var from = (tenant.Value << TenantShift) | ((isTrashed ? 1L : 0L) << TrashShift);
        return await CollectAsync(
            snapshot.QueryAsync(
                "SELECT rowid FROM lead_search WHERE lead_search MATCH @terms AND rowid BETWEEN @from AND @to",
                ct,
                ("@terms", string.Join(" AND ", matches)),
                ("@from", from),
                ("@to", from | IdMask)),
            ct);
    }

    private static async Task<LeadHits> ScanAsync(
        Snapshot snapshot, TenantId tenant, bool isTrashed, IReadOnlyList<SearchTerm> terms, CancellationToken ct) =>
        await CollectAsync(
            snapshot.QueryAsync(
                $"SELECT id FROM leads WHERE tenant_id = @tenant AND +is_deleted = @trashed AND {TestOf(terms.Count)} ORDER BY id",
                ct,
                [("@tenant", tenant.Value), ("@trashed", isTrashed), .. ParametersOf(terms)]),
            ct);

    private static async Task<LeadHits> TestAsync(
        Snapshot snapshot, TenantId tenant, LeadHits some, IReadOnlyList<SearchTerm> terms, CancellationToken ct) =>
        await CollectAsync(
            snapshot.QueryAsync(
                $"SELECT id FROM leads WHERE tenant_id = @tenant AND id IN (SELECT value FROM json_each(@ids)) AND {TestOf(terms.Count)} ORDER BY id",
                ct,
                [("@tenant", tenant.Value), ("@ids", IdList.Of(some.Ids())), .. ParametersOf(terms)]),
            ct);

    // Both columns of the index hold what search_key and phone_key hold; a term is one phrase of trigrams.
    private static string MatchOf(SearchTerm term) =>
        term.Digits is { } digits ? $"(text : {Quoted(term.Text)} OR phone : {Quoted(digits)})" : $"text : {Quoted(term.Text)}";

    // Fewer and shorter lists to merge than the whole phrase has; what is found must still be tested.
    private static string MatchOf(SearchTerm term, LeadSample sample)
    {
        return term.Digits is { } digits ? $"({All("text", term.Text)} OR {All("phone", digits)})" : All("text", term.Text);

        string All(string column, string text) => $"({string.Join(" AND ", sample.RarestTrigrams(text).Select(trigram => $"{column} : {Quoted(trigram)}"))})";
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string TestOf(int terms) => string.Join(
        " AND ", Enumerable.Range(0, terms).Select(i => $"(instr(search_key, @text{i}) > 0 OR instr(phone_key, @digits{i}) > 0)"));

    private static IEnumerable<(string Name, object Value)> ParametersOf(IReadOnlyList<SearchTerm> terms)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            yield return ($"@text{i}", terms[i].Text);
            yield return ($"@digits{i}", (object?)terms[i].Digits ?? DBNull.Value);
        }
    }

    private static async Task<LeadHits> CollectAsync(Task<System.Data.Common.DbDataReader> query, CancellationToken ct)
    {
        var hits = new LeadHits();
        await using var rows = await query;
        while (rows.Read())
        {
            hits.Add(rows.GetInt64(0) & IdMask);
            ct.ThrowIfCancellationRequested();
        }

        return hits;
    }

    // Ids come in ascending order.
    private void Add(long id)
    {
        if (Count == 0)
        {
            first = id;
        }

        var word = (id - first) >> 6;
        if (word >= bits.LongLength)
        {
            Array.Resize(ref bits, (int)Math.Max(word + 1, bits.LongLength * 2));
        }

        bits[word] |= 1UL << (int)((id - first) & 63);
        Count++;
    }
}

/// <summary>A list of ids as one parameter.</summary>
internal static class IdList
{
    /// <summary>The ids as a JSON array.</summary>
    public static string Of(IEnumerable<long> ids) => $"[{string.Join(',', ids)}]";
}
