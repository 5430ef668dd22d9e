using System.Net;

namespace Leadline.OAuth;

/// <summary>What an app is registered as.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="IsPublic">Whether it can keep no secret: a program in a browser or on a phone.</param>
/// <param name="Redirects">Where it lets people come back to.</param>
/// <param name="Scopes">What its tokens may be good for.</param>
/// <param name="DefaultScopes">What they are good for when none is asked for.</param>
public sealed record AppDraft(string Name, bool IsPublic, IReadOnlyList<string> Redirects, IReadOnlyList<string> Scopes, IReadOnlyList<string> DefaultScopes)
{
    /// <summary>The most addresses of an app.</summary>
    public const int MostRedirects = 20;

    private const int LongestRedirect = 2000;

    /// <summary>What an app may ask for: what the API knows, and who the person is.</summary>
    public static IReadOnlyList<string> AllScopes { get; } = [.. Tenants.Scopes.All, .. SignInScopes.All];

    /// <summary>What is wrong with it: the field, and the rule it breaks, to be read after "The field x".</summary>
    public IEnumerable<(string Field, string Rule)> Problems()
    {
        if (Redirects.Count > MostRedirects)
        {
            yield return ("redirect_uris", $"must be at most {MostRedirects} addresses");
        }

        if (IsPublic && Redirects.Count == 0)
        {
            yield return ("redirect_uris", "must name at least one address, since a public app has no other way to a token");
        }

        foreach (var wrong in Redirects.Where(address => !IsRedirect(address, IsPublic)))
        {
            yield return ("redirect_uris", $"holds {wrong}, which must be an https address, http on loopback, or for a public app a scheme of its own such as com.example.app:/back; without fragment");
        }

        if (Scopes.Count == 0)
        {
            yield return ("scopes", "must name at least one scope");
        }

        foreach (var unknown in Scopes.Where(scope => !AllScopes.Contains(scope)))
        {
            yield return ("scopes", $"names {unknown}, which is no scope; there are {string.Join(' ', AllScopes)}");
        }

        foreach (var beyond in DefaultScopes.Except(Scopes))
        {
            yield return ("default_scopes", $"names {beyond}, which is not among the scopes");
        }
    }

    // RFC 6749 section 3.1.2 and RFC 8252 section 7. Addresses are compared letter by letter, so they are kept as they are written.
    private static bool IsRedirect(string text, bool isPublic) =>
        text.Length <= LongestRedirect
        && text.All(letter => letter is > ' ' and < (char)127)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Fragment.Length == 0 && !text.Contains('#', StringComparison.Ordinal) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps
            || (address.Scheme == Uri.UriSchemeHttp && IsLoopback(address))
            || (isPublic && address.Scheme.Contains('.', StringComparison.Ordinal)));

    private static bool IsLoopback(Uri address) =>
        address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}

/// <summary>Scopes of OpenID Connect: what an app may know of the person, and whether it may go on while they are away.</summary>
public static class SignInScopes
{
    /// <summary>Who the person is.</summary>
    public const string OpenId = "openid";

    /// <summary>The person's name.</summary>
    public const string Profile = "profile";

    /// <summary>The person's e-mail address.</summary>
    public const string Email = "email";

    /// <summary>A refresh token.</summary>
    public const string OfflineAccess = "offline_access";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [OpenId, Profile, Email, OfflineAccess];
}
