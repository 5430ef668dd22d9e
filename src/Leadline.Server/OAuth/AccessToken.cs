using System.Globalization;
using System.Security.Claims;
using Leadline.Sessions;
using Leadline.Users;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>What tokens say.</summary>
public static class AccessToken
{
    /// <summary>Whom access tokens are for (the claim <c>aud</c>, RFC 9068 section 2.2): the API. Others are refused by it.</summary>
    public const string Audience = "urn:leadline:api";

    /// <summary>The claims of a token.</summary>
    /// <param name="actor">One of the actors of <see cref="LeadlineClaims"/>.</param>
    /// <param name="subject">The id of the actor.</param>
    /// <param name="tenant">The one tenant it works in; null for a person in all of theirs.</param>
    /// <param name="scopes">What it is good for.</param>
    public static ClaimsPrincipal For(string actor, string subject, long? tenant, IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("Leadline", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetClaim(LeadlineClaims.Actor, actor);
        if (tenant is { } number)
        {
            identity.SetClaim(LeadlineClaims.Tenant, number);
        }

        identity.SetScopes(scopes);
        identity.SetResources(Audience);
        identity.SetDestinations(DestinationsOf);
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The claims of tokens that a person grants.</summary>
    /// <param name="user">The person.</param>
    /// <param name="tenant">The one tenant they work in; null for all of the person's.</param>
    /// <param name="scopes">What they are good for.</param>
    /// <param name="signedInAt">When the person signed in.</param>
    /// <param name="provider">The tenant whose provider vouched for the person; null for a sign-in of their own.</param>
    public static ClaimsPrincipal ForPerson(User user, long? tenant, IReadOnlyCollection<string> scopes, DateTimeOffset signedInAt, long? provider)
    {
        var token = For(LeadlineClaims.Person, user.Id.ToString(CultureInfo.InvariantCulture), tenant, scopes);
        token.SetClaim(Claims.AuthenticationTime, signedInAt.ToUnixTimeSeconds());
        if (provider is { } vouched)
        {
            token.SetClaim(LeadlineClaims.Provider, vouched);
        }

        Describe(token, user, scopes);
        token.SetDestinations(DestinationsOf);
        return token;
    }

    /// <summary>The claims of the web page's own tokens, which are good as long as a session stands.</summary>
    /// <param name="user">The person.</param>
    /// <param name="session">The session in which they are signed in.</param>
    /// <param name="scopes">What they are good for.</param>
    public static ClaimsPrincipal ForSession(User user, Session session, IReadOnlyCollection<string> scopes)
    {
        var token = ForPerson(user, session.ProviderTenantId, scopes, DateTime.SpecifyKind(session.CreatedAt, DateTimeKind.Utc), session.ProviderTenantId);
        token.SetClaim(LeadlineClaims.Session, session.Id);
        token.SetDestinations(DestinationsOf);
        return token;
    }

    /// <summary>What an app may know of the person, by its scopes.</summary>
    public static IEnumerable<(string Claim, object Value)> ClaimsOf(User user, IReadOnlyCollection<string> scopes)
    {
        if (scopes.Contains(SignInScopes.Profile))
        {
            yield return (Claims.Name, user.Name);
        }

        if (scopes.Contains(SignInScopes.Email) && user.Email is { } email)
        {
            yield return (Claims.Email, email);
            yield return (Claims.EmailVerified, user.EmailConfirmed);
        }
    }

    private static void Describe(ClaimsPrincipal token, User user, IReadOnlyCollection<string> scopes)
    {
        foreach (var (claim, value) in ClaimsOf(user, scopes))
        {
            if (value is bool truth)
            {
                token.SetClaim(claim, truth);
            }
            else
            {
                token.SetClaim(claim, value.ToString());
            }
        }
    }

    // An access token travels far, so it tells no more of a person than who it is.
    private static IEnumerable<string> DestinationsOf(Claim claim) => claim.Type switch
    {
        Claims.Subject or LeadlineClaims.Tenant => [Destinations.AccessToken, Destinations.IdentityToken],
        LeadlineClaims.Actor or LeadlineClaims.Provider or LeadlineClaims.Session => [Destinations.AccessToken],
        Claims.Name or Claims.Email or Claims.EmailVerified or Claims.AuthenticationTime => [Destinations.IdentityToken],
        _ => [],
    };
}
