using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>
/// What a search asks: every term must occur somewhere in a lead's names, e-mail, phone or external id, whatever the case or accents;
/// a term of digits and phone punctuation may also occur in the phone's E.164 digits.
/// </summary>
public sealed class LeadSearch
{
    /// <summary>Stands between the fields of a search key. A blank, so no term can reach from one field into the next.</summary>
    public const char FieldSeparator = '\n';

    private LeadSearch(IReadOnlyList<SearchTerm> terms) => Terms = terms;

    /// <summary>The terms, each once, in a fixed order.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; }

    /// <summary>The same text for every search that asks the same.</summary>
    public string Key => string.Join(' ', Terms.Select(term => term.Text));

    /// <summary>Reads what a person typed.</summary>
    /// <returns>The search; null when it asks nothing.</returns>
    public static LeadSearch? Parse(string? typed)
    {
        var terms = Folding.Fold(typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(SearchTerm.Of)
            .ToList();
        return terms.Count > 0 ? new LeadSearch(terms) : null;
    }

    /// <summary>The rule itself, for one lead.</summary>
    /// <param name="searchKey">The lead's search key.</param>
    /// <param name="phoneKey">The lead's E.164 digits, if it has a phone.</param>
    public bool Matches(string searchKey, string? phoneKey) => Terms.All(term => term.Matches(searchKey, phoneKey));
}

/// <summary>One term of a search.</summary>
/// <param name="Text">The folded term.</param>
/// <param name="Digits">For a term that may be part of a phone: its digits without the leading 0 or 00; else null.</param>
public sealed record SearchTerm(string Text, string? Digits)
{
    /// <summary>The fewest characters that the trigram index can look up.</summary>
    private const int Trigram = 3;

    private const string PhonePunctuation = "+＋-‐‑‒–—―−()（）[].／/~";

    /// <summary>True when the trigram index finds the term; a shorter one is looked for in every lead.</summary>
    public bool IsIndexed { get; } = IsLong(Text) && (Digits is null || IsLong(Digits));

    /// <summary>The rule itself, for one lead.</summary>
    /// <param name="searchKey">The lead's search key.</param>
    /// <param name="phoneKey">The lead's E.164 digits, if it has a phone.</param>
    public bool Matches(string searchKey, string? phoneKey) =>
        searchKey.Contains(Text, StringComparison.Ordinal) || (Digits is { } digits && phoneKey?.Contains(digits, StringComparison.Ordinal) == true);

    /// <summary>Reads a folded term.</summary>
    public static SearchTerm Of(string text) => new(text, DigitsOf(text));

    private static string? DigitsOf(string text)
    {
        if (!text.All(letter => char.IsDigit(letter) || PhonePunctuation.Contains(letter, StringComparison.Ordinal)))
        {
            return null;
        }

        var digits = PhoneDigits.DigitsIn(text);
        var significant = digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..]
            : digits.StartsWith('0') ? digits[1..]
            : digits;
        return significant.Length > 0 ? significant : null;
    }

    private static bool IsLong(string text) => text.EnumerateRunes().Take(Trigram).Count() == Trigram;
}
