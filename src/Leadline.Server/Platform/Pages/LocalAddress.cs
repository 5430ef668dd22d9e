namespace Leadline.Platform.Pages;

/// <summary>Addresses to go on to, as forms and links bring them along; none leads to another host.</summary>
public static class LocalAddress
{
    /// <summary>Where to go when nothing else was asked.</summary>
    public const string Home = "/account";

    /// <summary>The address, if it is one of this host; else <see cref="Home"/>.</summary>
    public static string OrHome(string? address) => IsLocal(address) ? address : Home;

    // What browsers take for another host begins with two slashes or a slash and a backslash; they drop control characters first.
    private static bool IsLocal([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl);
}
