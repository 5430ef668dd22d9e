using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>
/// A thousand of a tenant's search keys, evenly spread: enough to tell a rare term from a common one, and which of a term's
/// trigrams are rarest. It only chooses the way of a search, so it may be old.
/// </summary>
public sealed class LeadSample
{
    /// <summary>Below this many leads every way is fast, and no sample is worth its reading.</summary>
    public const long FewestLeads = 20_000;

    private const int Size = 1000;
    private const int TrigramsLookedUp = 3;

    // A term that more than one lead in a hundred has is looked up as a whole: testing its candidates would cost more.
    private const int Common = Size / 100;

    private readonly List<(string Text, string? Phone)> keys;

    private LeadSample(List<(string Text, string? Phone)> keys) => this.keys = keys;

    /// <summary>The memory the sample takes, about.</summary>
    public long Bytes => keys.Sum(key => 2L * (key.Text.Length + (key.Phone?.Length ?? 0)) + 80);

    /// <summary>Reads a sample.</summary>
    public static async Task<LeadSample> ReadAsync(Snapshot snapshot, TenantId tenant, CancellationToken ct)
    {
        var (first, last) = (0L, -1L);
        await using (var range = await snapshot.QueryAsync("SELECT min(id), max(id) FROM leads WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value)))
        {
            if (range.Read() && !range.IsDBNull(0))
            {
                (first, last) = (range.GetInt64(0), range.GetInt64(1));
            }
        }

        var keys = new List<(string, string?)>(Size);
        for (var i = 0L; i < Size && first <= last; i++)
        {
            await using var row = await snapshot.QueryAsync(
                "SELECT search_key, phone_key FROM leads WHERE tenant_id = @tenant AND id >= @id ORDER BY id LIMIT 1",
                ct, ("@tenant", tenant.Value), ("@id", first + (last - first) * i / Size));
            if (row.Read())
            {
                keys.Add((row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)));
            }
        }

        return new LeadSample(keys);
    }

    /// <summary>Whether few enough leads have the term for each to be tested.</summary>
    public bool IsRare(SearchTerm term) => keys.Count(key => term.Matches(key.Text, key.Phone)) < Common;

    /// <summary>The rarest trigrams of a text, which every lead that holds it holds, too.</summary>
    public IReadOnlyList<string> RarestTrigrams(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        return
        [
            .. Enumerable.Range(0, runes.Count - 2)
                .Select(at => string.Concat(runes[at], runes[at + 1], runes[at + 2]))
                .Distinct()
                .OrderBy(trigram => keys.Count(key => key.Text.Contains(trigram, StringComparison.Ordinal) || key.Phone?.Contains(trigram, StringComparison.Ordinal) == true))
                .Take(TrigramsLookedUp),
        ];
    }
}
