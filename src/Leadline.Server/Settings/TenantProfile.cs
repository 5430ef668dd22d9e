using Leadline.Platform.Database;
using Leadline.Tenants;

namespace Leadline.Settings;

/// <summary>What a tenant says of itself; one row each, made with the tenant. What others read of the tenant follows it, by <see cref="TenantProfiles"/>.</summary>
public sealed class TenantProfile : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The tenant's own number: there is one row.</summary>
    public long Id { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>The address of its logo.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>The ISO 3166-1 alpha-2 code for phone numbers typed without a country.</summary>
    public string? DefaultCountry { get; set; }

    /// <summary>The IANA name of the time zone it works in.</summary>
    public string? TimeZone { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <summary>The profile of a tenant that has changed nothing of it.</summary>
    public static TenantProfile Of(Tenant tenant) => new() { Id = tenant.Id, Name = tenant.Name, LogoUrl = tenant.LogoUrl, DefaultCountry = tenant.DefaultCountry, UpdatedAt = tenant.UpdatedAt };
}
