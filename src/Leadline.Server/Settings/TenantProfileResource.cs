namespace Leadline.Settings;

/// <summary>What a tenant says of itself.</summary>
/// <param name="Id">The tenant's number, as in the header <c>X-Tenant</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="LogoUrl">The address of its logo.</param>
/// <param name="DefaultCountry">The ISO 3166-1 alpha-2 code for phone numbers typed without a country; null for none.</param>
/// <param name="TimeZone">The IANA name of the time zone it works in; null for none of its own.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record TenantProfileResource(long Id, string Name, string? LogoUrl, string? DefaultCountry, string? TimeZone, DateTime UpdatedAt)
{
    /// <summary>The resource of a profile.</summary>
    public static TenantProfileResource Of(TenantProfile profile) =>
        new(profile.Id, profile.Name, profile.LogoUrl, profile.DefaultCountry, profile.TimeZone, profile.UpdatedAt);
}
