using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Leadline.Platform.Text;

/// <summary>
/// Folds text the one way in which Leadline searches and sorts: Unicode full case folding, without the accents of Latin
/// and Greek letters, and with ı ø ł đ æ œ and their like as plain letters. The result is compared as plain bytes.
/// </summary>
public static class Folding
{
    // Letters that no decomposition takes apart, as people type them on a keyboard without them.
    private static readonly FrozenDictionary<int, string> PlainLetters = new Dictionary<int, string>
    {
        ['ı'] = "i", ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ð'] = "d", ['ħ'] = "h", ['ŧ'] = "t", ['ŋ'] = "n", ['ĸ'] = "k",
        ['æ'] = "ae", ['œ'] = "oe", ['þ'] = "th", ['ɨ'] = "i", ['ƀ'] = "b", ['ɓ'] = "b", ['ƈ'] = "c", ['ɖ'] = "d", ['ɗ'] = "d",
        ['ɛ'] = "e", ['ə'] = "e", ['ǝ'] = "e", ['ƒ'] = "f", ['ɠ'] = "g", ['ƙ'] = "k", ['ƚ'] = "l", ['ɲ'] = "n", ['ƞ'] = "n",
        ['ɔ'] = "o", ['ɵ'] = "o", ['ƥ'] = "p", ['ƭ'] = "t", ['ʈ'] = "t", ['ʉ'] = "u", ['ʋ'] = "v", ['ƴ'] = "y", ['ƶ'] = "z",
        ['ȷ'] = "j", ['ĳ'] = "ij", ['ŀ'] = "l", ['ŉ'] = "n", ['ǆ'] = "dz", ['ǉ'] = "lj", ['ǌ'] = "nj", ['ǳ'] = "dz",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, string> CaseFolding = ReadCaseFolding();

    private static readonly SearchValues<char> NotNormalizable = SearchValues.Create([.. Enumerable.Range(0xD800, 0x800).Select(unit => (char)unit), '\uFFFE']);

    /// <summary>The folded text; blanks and punctuation stay.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length + 8);
        var afterPlainBase = false;
        foreach (var rune in Normalizable(text).Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (IsMark(rune))
            {
                if (!afterPlainBase)
                {
                    folded.Append(rune);
                }

                continue;
            }

            afterPlainBase = IsLatinOrGreek(rune.Value);
            foreach (var letter in CaseFolding.GetValueOrDefault(rune.Value, rune.ToString()).Normalize(NormalizationForm.FormD).EnumerateRunes())
            {
                if (!(afterPlainBase && IsMark(letter)))
                {
                    folded.Append(PlainLetters.GetValueOrDefault(letter.Value, letter.ToString()));
                }
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The folded text without blanks at its ends; null when nothing is left, which sorts last.</summary>
    public static string? SortKey(string? text) =>
        text is null || Fold(text).Trim() is not { Length: > 0 } key ? null : key;

    /// <summary>Refuses to work where the runtime cannot take accents apart.</summary>
    /// <exception cref="SetupException">Globalization is invariant, or its library is missing.</exception>
    public static void Demand()
    {
        if ("é".Normalize(NormalizationForm.FormD).Length != 2)
        {
            throw new SetupException("Text cannot be folded without ICU; install it (Debian: libicu72) and leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset.");
        }
    }

    // Lone surrogates and U+FFFE are no characters, and .NET refuses to normalize them.
    private static string Normalizable(string text) =>
        text.AsSpan().IndexOfAny(NotNormalizable) < 0 ? text : string.Concat(text.Replace('\uFFFE', '\uFFFD').EnumerateRunes());

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsLatinOrGreek(int letter) => letter is
        (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or 0xAA or 0xB5 or 0xBA
        or (>= 0xC0 and <= 0x2AF and not 0xD7 and not 0xF7)
        or (>= 0x370 and <= 0x3FF)
        or (>= 0x1D00 and <= 0x1DBF)
        or (>= 0x1E00 and <= 0x1FFF)
        or (>= 0x2C60 and <= 0x2C7F)
        or (>= 0xA720 and <= 0xA7FF)
        or (>= 0xAB30 and <= 0xAB6F)
        or (>= 0xFB00 and <= 0xFB06)
        or (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A);

    private static FrozenDictionary<int, string> ReadCaseFolding()
    {
        using var resource = typeof(Folding).Assembly.GetManifestResourceStream("CaseFolding.txt")
            ?? throw new InvalidOperationException("The case folding table is missing from the assembly.");
        using var lines = new StreamReader(resource);
        var table = new Dictionary<int, string>();
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var points = line.Split(' ').Select(point => int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            table[points[0]] = string.Concat(points.Skip(1).Select(char.ConvertFromUtf32));
        }

        return table.ToFrozenDictionary();
    }
}
