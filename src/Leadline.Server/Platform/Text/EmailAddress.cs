using System.Text.RegularExpressions;

namespace Leadline.Platform.Text;

/// <summary>E-mail addresses by the rule of HTML's e-mail input (HTML Living Standard, valid e-mail address).</summary>
public static partial class EmailAddress
{
    /// <summary>Whether the text is an address.</summary>
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex("^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")]
    private static partial Regex Pattern();
}
