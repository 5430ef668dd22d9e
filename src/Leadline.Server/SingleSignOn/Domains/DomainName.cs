using System.Globalization;

namespace Leadline.SingleSignOn.Domains;

/// <summary>Names of domains, in the one form in which they are compared: lower case, ASCII (RFC 5890).</summary>
public static class DomainName
{
    private const int Longest = 243; // of the 253 of a name, so that a label fits before it

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The domain in that form; null for what is none, or has one label only.</summary>
    public static string? Read(string text)
    {
        try
        {
            var domain = Idn.GetAscii(text.Trim().ToLowerInvariant());
            return domain.Length <= Longest && domain.Split('.') is { Length: >= 2 } labels && !labels[^1].All(char.IsAsciiDigit) && labels.All(label => label.Length > 0) ? domain : null;
        }
        catch (ArgumentException)
        {
            return null; // what IdnMapping throws of a name that is none
        }
    }

    /// <summary>The domain of an e-mail address; null for what is none.</summary>
    public static string? OfEmail(string email) => email.LastIndexOf('@') is > 0 and var at ? Read(email[(at + 1)..]) : null;
}
