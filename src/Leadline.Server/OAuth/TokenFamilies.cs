using System.Globalization;
using System.Security.Claims;
using Leadline.Audit;
using Leadline.Platform.Database;
using Microsoft.AspNetCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Leadline.OAuth;

/// <summary>
/// All tokens that came from one sign-in. A code and a refresh token are used once; whoever uses one again may have stolen it, so that the
/// whole family ends (RFC 9700 sections 2.1.1 and 4.14.2).
/// </summary>
public sealed class TokenFamilies(PlatformDb db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Uses a code or a refresh token up. Of several that try at once one succeeds, and for the others the family ends.</summary>
    /// <returns>Whether it was good until now.</returns>
    public async Task<bool> RedeemAsync(ClaimsPrincipal token, HttpContext http, CancellationToken ct)
    {
        var (id, now) = (NumberOf(token.GetTokenId()), clock.GetUtcNow().UtcDateTime);
        var redeemed = await db.AppTokens.Where(entry => entry.Id == id && entry.Status == Statuses.Valid)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Status, Statuses.Redeemed).SetProperty(entry => entry.RedemptionDate, now), ct);
        if (redeemed == 0)
        {
            await EndReusedAsync(token, http, ct);
        }

        return redeemed > 0;
    }

    /// <summary>Ends the family of a code or refresh token that was used before.</summary>
    public async Task EndIfRedeemedAsync(ClaimsPrincipal token, HttpContext? http, CancellationToken ct)
    {
        var id = NumberOf(token.GetTokenId());
        if (await db.AppTokens.AnyAsync(entry => entry.Id == id && entry.Status == Statuses.Redeemed, ct))
        {
            await EndReusedAsync(token, http, ct);
        }
    }

    /// <summary>Ends the family of a token. What is just being made in it is born dead, since the sign-in itself is revoked.</summary>
    public async Task EndAsync(ClaimsPrincipal token, CancellationToken ct)
    {
        if (token.GetAuthorizationId() is not { } authorization)
        {
            return;
        }

        var family = NumberOf(authorization);
        await db.AppAuthorizations.Where(signIn => signIn.Id == family)
            .ExecuteUpdateAsync(set => set.SetProperty(signIn => signIn.Status, Statuses.Revoked), ct);
        await db.AppTokens.Where(entry => entry.Authorization != null && entry.Authorization.Id == family && entry.Status == Statuses.Valid)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.Status, Statuses.Revoked), ct);
    }

    private async Task EndReusedAsync(ClaimsPrincipal token, HttpContext? http, CancellationToken ct)
    {
        await EndAsync(token, ct);
        audit.Note(EntryOf(AuditKinds.TokenReused, http, token, token.GetPresenters().FirstOrDefault()));
    }

    /// <summary>What is told of a token.</summary>
    /// <param name="kind">What happened to it.</param>
    /// <param name="http">The call; null where it is not at hand.</param>
    /// <param name="token">The token.</param>
    /// <param name="app">The client id of the app that has it.</param>
    internal static AuditEntry EntryOf(string kind, HttpContext? http, ClaimsPrincipal token, string? app) => AuditEntry.Of(kind, http) with
    {
        TenantId = Grants.TenantOf(token),
        AppId = app,
        UserId = token.GetClaim(LeadlineClaims.Actor) == LeadlineClaims.Person ? NumberOf(token.GetClaim(Claims.Subject)) : null,
        Author = new Author(Author.App, app ?? "", "api"),
    };

    private static long NumberOf(string? id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A revoked refresh token takes its whole family along: the access tokens that came from the same sign-in (RFC 7009 section 2.1).</summary>
public sealed class RevokeFamily(TokenFamilies families, AuditLog audit) : IOpenIddictServerHandler<HandleRevocationRequestContext>
{
    /// <inheritdoc />
    public async ValueTask HandleAsync(HandleRevocationRequestContext context)
    {
        if (context.GenericTokenPrincipal is { } token && token.HasTokenType(TokenTypeIdentifiers.RefreshToken))
        {
            await families.EndAsync(token, context.CancellationToken);
        }

        // Told for good before it is acknowledged.
        if (context.GenericTokenPrincipal is { } revoked)
        {
            await audit.WriteAsync(
                TokenFamilies.EntryOf(AuditKinds.TokenRevoked, context.Transaction.GetHttpRequest()?.HttpContext, revoked, context.Request.ClientId), context.CancellationToken);
        }
    }
}

/// <summary>A code or refresh token that comes again takes its whole family along.</summary>
public sealed class EndFamilyOnReuse(TokenFamilies families) : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <inheritdoc />
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context is { EndpointType: OpenIddictServerEndpointType.Token, Principal: { } token }
            && (token.HasTokenType(TokenTypeIdentifiers.RefreshToken) || token.HasTokenType(TokenTypeIdentifiers.Private.AuthorizationCode)))
        {
            await families.EndIfRedeemedAsync(token, context.Transaction.GetHttpRequest()?.HttpContext, context.CancellationToken);
        }
    }
}

/// <summary>A token that no longer stands for anybody is not active (RFC 7662 section 2.2), however good its signature is.</summary>
public sealed class IntrospectStanding(Grants grants) : IOpenIddictServerHandler<HandleIntrospectionRequestContext>
{
    /// <inheritdoc />
    public async ValueTask HandleAsync(HandleIntrospectionRequestContext context)
    {
        if (context.GenericTokenPrincipal is { } token && !await grants.StandsAsync(token, context.CancellationToken))
        {
            context.Reject(Errors.InvalidToken, "The token stands for nobody who is here.");
        }
    }
}

/// <summary>
/// Lets the app know what was wrong with its request, where app and address are known (RFC 6749 section 4.1.2.1): OpenIddict by itself
/// shows the person a page for whatever it refuses.
/// </summary>
public sealed class TellTheApp(IOpenIddictApplicationManager apps) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    /// <inheritdoc />
    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (context is { Error: not null, RedirectUri: null, Request: { ClientId: { } id, RedirectUri: { } address } }
            && await apps.FindByClientIdAsync(id, context.CancellationToken) is { } app
            && await apps.ValidateRedirectUriAsync(app, address, context.CancellationToken))
        {
            context.RedirectUri = address;
            context.ResponseMode = context.Request.ResponseMode is ResponseModes.FormPost or ResponseModes.Fragment
                || context.Request.HasResponseType(ResponseTypes.Token) || context.Request.HasResponseType(ResponseTypes.IdToken)
                ? context.Request.ResponseMode ?? ResponseModes.Fragment
                : ResponseModes.Query;
        }
    }
}
