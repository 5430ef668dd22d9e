using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Leadline.SingleSignOn;

/// <summary>The names under which ASP.NET Core knows the tenants' providers: <c>sso-TENANT-PROVIDER-VERSION</c>.</summary>
public static class ProviderScheme
{
    private const string Prefix = "sso";

    /// <summary>The scheme of a tenant's provider in one of its versions.</summary>
    public static string Of(long tenant, long provider, long version) => FormattableString.Invariant($"{Prefix}-{tenant}-{provider}-{version}");

    /// <summary>Tenant, provider and version of a scheme; null for what is none of ours.</summary>
    public static (long Tenant, long Provider, long Version)? Read(string? name) =>
        name?.Split('-') is [Prefix, var tenant, var provider, var version] ? (NumberOf(tenant), NumberOf(provider), NumberOf(version)) : null;

    private static long NumberOf(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Knows such schemes beside those that were registered at the start.</summary>
public sealed class ProviderSchemes(IOptions<AuthenticationOptions> options) : AuthenticationSchemeProvider(options)
{
    /// <inheritdoc />
    public override Task<AuthenticationScheme?> GetSchemeAsync(string name) => ProviderScheme.Read(name) is null
        ? base.GetSchemeAsync(name)
        : Task.FromResult<AuthenticationScheme?>(new AuthenticationScheme(name, displayName: null, typeof(OpenIdConnectHandler)));
}
