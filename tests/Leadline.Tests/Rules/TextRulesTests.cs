using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Leadline.Tests.Rules;

/// <summary>The texts of the web page, and of the pages that the server draws itself: each is translated, with the same places for values, and none is left over.</summary>
public sealed partial class TextRulesTests
{
    public static readonly TheoryData<string, string> Pages = new()
    {
        { "src/Leadline.Web", "src/Leadline.Web/Texts.tr.resx" },
        { "src/Leadline.Server", "src/Leadline.Server/Platform/Pages/PageTexts.tr.resx" },
    };

    public static readonly TheoryData<string> Translations = ["src/Leadline.Web/Texts.tr.resx", "src/Leadline.Web/Refusals.tr.resx", "src/Leadline.Server/Platform/Pages/PageTexts.tr.resx"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_text_is_there_in_Turkish(string folder, string translations)
    {
        var turkish = TurkishOf(translations);
        var used = Used().Matches(SourcesOf(folder)).Select(text => text.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal)).Distinct().ToList();

        Assert.True(used.Count > 100);
        Assert.DoesNotContain(used, text => !turkish.ContainsKey(text));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_translation_is_left_over(string folder, string translations)
    {
        var all = SourcesOf(folder);
        Assert.DoesNotContain(TurkishOf(translations).Keys, text => !all.Contains($"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", StringComparison.Ordinal));
    }

    // Resources are told apart without regard to case, and the second of two is lost.
    [Theory]
    [MemberData(nameof(Translations))]
    public void No_two_texts_differ_by_case_alone(string translations)
    {
        var turkish = TurkishOf(translations);
        Assert.Equal(turkish.Count, turkish.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    // A refusal may leave out what Turkish does not need.
    [Theory]
    [MemberData(nameof(Translations))]
    public void Translations_have_the_same_places_for_values(string translations) => Assert.All(TurkishOf(translations), text =>
    {
        Assert.Empty(Places(text.Value).Except(Places(text.Key)));
        Assert.True(translations.Contains("Refusals", StringComparison.Ordinal) || Places(text.Value).SequenceEqual(Places(text.Key)), text.Key);
    });

    // What a page of the server says stands in it as a text to be translated, whether between tags or in what is read to people.
    [Fact]
    public void Nothing_on_a_page_of_the_server_is_said_in_English_alone()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Leadline.Server"), "*.razor", SearchOption.AllDirectories).ToList();

        Assert.True(pages.Count > 30);
        Assert.All(pages, page => Assert.Empty(Bare().Matches(Markup(File.ReadAllText(page))).Select(text => text.Value).Except(["Leadline", "X-Tenant: "])));
    }

    private static Dictionary<string, string> TurkishOf(string file) => XDocument.Parse(Repository.Read(file)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static string SourcesOf(string folder) => string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText));

    private static string Markup(string page) => page.Split("\n@code", 2)[0];

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(place => place.Value).Distinct().Order();

    [GeneratedRegex("""\b(?:T|texts|format)\["((?:[^"\\]|\\.)*)"[\],]""")]
    private static partial Regex Used();

    [GeneratedRegex("""(?<=<[a-z][^<>]*>|</[a-z]+>)[^<>@{}\n]*[A-Za-z]{3}[^<>@{}\n]*(?=[<@])|\b(?:Title|Label|Hint|Notice|aria-label|data-failure|placeholder|alt)="[A-Za-z][^"]*["]""")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();
}
