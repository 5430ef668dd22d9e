using System.Collections.Frozen;
using Leadline.Platform.Database;

namespace Leadline.Callers;

/// <summary>Who calls and in which tenant; bound once from the bearer token and the header <c>X-Tenant</c>.</summary>
/// <param name="Token">The token's holder.</param>
/// <param name="Tenant">The tenant the call works in, which the holder may work in.</param>
public sealed record Caller(TokenHolder Token, TenantId Tenant)
{
    /// <summary>Takes the caller that the gate has let in.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext http) => ValueTask.FromResult(
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint asks for a caller but does not require a scope."));
}

/// <summary>Whom a good token stands for.</summary>
/// <param name="Subject">The user's id, the app's client id, or the operator.</param>
/// <param name="Scopes">What the token is good for.</param>
/// <param name="Tenants">The tenants the holder may work in.</param>
public sealed record TokenHolder(string Subject, FrozenSet<string> Scopes, FrozenSet<long> Tenants)
{
    /// <summary>Takes the holder that the gate has let in.</summary>
    public static ValueTask<TokenHolder> BindAsync(HttpContext http) => ValueTask.FromResult(
        http.Features.Get<TokenHolder>() ?? throw new InvalidOperationException("The endpoint asks for a token's holder but does not require a token."));
}
