using PhoneNumbers;

namespace Leadline.Platform.Text;

/// <summary>Phone numbers as they are searched: the digits of E.164, without the plus.</summary>
public static class PhoneDigits
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>
    /// The E.164 digits of a number in any format. A number that no country explains keeps its own digits,
    /// without leading zeros, so that it can still be found.
    /// </summary>
    /// <param name="phone">The number as typed.</param>
    /// <param name="defaultCountry">The ISO 3166-1 alpha-2 code for a number typed without a country, or null.</param>
    /// <returns>Decimal digits, or null when the text holds none.</returns>
    public static string? Of(string? phone, string? defaultCountry)
    {
        if (string.IsNullOrWhiteSpace(phone))
        {
            return null;
        }

        try
        {
            var number = Numbers.Parse(WithPlus(phone), defaultCountry);
            return Numbers.Format(number, PhoneNumberFormat.E164)[1..];
        }
        catch (NumberParseException)
        {
            var digits = DigitsIn(phone).TrimStart('0');
            return digits.Length > 0 ? digits : null;
        }
    }

    /// <summary>The decimal digits of a text, in any script, as ASCII.</summary>
    public static string DigitsIn(string text) =>
        string.Concat(text.Where(char.IsDigit).Select(digit => (char)('0' + (int)char.GetNumericValue(digit))));

    // 00 is the international prefix of most of the world, and stands for the plus.
    private static string WithPlus(string phone)
    {
        var trimmed = phone.TrimStart();
        return trimmed.StartsWith("00", StringComparison.Ordinal) ? string.Concat("+", trimmed.AsSpan(2)) : trimmed;
    }
}
