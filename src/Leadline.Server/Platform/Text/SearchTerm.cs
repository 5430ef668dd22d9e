namespace Leadline.Platform.Text;

/// <summary>One term of a search: it must occur in a row's search key, or, for part of a phone number, in the phone's digits.</summary>
/// <param name="Text">The folded term.</param>
/// <param name="Digits">For a term that may be part of a phone: its digits without the leading 0 or 00; else null.</param>
public sealed record SearchTerm(string Text, string? Digits)
{
    /// <summary>The fewest characters that the trigram index can look up.</summary>
    private const int Trigram = 3;

    private const string PhonePunctuation = "+＋-‐‑‒–—―−()（）[].／/~";

    /// <summary>True when the trigram index finds the term; a shorter one is looked for in every row.</summary>
    public bool IsIndexed { get; } = IsLong(Text) && (Digits is null || IsLong(Digits));

    /// <summary>The rule itself, for one row.</summary>
    /// <param name="searchKey">The row's search key.</param>
    /// <param name="phoneKey">The row's E.164 digits, if it has a phone.</param>
    public bool Matches(string searchKey, string? phoneKey) =>
        searchKey.Contains(Text, StringComparison.Ordinal) || (Digits is { } digits && phoneKey?.Contains(digits, StringComparison.Ordinal) == true);

    /// <summary>Reads the terms of what a person typed: each once, in a fixed order.</summary>
    public static IReadOnlyList<SearchTerm> Read(string? typed) =>
    [
        .. Folding.Fold(typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(text => new SearchTerm(text, DigitsOf(text))),
    ];

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
