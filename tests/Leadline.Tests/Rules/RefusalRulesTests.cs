using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Leadline.Web;

namespace Leadline.Tests.Rules;

/// <summary>What the API says when it refuses: the page can say every sentence of it in Turkish.</summary>
public sealed partial class RefusalRulesTests
{
    // Nothing there is said by the API: commands, letters, pages with texts of their own, and what only apps are told.
    private static readonly string[] Elsewhere =
        ["Leads/VerifyLeads.cs", "Leads/Seeding/", "Mail/", "OAuth/", "Operations/", "Platform/Cli/", "Platform/Database/", "Platform/Pages/", "Platform/Http/NulRule.cs", "Platform/Http/ApiDescription.cs", "Sessions/", "WebApp/"];

    private static readonly IReadOnlyList<CodeText> Refused = [.. SourcesOfTheApi().SelectMany(CodeText.Of).Where(text => IsSentence(text) || IsRule(text))];

    [Fact]
    public void Every_sentence_is_there_in_Turkish()
    {
        Assert.True(Refused.Count > 150, $"{Refused.Count}");
        Assert.Contains(Refused, text => text.Text == "The role has {0} members; name a replacement_id.");
        Assert.Contains(Refused, text => text.Text == "must be at most {0} characters long");

        var english = InTurkish(() => Refused.Where(text => IsStillEnglish(text.Text)).Select(text => $"{text.File}:{text.Line}: {text.Text}").ToList());

        Assert.True(english.Count == 0, string.Join('\n', english));
    }

    [Theory]
    [InlineData("The field email must be an e-mail address.", "E-posta: geçerli bir e-posta adresi olmalı, örneğin ada@example.com.")]
    [InlineData("The field first_name must be at most 255 characters long.", "Ad: en çok 255 karakter olabilir.")]
    [InlineData("The field set.lead_status_id is no status of this tenant.", "Durum: bu kiracının bir durumu değil.")]
    [InlineData("The parameter elsewhere is not known.", "Elsewhere: bilinmiyor.")]
    [InlineData("No import source has this id.", "Bu numarada içe aktarma kaynağı yok.")]
    [InlineData("The lead 12 has this external id, and no import source either.", "Bu dış kimlik 12 numaralı adayda var; onun da içe aktarma kaynağı yok.")]
    [InlineData("7 leads have this lead status; name a replacement_id for them.", "7 adayda var; onlar için yerine geçecek olanı seçin.")]
    [InlineData("The lead is a customer already.", "Aday zaten müşteri.")]
    [InlineData("The field email is a surprise.", "The field email is a surprise.")]
    [InlineData("Nothing of the kind.", "Nothing of the kind.")]
    public void A_sentence_keeps_its_values_and_one_that_is_not_known_stays_as_it_is(string sentence, string turkish)
    {
        Assert.Equal(turkish, InTurkish(() => Refusals.Of(sentence)));
        Assert.Equal(sentence, Refusals.Of(sentence));
    }

    [Fact]
    public void No_translation_is_left_over()
    {
        var said = SourcesOfTheApi().SelectMany(CodeText.Of).Select(text => text.Text).ToHashSet();
        var known = XDocument.Parse(Repository.Read("src/Leadline.Web/Refusals.tr.resx")).Root!.Elements("data").Select(data => data.Attribute("name")!.Value);

        Assert.DoesNotContain(known, text => (text.EndsWith('.') || IsRuleText().IsMatch(text)) && !said.Contains(text) && !said.Any(sentence => sentence.EndsWith($" {text}.", StringComparison.Ordinal)));
    }

    private static bool IsStillEnglish(string text) => IsRuleText().IsMatch(text) ? Refusals.OfRule(text) == text : Refusals.Of(text) == text;

    private static bool IsSentence(CodeText text) => IsSentenceText().IsMatch(text.Text) && Refuses().IsMatch(text.Before);

    private static bool IsRule(CodeText text) => IsRuleText().IsMatch(text.Text) && !text.Text.EndsWith('.') && Rejects().IsMatch(text.Before);

    private static IEnumerable<string> SourcesOfTheApi()
    {
        var folder = Path.Combine(Repository.Root, "src", "Leadline.Server");
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => file.EndsWith("AppDraft.cs", StringComparison.Ordinal) || !Elsewhere.Any(other => Path.GetRelativePath(folder, file).Replace('\\', '/').StartsWith(other, StringComparison.Ordinal)));
    }

    private static T InTurkish<T>(Func<T> work)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("tr");
        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [GeneratedRegex(@"^(?:[A-Z]|\{0\} [a-z]).* .*\.$")]
    private static partial Regex IsSentenceText();

    [GeneratedRegex("^(?:must|is|are|has|holds|names|cannot|can|belongs|was|may|needs) ")]
    private static partial Regex IsRuleText();

    // A refusal, a constant, or what one of several ways comes to.
    [GeneratedRegex(@"(?:Reply\.|ErrorKind\.|new Error\(|new Denial\(|job\.Fail\(|BulkFailure\(|Reason = |Refuse\(|Forbidden\(|const string \w+ = |[?:]\s*\$?$)(?!.*(?:throw |Description = |\bT\[))", RegexOptions.Singleline)]
    private static partial Regex Refuses();

    [GeneratedRegex(@"(?:Reject\w*\(|IsKept\(|Rule = |yield return \(|[?:]\s*\$?$)(?!.*throw )", RegexOptions.Singleline)]
    private static partial Regex Rejects();
}
