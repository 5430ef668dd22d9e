using global::PhoneNumbers;

namespace Leadline.Web.Leads;

/// <summary>Phone numbers as the links of other programs take them.</summary>
public static class PhoneNumbers
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>As a device dials it: digits, after a + where there is one. What stands behind a letter, an extension, is left out.</summary>
    public static string Dialled(string phone)
    {
        var number = string.Concat(phone
            .SkipWhile(letter => !char.IsAsciiDigit(letter) && letter != '+')
            .TakeWhile(letter => !char.IsLetter(letter) && letter is not ('#' or ',' or ';'))).Replace("(0)", "", StringComparison.Ordinal);
        return string.Concat(number.Where((letter, place) => char.IsAsciiDigit(letter) || (place == 0 && letter == '+')));
    }

    /// <summary>With its country, as digits alone: of 0532 123 45 67 in TR it is 905321234567. Null where nobody can tell its country.</summary>
    /// <param name="phone">The number as typed.</param>
    /// <param name="country">The ISO 3166-1 alpha-2 code for a number typed without a country; null for none.</param>
    public static string? International(string phone, string? country)
    {
        var dialled = Dialled(phone);
        try
        {
            var number = Numbers.Parse(dialled is ['0', '0', .. var abroad] ? $"+{abroad}" : dialled, country);
            return Numbers.IsPossibleNumber(number) ? Numbers.Format(number, PhoneNumberFormat.E164)[1..] : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
