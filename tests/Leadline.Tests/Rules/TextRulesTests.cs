using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Leadline.Tests.Rules;

/// <summary>The texts of the page: each is translated, with the same places for values, and none is left over.</summary>
public sealed partial class TextRulesTests
{
    private static readonly Dictionary<string, string> Turkish = XDocument.Parse(Repository.Read("src/Leadline.Web/Texts.tr.resx")).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static readonly string Sources = SourcesOf("src/Leadline.Web");

    [Fact]
    public void Every_text_is_there_in_Turkish()
    {
        var used = Used().Matches(Sources).Select(text => text.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal)).Distinct().ToList();

        Assert.True(used.Count > 100);
        Assert.DoesNotContain(used, text => !Turkish.ContainsKey(text));
    }

    // Some are sentences of the server, which the page shows in the person's language.
    [Fact]
    public void No_translation_is_left_over()
    {
        var all = SourcesOf("src");
        Assert.DoesNotContain(Turkish.Keys, text => !all.Contains($"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", StringComparison.Ordinal));
    }

    // Resources are told apart without regard to case, and the second of two is lost.
    [Fact]
    public void No_two_texts_differ_by_case_alone() =>
        Assert.Equal(Turkish.Count, Turkish.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Translations_have_the_same_places_for_values() =>
        Assert.All(Turkish, text => Assert.Equal(Places(text.Key), Places(text.Value)));

    private static string SourcesOf(string folder) => string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(place => place.Value).Distinct().Order();

    [GeneratedRegex("""\b(?:T|texts|format)\["((?:[^"\\]|\\.)*)"[\],]""")]
    private static partial Regex Used();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();
}
