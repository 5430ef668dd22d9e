using Leadline.Platform.Text;

namespace Leadline.Tests.Platform.Text;

public sealed class PhoneDigitsTests
{
    [Theory]
    [InlineData("+90 532 123 45 67")]
    [InlineData("0090 532 123 45 67")]
    [InlineData("0532 123 45 67")]
    [InlineData("(0532) 123-45-67")]
    [InlineData("532.123.45.67")]
    [InlineData("  +90(532)1234567 ")]
    [InlineData("+９０ ５３２ １２３ ４５ ６７")]
    [InlineData("٠٥٣٢١٢٣٤٥٦٧")]
    public void Every_way_to_type_a_turkish_number_gives_the_same_digits(string phone) =>
        Assert.Equal("905321234567", PhoneDigits.Of(phone, "TR"));

    [Theory]
    [InlineData("030 1234567", "DE", "49301234567")]
    [InlineData("+49 (0)30 1234567", "TR", "49301234567")]
    [InlineData("020 7946 0958", "GB", "442079460958")]
    [InlineData("(212) 555-0123", "US", "12125550123")]
    [InlineData("0039 06 69812345", "TR", "390669812345")]
    [InlineData("+44 20 7946 0958", null, "442079460958")]
    public void The_country_is_the_one_in_the_number_or_else_the_default(string phone, string? country, string digits) =>
        Assert.Equal(digits, PhoneDigits.Of(phone, country));

    [Theory]
    [InlineData("0532 123 45 67", null, "5321234567")]
    [InlineData("000", "TR", null)]
    [InlineData("7", "TR", "7")]
    [InlineData("tel. 12", null, "12")]
    public void A_number_that_no_country_explains_keeps_its_digits_without_leading_zeros(string phone, string? country, string? digits) =>
        Assert.Equal(digits, PhoneDigits.Of(phone, country));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("none")]
    [InlineData("+")]
    public void Text_without_digits_is_no_number(string? phone) =>
        Assert.Null(PhoneDigits.Of(phone, "TR"));

    [Fact]
    public void Digits_of_any_script_become_ascii() =>
        Assert.Equal("0123456789", PhoneDigits.DigitsIn("a0१٢３-4 ৫6.٧८9"));
}
