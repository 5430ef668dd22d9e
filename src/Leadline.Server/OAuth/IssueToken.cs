using System.Security.Claims;
using Leadline.Audit;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Scopes = Leadline.Tenants.Scopes;

namespace Leadline.OAuth;

/// <summary>Hands out tokens: <c>POST /oauth/token</c> (RFC 6749 section 3.2).</summary>
public static class IssueToken
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/oauth/token", HandleAsync)
        .WithName(nameof(IssueToken))
        .ExcludeFromDescription();

    /// <summary>OpenIddict has checked the app, its secret and what was presented; what is left is whether it still counts, and for how much.</summary>
    public static async Task<IResult> HandleAsync(HttpContext http, Grants grants, TokenFamilies families, AuditLog audit, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The token endpoint was reached without an OAuth request.");
        if (await grants.AppAsync(request.ClientId, ct) is not { } app)
        {
            return OAuthError.Of(Errors.InvalidClient, "There is no such app.");
        }

        var answer = request.IsClientCredentialsGrantType() ? ForApp(app, request) : await ForPersonAsync(app, http, grants, families, ct);
        if (answer is SignInHttpResult { Principal: var token })
        {
            Tell(audit, http, app, request, token);
        }

        return answer;
    }

    private static void Tell(AuditLog audit, HttpContext http, App app, OpenIddictRequest request, ClaimsPrincipal token)
    {
        audit.Note(TokenFamilies.EntryOf(AuditKinds.TokenIssued, http, token, app.ClientId) with
        {
            Details = new() { ["grant"] = request.GrantType, ["scopes"] = string.Join(' ', token.GetScopes()) },
        });
    }

    // The client-credentials grant (section 4.4): no person is there, so it is for the API alone.
    private static IResult ForApp(App app, OpenIddictRequest request)
    {
        var able = app.Scopes.Intersect(Scopes.All).ToList();
        var asked = request.GetScopes();
        if (asked.Except(able).Any())
        {
            return OAuthError.Of(Errors.InvalidScope, "The app is not good for a scope it asks for.");
        }

        IReadOnlyList<string> granted = asked.Length > 0 ? asked : [.. app.Defaults.Intersect(able)];
        return SignIn(AccessToken.For(
            LeadlineClaims.App, app.ClientId ?? throw new InvalidOperationException("An app without a client id."), app.TenantId, granted));
    }

    // A code or a refresh token: what the person allowed, as far as app and person still stand.
    private static async Task<IResult> ForPersonAsync(App app, HttpContext http, Grants grants, TokenFamilies families, CancellationToken ct)
    {
        var presented = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (presented.Principal is not { } granted || await grants.PersonAsync(granted, ct) is not { } person)
        {
            return OAuthError.Of(Errors.InvalidGrant, "The person can no longer work in the tenant of the app.");
        }

        if (!grants.SignInCounts(granted))
        {
            return OAuthError.Of(Errors.InvalidGrant, "The sign-in by the tenant's provider is too long ago.");
        }

        // OpenIddict lets several refreshes at once pass with one token; here one does.
        if (!await families.RedeemAsync(granted, http, ct))
        {
            return OAuthError.Of(Errors.InvalidGrant, "The code or refresh token has been used before.");
        }

        var token = AccessToken.ForPerson(person, Grants.TenantOf(granted), [.. granted.GetScopes().Intersect(app.Scopes)], Grants.SignInOf(granted), Grants.ProviderOf(granted));
        return SignIn(token);
    }

    private static SignInHttpResult SignIn(ClaimsPrincipal token) => TypedResults.SignIn(token, properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}
