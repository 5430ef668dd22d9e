using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>What a browser calls itself, in words people know.</summary>
public static class Device
{
    // The first that is named counts: most browsers also name those they want to pass for.
    private static readonly (string Sign, string Name)[] Browsers =
        [("Edg/", "Edge"), ("EdgA/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Sign, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Whether anything is known of it.</summary>
    public static bool IsKnown(string? agent) => NameIn(Browsers, agent) is not null;

    /// <summary>Browser and system: <c>Firefox on Linux</c>.</summary>
    public static string Of(string? agent)
    {
        var (browser, system) = (NameIn(Browsers, agent), NameIn(Systems, agent));
        return (browser, system) switch
        {
            (null, null) => T["Unknown browser"],
            (null, _) => T["A browser on {0}", system],
            (_, null) => browser,
            _ => T["{0} on {1}", browser, system],
        };
    }

    private static string? NameIn((string Sign, string Name)[] known, string? agent) =>
        known.FirstOrDefault(one => agent?.Contains(one.Sign, StringComparison.Ordinal) == true).Name;
}
