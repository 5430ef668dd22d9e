using Leadline.Platform.Database;

namespace Leadline.Customers;

/// <summary>Whom a lead became.</summary>
public sealed class Customer : ITenantOwned
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The customer's number, unique in the installation.</summary>
    public long Id { get; set; }

    /// <summary>The given name.</summary>
    public string? FirstName { get; set; }

    /// <summary>The family name, or the only name there is.</summary>
    public string? LastName { get; set; }

    /// <summary>The phone number as given.</summary>
    public string? PhoneNumber { get; set; }

    /// <summary>The e-mail address as given.</summary>
    public string? Email { get; set; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public long? CountryId { get; set; }

    /// <summary>The member who looks after the customer.</summary>
    public long? RelatedUserId { get; set; }

    /// <summary>When the customer was made.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When the customer was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>When the customer was deleted; null while it lives.</summary>
    public DateTime? DeletedAt { get; set; }
}
