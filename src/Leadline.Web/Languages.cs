namespace Leadline.Web;

/// <summary>The languages that the page speaks.</summary>
public static class Languages
{
    /// <summary>The cookie with the person's choice, in the form of ASP.NET Core's <c>CookieRequestCultureProvider</c>.</summary>
    public const string Cookie = "leadline_language";

    /// <summary>The language of a browser that asks for none of them.</summary>
    public const string Default = "en";

    /// <summary>All of them, by their BCP 47 tags, each with its own name.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string> { [Default] = "English", ["tr"] = "Türkçe" };

    /// <summary>The ways to write days and numbers, by their BCP 47 tags.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["en", "en-GB", "en-US", "tr", "tr-TR"];
}
