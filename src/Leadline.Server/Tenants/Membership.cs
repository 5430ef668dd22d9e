using Leadline.Platform.Database;

namespace Leadline.Tenants;

/// <summary>A person's place in a tenant, and what the tenant knows of them; another tenant's is another row.</summary>
public sealed class Membership : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The person.</summary>
    public long UserId { get; set; }

    /// <summary>What colleagues call the person.</summary>
    public required string Name { get; set; }

    /// <summary>The person's title in the company.</summary>
    public string? Title { get; set; }

    /// <summary>The phone number.</summary>
    public string? Phone { get; set; }

    /// <summary>Whom to call in an emergency: the given name.</summary>
    public string? EmergencyContactName { get; set; }

    /// <summary>Whom to call in an emergency: the family name.</summary>
    public string? EmergencyContactSurname { get; set; }

    /// <summary>Whom to call in an emergency: the number.</summary>
    public string? EmergencyContactPhoneNumber { get; set; }

    /// <summary>The blood group.</summary>
    public string? BloodGroup { get; set; }

    /// <summary>The languages spoken: the text of a JSON array, or null.</summary>
    public string? Language { get; set; }

    /// <summary>The address of a picture.</summary>
    public string? AvatarUrl { get; set; }

    /// <summary>A few words about the person.</summary>
    public string? Bio { get; set; }

    /// <summary>False locks the person out of the tenant.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>When the tenant saw the person's e-mail or password change; null for never. The values themselves are nowhere in its journal.</summary>
    public DateTime? CredentialsChangedAt { get; set; }

    /// <summary>When the person was invited; null for one who has joined. Who has not is not active either.</summary>
    public DateTime? InvitedAt { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    long INumbered.Id
    {
        get => UserId;
        set => UserId = value;
    }
}
