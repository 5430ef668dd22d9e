using System.Collections.Concurrent;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace Leadline.Web;

/// <summary>
/// What the API says when it refuses, in the person's language. The API speaks English: its sentences, the rules they are made of, and the
/// names of fields and records in them are the keys of <c>Refusals.tr.resx</c>, with <c>{0}</c> in place of what varies. A sentence that is
/// not known stays as it is.
/// </summary>
public static partial class Refusals
{
    private static readonly ResourceManager Translations = new("Leadline.Web.Refusals", typeof(Refusals).Assembly);
    private static readonly ConcurrentDictionary<CultureInfo, Phrases?> Known = new();

    private static Phrases? Spoken => Known.GetOrAdd(CultureInfo.CurrentUICulture, Phrases.Of);

    /// <summary>A sentence.</summary>
    public static string Of(string sentence) => Spoken?.Sentence(sentence) ?? sentence;

    /// <summary>What is wrong with one field; null for nothing.</summary>
    public static string? Of(IReadOnlyDictionary<string, IReadOnlyList<string>> errors, string field) =>
        errors.TryGetValue(field, out var sentences) ? string.Join(' ', sentences.Select(Of)) : null;

    /// <summary>A rule, as it stands after the name of what breaks it.</summary>
    public static string OfRule(string rule) => Spoken?.Phrase(rule) ?? rule;

    [GeneratedRegex(@"\\\{(\d+)}")]
    private static partial Regex Place();

    [GeneratedRegex(@"^The (?:field|parameter) (\S+) (.+)\.$", RegexOptions.Singleline)]
    private static partial Regex OfField();

    // All that is known in one language; those with values in them from the longest to the shortest, which fits more.
    private sealed class Phrases(CultureInfo language, Dictionary<string, string> fixedOnes, IReadOnlyList<(Regex Form, string Translation)> forms)
    {
        private const string Wrapper = "The field {0} {1}.";

        public static Phrases? Of(CultureInfo language)
        {
            if (Translations.GetResourceSet(language, createIfNotExists: true, tryParents: true) is not { } set)
            {
                return null;
            }

            var all = set.Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string)(entry.Value ?? ""), StringComparer.Ordinal);
            return all.Count == 0 ? null : new Phrases(
                language, all,
                [.. all.Where(entry => entry.Key != Wrapper && entry.Key.Contains("{0}", StringComparison.Ordinal)).OrderByDescending(entry => entry.Key.Length)
                    .Select(entry => (new Regex($"^{Place().Replace(Regex.Escape(entry.Key), "(?<v$1>.*?)")}$", RegexOptions.Singleline | RegexOptions.CultureInvariant), entry.Value))]);
        }

        public string? Sentence(string sentence)
        {
            if (Phrase(sentence) is { } phrase)
            {
                return phrase;
            }

            return OfField().Match(sentence) is { Success: true } match && Phrase(match.Groups[2].Value) is { } rule
                ? string.Format(language, fixedOnes[Wrapper], Begun(NameOf(match.Groups[1].Value)), rule)
                : null;
        }

        public string? Phrase(string text)
        {
            if (fixedOnes.TryGetValue(text, out var translation))
            {
                return translation;
            }

            foreach (var (form, pattern) in forms)
            {
                if (form.Match(text) is { Success: true } match)
                {
                    return string.Format(language, pattern, [.. Enumerable.Range(0, match.Groups.Count - 1).Select(place => (object)(Phrase(match.Groups[$"v{place}"].Value) ?? match.Groups[$"v{place}"].Value))]);
                }
            }

            return null;
        }

        // Of a field within another one, the name of the inner one.
        private string NameOf(string field) => fixedOnes.GetValueOrDefault(field) ?? fixedOnes.GetValueOrDefault(field[(field.LastIndexOf('.') + 1)..]) ?? field;

        private string Begun(string name) => $"{language.TextInfo.ToUpper(name[0])}{name[1..]}";
    }
}
