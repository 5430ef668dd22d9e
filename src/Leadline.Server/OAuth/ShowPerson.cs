using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>Tells an app who the person is: <c>GET</c> or <c>POST /oauth/userinfo</c> (OpenID Connect Core section 5.3).</summary>
public static class ShowPerson
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) => app
        .MapMethods("/oauth/userinfo", [HttpMethods.Get, HttpMethods.Post], HandleAsync)
        .WithName(nameof(ShowPerson))
        .ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext http, Grants grants, CancellationToken ct)
    {
        var presented = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (presented.Principal is not { } token || !await grants.StandsAsync(token, ct) || await grants.PersonAsync(token, ct) is not { } person)
        {
            return OAuthError.Challenge(Errors.InvalidToken, "The token stands for nobody who is here.");
        }

        var told = new JsonObject { [Claims.Subject] = person.Id.ToString(CultureInfo.InvariantCulture) };
        foreach (var (claim, value) in AccessToken.ClaimsOf(person, token.GetScopes()))
        {
            told[claim] = value is bool truth ? truth : value.ToString();
        }

        return TypedResults.Text(told.ToJsonString(), "application/json");
    }
}
