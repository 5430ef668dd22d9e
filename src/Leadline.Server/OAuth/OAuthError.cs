using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Server.AspNetCore;

namespace Leadline.OAuth;

/// <summary>Refusals in the form of RFC 6749, sections 4.1.2.1 and 5.2, and of OpenID Connect.</summary>
internal static class OAuthError
{
    private static readonly string[] Scheme = [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme];

    /// <summary>Refuses; where an app sent a person here, they go back to it with the error.</summary>
    /// <param name="error">The code.</param>
    /// <param name="description">Why, for whoever writes the app.</param>
    public static ForbidHttpResult Of(string error, string description) => TypedResults.Forbid(Properties(error, description), Scheme);

    /// <summary>Refuses a bearer token (RFC 6750 section 3).</summary>
    public static ChallengeHttpResult Challenge(string error, string description) => TypedResults.Challenge(Properties(error, description), Scheme);

    private static AuthenticationProperties Properties(string error, string description) => new(new Dictionary<string, string?>
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
    });
}
