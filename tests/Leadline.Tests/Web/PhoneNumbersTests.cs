using Phones = Leadline.Web.Leads.PhoneNumbers;

namespace Leadline.Tests.Web;

/// <summary>Phone numbers as the links of other programs take them.</summary>
public sealed class PhoneNumbersTests
{
    [Theory]
    [InlineData("+90 (532) 123 45 67", null, "905321234567")]
    [InlineData("0090 532 123 45 67", null, "905321234567")]
    [InlineData("+49 (0)30 1234567", null, "49301234567")]
    [InlineData("0532 123 45 67", "TR", "905321234567")]
    [InlineData("532 123 45 67", "TR", "905321234567")]
    [InlineData("06 12345678", "IT", "390612345678")]
    [InlineData("(202) 555-0143 ext. 5", "US", "12025550143")]
    [InlineData("0532 123 45 67", null, null)]
    [InlineData("12", "TR", null)]
    [InlineData("ask at the desk", "TR", null)]
    public void The_country_is_the_numbers_own_or_the_tenants(string phone, string? country, string? international) =>
        Assert.Equal(international, Phones.International(phone, country));

    [Theory]
    [InlineData("+90 (0)532 111 22 33", "+905321112233")]
    [InlineData("0532 111 22 33 dahili 45", "05321112233")]
    [InlineData("reception", "")]
    public void An_extension_is_not_dialled(string phone, string dialled) => Assert.Equal(dialled, Phones.Dialled(phone));
}
