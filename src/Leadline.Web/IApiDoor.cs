using System.Security.Claims;

namespace Leadline.Web;

/// <summary>The way from the page to the API, which the server that serves the page opens.</summary>
public interface IApiDoor
{
    /// <summary>A client that reaches the API, whatever its base address; the caller's to dispose.</summary>
    /// <param name="address">The browser's address; null where it is not known.</param>
    HttpClient ClientFor(string? address);

    /// <summary>Issues an access token for who is signed in.</summary>
    /// <exception cref="SessionEndedException">Nobody is, any more.</exception>
    Task<IssuedToken> IssueAsync(ClaimsPrincipal person, CancellationToken ct);
}

/// <summary>An access token.</summary>
/// <param name="Token">The token.</param>
/// <param name="RenewAt">When to ask for another.</param>
public sealed record IssuedToken(string Token, DateTimeOffset RenewAt)
{
    /// <summary>The time alone: no token gets into a log.</summary>
    public override string ToString() => $"renewed at {RenewAt:O}";
}

/// <summary>The session in which the page was opened has ended.</summary>
public sealed class SessionEndedException() : Exception("The session has ended.");
