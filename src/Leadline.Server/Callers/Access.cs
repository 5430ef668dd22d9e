namespace Leadline.Callers;

/// <summary>What an endpoint of the API asks of its callers; every one names it, and the gate enforces it.</summary>
/// <param name="Scope">The scope the token must carry; null for any good token.</param>
/// <param name="NeedsTenant">True when the header <c>X-Tenant</c> is required.</param>
public sealed record Access(string? Scope, bool NeedsTenant);

/// <summary>Names the access of endpoints.</summary>
public static class AccessConventions
{
    /// <summary>Asks for a token with the scope, in a tenant its holder may work in.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(scope, NeedsTenant: true));

    /// <summary>Asks for any good token, in a tenant its holder may work in.</summary>
    public static TBuilder RequireTenant<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(Scope: null, NeedsTenant: true));

    /// <summary>Asks for any good token and for no tenant.</summary>
    public static TBuilder RequireTokenOnly<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Access(Scope: null, NeedsTenant: false));
}
