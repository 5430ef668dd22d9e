namespace Leadline.Callers;

/// <summary>What an endpoint of the API asks of its callers; every one names it, and the gate enforces it.</summary>
/// <param name="Scope">The scope the token must carry; null for any good token.</param>
/// <param name="NeedsTenant">True when the header <c>X-Tenant</c> is required.</param>
public sealed record Access(string? Scope, bool NeedsTenant)
{
    /// <summary>The scopes one of which the token must carry; none for any good token.</summary>
    public IReadOnlyList<string> AnyOf { get; init; } = Scope is null ? [] : [Scope];
}

/// <summary>Names the access of endpoints.</summary>
public static class AccessConventions
{
    /// <summary>Asks for a token with the scope, in a tenant its holder may work in.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(scope, NeedsTenant: true));

    /// <summary>Asks for a token with one of the scopes, in a tenant its holder may work in; the handler looks at what each of them opens.</summary>
    public static TBuilder RequireAnyScope<TBuilder>(this TBuilder endpoint, IReadOnlyList<string> scopes)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(Scope: null, NeedsTenant: true) { AnyOf = scopes });

    /// <summary>Asks for any good token, in a tenant its holder may work in.</summary>
    public static TBuilder RequireTenant<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(Scope: null, NeedsTenant: true));

    /// <summary>Asks for any good token and for no tenant.</summary>
    public static TBuilder RequireTokenOnly<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(Scope: null, NeedsTenant: false));
}
