using System.Text.Json;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>A program that calls the API, on its own account or for people who sign in through it: an OAuth 2.0 client.</summary>
public sealed class App : OpenIddictEntityFrameworkCoreApplication<long, AppAuthorization, AppToken>
{
    /// <summary>The one tenant whose data the app works on; null for a first-party app, whose tokens count in all tenants of the person.</summary>
    public long? TenantId { get; set; }

    /// <summary>What a token is good for that was asked for without scopes, separated by blanks; empty for all of its scopes.</summary>
    public string DefaultScopes { get; set; } = "";

    /// <summary>The hash of the secret before the current one.</summary>
    public string? FormerSecret { get; set; }

    /// <summary>Until when that one is good as well.</summary>
    public DateTime? FormerSecretEndsAt { get; set; }

    /// <summary>When the app was registered.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>When it was deleted; nothing it holds is good from then on.</summary>
    public DateTime? DeletedAt { get; set; }

    /// <summary>Counts its changes, from 1.</summary>
    public long Version { get; set; } = 1;

    /// <summary>Whether it can keep no secret.</summary>
    public bool IsPublic => ClientType == ClientTypes.Public;

    /// <summary>
    /// Whether another program on the person's device could pass for it: it keeps no secret, and comes back to the device itself instead of to a host
    /// that a certificate proves. The person is asked each time (RFC 8252 section 8.6).
    /// </summary>
    public bool CanBeFeigned => IsPublic && Redirects.Any(address => !address.StartsWith("https://", StringComparison.OrdinalIgnoreCase));

    /// <summary>What its tokens may be good for.</summary>
    public IReadOnlyList<string> Scopes =>
        [.. Read(Permissions).Where(each => each.StartsWith(ScopePrefix, StringComparison.Ordinal)).Select(each => each[ScopePrefix.Length..])];

    /// <summary>What they are good for when none is asked for.</summary>
    public IReadOnlyList<string> Defaults => DefaultScopes.Length > 0 ? DefaultScopes.Split(' ') : Scopes;

    /// <summary>By which grants it gets tokens.</summary>
    public IReadOnlyList<string> GrantTypesAllowed =>
        [.. Read(Permissions).Where(each => each.StartsWith(GrantPrefix, StringComparison.Ordinal)).Select(each => each[GrantPrefix.Length..])];

    /// <summary>Where it lets people come back to after they signed in.</summary>
    public IReadOnlyList<string> Redirects => Read(RedirectUris);

    private const string ScopePrefix = OpenIddict.Abstractions.OpenIddictConstants.Permissions.Prefixes.Scope;
    private const string GrantPrefix = OpenIddict.Abstractions.OpenIddictConstants.Permissions.Prefixes.GrantType;

    private static string[] Read(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json) ?? [];
}

/// <summary>What a person allowed an app to do: for good, or by one sign-in, whose tokens are a family.</summary>
public sealed class AppAuthorization : OpenIddictEntityFrameworkCoreAuthorization<long, App, AppToken>;

/// <summary>A token that was handed out, so that it can be revoked.</summary>
public sealed class AppToken : OpenIddictEntityFrameworkCoreToken<long, App, AppAuthorization>;

/// <summary>A scope known to OpenIddict's store; Leadline's own scopes are fixed, so the table stays empty.</summary>
public sealed class AppScope : OpenIddictEntityFrameworkCoreScope<long>;
