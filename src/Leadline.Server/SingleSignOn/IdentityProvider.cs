namespace Leadline.SingleSignOn;

/// <summary>The OpenID Connect provider by which members sign in to a tenant. A tenant has one or none.</summary>
public sealed class IdentityProvider
{
    /// <summary>The provider's number.</summary>
    public long Id { get; set; }

    /// <summary>The tenant.</summary>
    public long TenantId { get; set; }

    /// <summary>What the provider calls itself, letter by letter; its settings are found below this address (OpenID Connect Discovery 1.0 section 4).</summary>
    public required string Issuer { get; set; }

    /// <summary>What Leadline is called there.</summary>
    public required string ClientId { get; set; }

    /// <summary>The secret Leadline has there, sealed.</summary>
    public required byte[] ClientSecret { get; set; }

    /// <summary>True where nothing but a sign-in by the provider opens the tenant.</summary>
    public bool IsRequired { get; set; }

    /// <summary>When it was set up.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>Counts its changes, from 1.</summary>
    public long Version { get; set; } = 1;

    /// <summary>Under which name ASP.NET Core knows it as it is now: another version is another scheme, so that a sign-in under way with the former one fails.</summary>
    public string Scheme => ProviderScheme.Of(TenantId, Id, Version);

    /// <summary>By which name accounts are linked to a subject of a tenant's provider.</summary>
    public static string LoginProvider(long tenant) => FormattableString.Invariant($"sso-{tenant}");

    /// <summary>Whom the provider knows, as accounts keep it. Another issuer's subject is somebody else.</summary>
    public static string LoginKey(string issuer, string subject) => $"{issuer} {subject}";
}
