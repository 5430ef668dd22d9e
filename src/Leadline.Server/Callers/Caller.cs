using System.Collections.Frozen;
using Leadline.Platform.Database;

namespace Leadline.Callers;

/// <summary>Who calls and in which tenant; bound once from the bearer token and the header <c>X-Tenant</c>.</summary>
/// <param name="Token">The token's holder.</param>
/// <param name="Tenant">The tenant the call works in, which the holder may work in.</param>
public sealed record Caller(TokenHolder Token, TenantId Tenant)
{
    /// <summary>The tenant's data as the caller sees it: what every read and change of theirs is made for.</summary>
    public TenantView View { get; } = new(Tenant, Token.Tenants.GetValueOrDefault(Tenant.Value, Standing.Whole).Sees)
    {
        Member = new Author(Token.Kind, Token.Subject, "").UserId,
        Scopes = [.. Token.Scopes.Where(scope => Token.IsAllowed(Tenant.Value, scope))],
    };

    /// <summary>Whether the caller may do what a scope names: token and roles both.</summary>
    public bool May(string scope) => Token.Scopes.Contains(scope) && Token.IsAllowed(Tenant.Value, scope);

    /// <summary>Why the caller may not do what a scope names; null when they may.</summary>
    public Denial? DenialOf(string scope) => Denial.Of(Token, Tenant.Value, [scope]);

    /// <summary>The user's id; null for an app and for the operator.</summary>
    public long? UserId => Author.UserId;

    /// <summary>Who the journal says it was.</summary>
    public Author Author => new(Token.Kind, Token.Subject, "api");

    /// <summary>Takes the caller that the gate has let in.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext http) => ValueTask.FromResult(
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint asks for a caller but does not require a scope."));
}

/// <summary>Whom a good token stands for.</summary>
/// <param name="Kind">A person, an app or the operator; see <see cref="Author"/>.</param>
/// <param name="Subject">The user's id, the app's client id, or the operator.</param>
/// <param name="Scopes">What the token is good for.</param>
/// <param name="Tenants">The tenants the holder may work in, and what they may do and see there.</param>
public sealed record TokenHolder(string Kind, string Subject, FrozenSet<string> Scopes, FrozenDictionary<long, Standing> Tenants)
{
    /// <summary>True for what a person handed to another program: a personal token, or the token of an app that is not first-party. Such a one makes no further tokens.</summary>
    public bool IsDelegated { get; init; }

    /// <summary>The tenant whose provider vouched for the person, and for which alone the token counts; null for a sign-in of their own.</summary>
    public long? ProviderTenant { get; init; }

    /// <summary>True where the holder acts with all that they are: not by what a person handed to another program, and not on a provider's word.</summary>
    public bool IsWhole => !IsDelegated && ProviderTenant is null;

    /// <summary>Whether the holder's roles in a tenant allow what a scope names.</summary>
    public bool IsAllowed(long tenant, string scope) => Tenants.GetValueOrDefault(tenant)?.Permissions?.Contains(scope) != false;

    /// <summary>Takes the holder that the gate has let in.</summary>
    public static ValueTask<TokenHolder> BindAsync(HttpContext http) => ValueTask.FromResult(
        http.Features.Get<TokenHolder>() ?? throw new InvalidOperationException("The endpoint asks for a token's holder but does not require a token."));
}
