namespace Leadline.Tenants;

/// <summary>A company whose leads are kept apart from every other's.</summary>
public sealed class Tenant
{
    /// <summary>The tenant's number, as in the header <c>X-Tenant</c>.</summary>
    public long Id { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>The address of its logo.</summary>
    public string? LogoUrl { get; set; }

    /// <summary>The ISO 3166-1 alpha-2 code for phone numbers typed without a country.</summary>
    public string? DefaultCountry { get; set; }

    /// <summary>The tier of its rate limits, as the operator's settings name them; null for the usual one.</summary>
    public string? Tier { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTime UpdatedAt { get; set; }
}
