namespace Leadline.Web.Leads;

/// <summary>Phone numbers as the links of other programs take them.</summary>
public static class PhoneNumbers
{
    /// <summary>As a device dials it: digits, after a + where there is one. What stands behind a letter, an extension, is left out.</summary>
    public static string Dialled(string phone)
    {
        var number = string.Concat(phone
            .SkipWhile(letter => !char.IsAsciiDigit(letter) && letter != '+')
            .TakeWhile(letter => !char.IsLetter(letter) && letter is not ('#' or ',' or ';'))).Replace("(0)", "", StringComparison.Ordinal);
        return string.Concat(number.Where((letter, place) => char.IsAsciiDigit(letter) || (place == 0 && letter == '+')));
    }

    /// <summary>With its country, as digits alone: of +90 532 123 45 67 it is 905321234567. Null where the number does not tell its country.</summary>
    public static string? International(string phone)
    {
        var digits = Dialled(phone) switch
        {
            ['+', .. var abroad] => abroad,
            ['0', '0', .. var abroad] => abroad,
            _ => "",
        };
        return digits.Length is >= 8 and <= 15 && digits[0] != '0' ? digits : null; // E.164
    }
}
