using System.Collections.Immutable;
using System.Security.Claims;
using Leadline.Platform.Database;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>Hands out access tokens: <c>POST /oauth/token</c>, the client-credentials grant (RFC 6749 section 4.4).</summary>
public static class IssueToken
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/oauth/token", HandleAsync)
        .WithName(nameof(IssueToken))
        .ExcludeFromDescription();

    /// <summary>
    /// OpenIddict has checked the app, its secret and the grant; what is left is what the token is good for, and for whom.
    /// Without a scope in the request the token gets all the scopes of the app; with one that the app lacks there is none
    /// (<c>invalid_scope</c>, RFC 6749 section 5.2).
    /// </summary>
    public static async Task<Results<SignInHttpResult, ForbidHttpResult>> HandleAsync(
        HttpContext http, PlatformDb db, IOpenIddictApplicationManager apps, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The token endpoint was reached without an OAuth request.");
        var app = await db.Apps.AsNoTracking().SingleAsync(app => app.ClientId == request.ClientId, ct);
        var granted = await ScopesOfAsync(apps, app, ct);
        var asked = request.GetScopes();
        if (asked.Except(granted).Any())
        {
            return TypedResults.Forbid(ScopeNotGranted(), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var token = AccessToken.For(
            LeadlineClaims.App,
            subject: app.ClientId ?? throw new InvalidOperationException("An app without a client id."),
            app.TenantId,
            asked.Length > 0 ? asked : granted);
        return TypedResults.SignIn(token, properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static AuthenticationProperties ScopeNotGranted() => new(new Dictionary<string, string?>
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidScope,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The app is not good for a scope it asks for.",
    });

    private static async Task<ImmutableArray<string>> ScopesOfAsync(IOpenIddictApplicationManager apps, App app, CancellationToken ct) =>
    [
        .. (await apps.GetPermissionsAsync(app, ct))
            .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[Permissions.Prefixes.Scope.Length..]),
    ];
}

/// <summary>What an access token says.</summary>
public static class AccessToken
{
    /// <summary>The claims of a token.</summary>
    /// <param name="actor">One of the actors of <see cref="LeadlineClaims"/>.</param>
    /// <param name="subject">The id of the actor.</param>
    /// <param name="tenant">The one tenant it works in, or null for a person.</param>
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
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
