using System.Text;
using CsCheck;
using Leadline.Platform.Text;

namespace Leadline.Tests.Platform.Text;

public sealed class FoldingTests
{
    private static readonly Gen<string> AnyText = Gen.Frequency(
            (6, Gen.OneOf("aA", "iİ", "ıI", "ß", "ẞ", "Σς", "é", "e\u0301", "Ǆ", "ǅ", "ﬁ", "ŉ", "Åå", "か\u3099", "が", "क्", "й", "ё", "𝒜", "😀", " ", "%_", "Ա", "µ", "\u0301")),
            (3, Gen.Int[0x20, 0x2FFF].Where(IsPlain).Select(char.ConvertFromUtf32)),
            (1, Gen.Int[0x3000, 0x10FFFF].Where(IsPlain).Select(char.ConvertFromUtf32)))
        .Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("Strauß", "strauss")]
    [InlineData("STRAUẞ", "strauss")]
    [InlineData("Işık", "isik")]
    [InlineData("IŞIK", "isik")]
    [InlineData("ışık", "isik")]
    [InlineData("İpek", "ipek")]
    [InlineData("Sørensen", "sorensen")]
    [InlineData("ŁUKASZ", "lukasz")]
    [InlineData("Đorđe", "dorde")]
    [InlineData("Æther", "aether")]
    [InlineData("Œuvre", "oeuvre")]
    [InlineData("Þór", "thor")]
    [InlineData("ﬁn", "fin")]
    [InlineData("Çağla", "cagla")]
    [InlineData("Nguyễn", "nguyen")]
    [InlineData("Ναΐς", "ναισ")]
    [InlineData("ΩΜΈΓΑ", "ωμεγα")]
    [InlineData("Ольга", "ольга")]
    [InlineData("100% O'Neil_\\\"", "100% o'neil_\\\"")]
    public void Letters_lose_their_case_and_latin_and_greek_ones_their_accents(string text, string folded) =>
        Assert.Equal(folded, Folding.Fold(text));

    [Theory]
    [InlineData("が", "か")]
    [InlineData("パパ", "ハハ")]
    [InlineData("हिन्दी", "हनद")]
    [InlineData("йод", "иод")]
    [InlineData("กำ", "กา")]
    public void Marks_that_carry_meaning_stay(string one, string other) =>
        Assert.NotEqual(Folding.Fold(one), Folding.Fold(other));

    [Theory]
    [InlineData("Éric Çelik")]
    [InlineData("がくと")]
    [InlineData("हिन्दी")]
    [InlineData("Йод")]
    [InlineData("각하")]
    [InlineData("ΐ")]
    public void Composed_and_decomposed_text_fold_alike(string text) =>
        Assert.Equal(Folding.Fold(text.Normalize(NormalizationForm.FormC)), Folding.Fold(text.Normalize(NormalizationForm.FormD)));

    [Theory]
    [InlineData("a\uD800b")]
    [InlineData("\uDC00")]
    [InlineData("ş\uDBFF")]
    [InlineData("\uFFFE")]
    public void What_is_no_character_folds_to_the_replacement_character(string text) =>
        Assert.Contains('\uFFFD', Folding.Fold(text));

    [Fact]
    public void Folding_twice_is_folding_once() =>
        AnyText.Sample(text => Folding.Fold(Folding.Fold(text)) == Folding.Fold(text), iter: 20_000);

    [Fact]
    public void The_form_of_normalization_makes_no_difference() =>
        AnyText.Sample(text => Folding.Fold(text.Normalize(NormalizationForm.FormC)) == Folding.Fold(text.Normalize(NormalizationForm.FormD)), iter: 20_000);

    [Fact]
    public void Case_makes_no_difference() =>
        AnyText.Sample(text => Folding.Fold(text.ToUpperInvariant()) == Folding.Fold(text) && Folding.Fold(text.ToLowerInvariant()) == Folding.Fold(text), iter: 20_000);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\u3000")]
    public void Nothing_but_blanks_has_no_sort_key(string? text) =>
        Assert.Null(Folding.SortKey(text));

    [Fact]
    public void A_sort_key_has_no_blanks_at_its_ends() =>
        Assert.Equal("ada l", Folding.SortKey("  Ada L\u00A0"));

    // Not surrogates and U+FFFE, which are no characters, nor the iota subscript, a mark whose capital is a letter.
    private static bool IsPlain(int point) => point is not ((>= 0xD800 and <= 0xDFFF) or 0xFFFE or 0x345);
}
