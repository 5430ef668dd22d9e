using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>
/// A thousand of a tenant's search keys, evenly spread: enough to tell a rare term from a common one, and which of a term's
/// trigrams, or which part of it, is rarest. It only chooses the way of a search, so it may be old.
/// </summary>
public sealed class LeadSample
{
    /// <summary>Below this many leads every way is fast, and no sample is worth its reading.</summary>
    public const long FewestLeads = 20_000;

    private const int Size = 1000;
    private const int Trigram = 3;
    private const int TrigramsLookedUp = 3;

    // As many as leave of a million leads about one, where each of its trigrams is in one lead of a hundred.
    private const int PartLength = 6;

    // A term that more than one lead in a hundred has is looked up as a whole: testing its candidates would cost more.
    private const int Common = Size / 100;

    private readonly List<(string Text, string? Phone)> keys;
    private readonly Dictionary<string, int> trigramsOfWords;

    private LeadSample(List<(string Text, string? Phone)> keys, bool isForWords)
    {
        this.keys = keys;
        trigramsOfWords = keys
            .SelectMany(key => isForWords ? TrigramsOfWords($"%{key.Text}%{key.Phone}%").Distinct() : [])
            .CountBy(trigram => trigram)
            .ToDictionary();
    }

    /// <summary>The memory the sample takes, about.</summary>
    public long Bytes => keys.Sum(key => 2L * (key.Text.Length + (key.Phone?.Length ?? 0)) + 80) + (trigramsOfWords.Count * 64L);

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
        var places = Enumerable.Range(0, first <= last ? Size : 0).Select(i => first + (last - first) * i / Size);
        await using var rows = await snapshot.QueryAsync(
            """
            SELECT search_key, phone_key
            FROM (SELECT DISTINCT (SELECT min(id) FROM leads WHERE tenant_id = @tenant AND id >= place.value) AS id FROM json_each(@places) place) chosen
            JOIN leads lead ON lead.tenant_id = @tenant AND lead.id = chosen.id
            """,
            ct, ("@tenant", tenant.Value), ("@places", IdList.Of(places)));
        while (await rows.ReadAsync(ct))
        {
            keys.Add((rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1)));
        }

        return new LeadSample(keys, isForWords: !snapshot.IsSqlite);
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
                .OrderBy(Holding)
                .Take(TrigramsLookedUp),
        ];
    }

    /// <summary>
    /// A part of a text that next to no other lead holds, for PostgreSQL's index, which has to merge the lists of all trigrams that it is asked for;
    /// the text itself where no part is so rare.
    /// </summary>
    public string RarestPart(string text)
    {
        var letters = Enumerable.Range(0, text.Length).Where(at => char.IsLetterOrDigit(text[at])).ToList();
        return Enumerable.Range(0, Math.Max(0, letters.Count - PartLength + 1))
            .Select(first => text[letters[first]..(letters[first + PartLength - 1] + 1)])
            .OrderByDescending(part => part.Count(char.IsAsciiDigit)) // digits stand beside one another in every way, letters as names have them
            .ThenBy(part => TrigramsOfWords(part).Sum(trigram => Math.Log((1.0 + trigramsOfWords.GetValueOrDefault(trigram)) / Size)))
            .FirstOrDefault(part => Holding(part) <= 1) ?? text;
    }

    // How many of the sample hold a text.
    private int Holding(string text) =>
        keys.Count(key => key.Text.Contains(text, StringComparison.Ordinal) || key.Phone?.Contains(text, StringComparison.Ordinal) == true);

    // As pg_trgm has them: of words alone, each with two blanks before it and one after; not at an end where the text may go on.
    private static IEnumerable<string> TrigramsOfWords(string text)
    {
        var words = string.Concat(text.Select(letter => char.IsLetterOrDigit(letter) ? $"{letter}" : "\n")).Split('\n');
        return words.SelectMany((word, i) => word.Length == 0 ? [] : TrigramsOf($"{(i > 0 ? "  " : "")}{word}{(i < words.Length - 1 ? " " : "")}"));
    }

    private static IEnumerable<string> TrigramsOf(string text) => Enumerable.Range(0, Math.Max(0, text.Length - Trigram + 1)).Select(at => text.Substring(at, Trigram));
}
