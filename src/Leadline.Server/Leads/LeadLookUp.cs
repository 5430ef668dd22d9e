using System.Numerics;
using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>Looks leads up in one snapshot: those that hold a search, or pass a condition.</summary>
/// <param name="snapshot">Where to look.</param>
/// <param name="tenant">Whose leads.</param>
/// <param name="isTrashed">The deleted ones, or the living.</param>
/// <param name="ct">Gives up.</param>
internal sealed class LeadLookUp(Snapshot snapshot, TenantId tenant, bool isTrashed, CancellationToken ct)
{
    /// <summary>A lead's key in the search index: the tenant above, then a bit for the trash, then the id.</summary>
    private const int TenantShift = 41;
    private const int TrashShift = 40;
    private const long IdMask = (1L << TrashShift) - 1;

    private List<(string, object)> Scope => [("@tenant", tenant.Value), ("@trashed", isTrashed)];

    /// <summary>The leads that hold a search. A tenant's part of the index is one range of keys, so no other tenant's is touched.</summary>
    /// <param name="search">What they must hold.</param>
    /// <param name="candidates">How many leads there are to look through.</param>
    /// <param name="sample">Tells what is rare; null where there is too little to choose.</param>
    public async Task<LeadHits> FindAsync(LeadSearch search, long candidates, LeadSample? sample)
    {
        if (!snapshot.IsSqlite)
        {
            return await SearchAsync(search.Terms, sample);
        }

        var indexed = search.Terms.Where(term => term.IsIndexed).ToList();
        if (sample is not null && indexed.Where(sample.IsRare).ToList() is { Count: > 0 } rare)
        {
            return await TestAsync(search.Terms, (await MatchAsync(rare.Select(term => MatchOf(term, sample)))).Ids());
        }

        if (indexed.Count == search.Terms.Count)
        {
            return await MatchAsync(indexed.Select(MatchOf));
        }

        var few = indexed.Count > 0 ? await MatchAsync(indexed.Select(MatchOf)) : null;
        return few is not null && few.Count < candidates / 4
            ? await TestAsync([.. search.Terms.Where(term => !term.IsIndexed)], few.Ids())
            : await ScanAsync(search.Terms);
    }

    /// <summary>The leads that pass a condition.</summary>
    /// <param name="where">The condition.</param>
    /// <param name="defaultCountry">The tenant's country for phone numbers typed without one.</param>
    public async Task<LeadHits> FindAsync(LeadCondition where, string? defaultCountry)
    {
        if (where.Alternatives.Length > 0)
        {
            var either = LeadHits.Of([]);
            foreach (var alternative in where.Alternatives)
            {
                either = either.Or(await FindAsync(alternative, defaultCountry));
            }

            return either;
        }

        var parameters = Scope;
        var test = where.Bind(defaultCountry, parameters);
        var (from, trash) = where.Index is { Length: > 0 } index ? ($"leads INDEXED BY {index}", "is_deleted") : ("leads", "+is_deleted");
        return await CollectAsync(snapshot.QueryOnceAsync($"SELECT id FROM {from} WHERE tenant_id = @tenant AND {trash} = @trashed{test}", ct, [.. parameters]));
    }

    /// <summary>Those of some leads that hold a search.</summary>
    public Task<LeadHits> TestAsync(LeadSearch search, IEnumerable<long> ids) => TestAsync(search.Terms, ids);

    /// <summary>Those of some leads that pass a condition.</summary>
    public Task<LeadHits> TestAsync(LeadCondition where, string? defaultCountry, IEnumerable<long> ids)
    {
        List<(string, object)> parameters = [.. Scope, ("@ids", IdList.Of(ids))];
        var test = where.Bind(defaultCountry, parameters);
        return CollectAsync(snapshot.QueryOnceAsync($"{SomeSql}{test}", ct, [.. parameters]));
    }

    // The plus keeps the planner from a walk of an index: the ids lead to the rows.
    private const string SomeSql =
        "SELECT id FROM leads WHERE tenant_id = @tenant AND +is_deleted = @trashed AND id IN (SELECT value FROM json_each(@ids))";

    private Task<LeadHits> TestAsync(IReadOnlyList<SearchTerm> terms, IEnumerable<long> ids) => CollectAsync(
        snapshot.QueryAsync($"{SomeSql}{TestOf(terms.Count)}", ct, [.. Scope, ("@ids", IdList.Of(ids)), .. ParametersOf(terms)]));

    private Task<LeadHits> ScanAsync(IReadOnlyList<SearchTerm> terms) => CollectAsync(
        snapshot.QueryAsync($"SELECT id FROM leads WHERE tenant_id = @tenant AND +is_deleted = @trashed{TestOf(terms.Count)}", ct, [.. Scope, .. ParametersOf(terms)]));

    // PostgreSQL's own planner chooses between its index and a walk through the tenant's texts. Its index is asked for a part of each term, and what that
    // finds is tested for the whole.
    private async Task<LeadHits> SearchAsync(IReadOnlyList<SearchTerm> terms, LeadSample? sample)
    {
        const int WordBits = 32;
        var ids = new List<long>();
        await using var rows = await snapshot.QueryAsync(
            "SELECT word, bits FROM search_leads(@trashed, @texts, @digits, @text_parts, @digit_parts)",
            ct,
            ("@trashed", isTrashed),
            ("@texts", terms.Select(term => term.Text).ToArray()),
            ("@digits", terms.Select(term => term.Digits).ToArray()),
            ("@text_parts", terms.Select(term => PartOf(term.Text)).ToArray()),
            ("@digit_parts", terms.Select(term => PartOf(term.Digits)).ToArray()));
        while (await rows.ReadAsync(ct))
        {
            var first = rows.GetInt64(0) * WordBits;
            for (var left = (ulong)rows.GetInt64(1); left != 0; left &= left - 1)
            {
                ids.Add(first + BitOperations.TrailingZeroCount(left));
            }
        }

        return LeadHits.Of(ids);

        string? PartOf(string? text) => text is null || sample is null ? text : sample.RarestPart(text);
    }

    private async Task<LeadHits> MatchAsync(IEnumerable<string> matches)
    {
        var from = (tenant.Value << TenantShift) | ((isTrashed ? 1L : 0L) << TrashShift);
        return await CollectAsync(snapshot.QueryAsync(
            "SELECT rowid FROM lead_search WHERE lead_search MATCH @terms AND rowid BETWEEN @from AND @to",
            ct,
            ("@terms", string.Join(" AND ", matches)),
            ("@from", from),
            ("@to", from | IdMask)));
    }

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

    private static string TestOf(int terms) => string.Concat(
        Enumerable.Range(0, terms).Select(i => $" AND (instr(search_key, @text{i}) > 0 OR instr(phone_key, @digits{i}) > 0)"));

    private static IEnumerable<(string Name, object Value)> ParametersOf(IReadOnlyList<SearchTerm> terms)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            yield return ($"@text{i}", terms[i].Text);
            yield return ($"@digits{i}", (object?)terms[i].Digits ?? DBNull.Value);
        }
    }

    private async Task<LeadHits> CollectAsync(Task<System.Data.Common.DbDataReader> query)
    {
        var ids = new List<long>();
        await using var rows = await query;
        while (rows.Read())
        {
            ids.Add(rows.GetInt64(0) & IdMask);
            ct.ThrowIfCancellationRequested();
        }

        return LeadHits.Of(ids);
    }
}
