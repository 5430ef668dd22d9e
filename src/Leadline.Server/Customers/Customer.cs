using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Customers;

/// <summary>Whom a lead became.</summary>
public sealed class Customer : IRecord, IFolded
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The given name.</summary>
    public string? FirstName { get; set; }

    /// <summary>The family name, or the only name there is.</summary>
    public string? LastName { get; set; }

    /// <summary>The phone number as given.</summary>
    public string? PhoneNumber { get; set; }

    /// <summary>The e-mail address as given.</summary>
    public string? Email { get; set; }

    /// <summary>The day of birth.</summary>
    public DateTime? DateOfBirth { get; set; }

    /// <summary>One of <see cref="Genders"/>.</summary>
    public string? Gender { get; set; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public long? CountryId { get; set; }

    /// <summary>The number of an identity document.</summary>
    public string? IdentityNumber { get; set; }

    /// <summary>What the customer works as.</summary>
    public string? Job { get; set; }

    /// <summary>The postal address.</summary>
    public string? Address { get; set; }

    /// <summary>The channel the customer prefers, by its number in the tenant's own systems.</summary>
    public long? DefaultChannelId { get; set; }

    /// <summary>The address of a picture.</summary>
    public string? AvatarUrl { get; set; }

    /// <summary>The member who looks after the customer.</summary>
    public long? RelatedUserId { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <summary>The folded given name, which sorts; null when there is none.</summary>
    public string? FirstNameKey { get; private set; }

    /// <summary>The folded family name, which sorts; null when there is none.</summary>
    public string? LastNameKey { get; private set; }

    /// <summary>The folded e-mail address; null when there is none.</summary>
    public string? EmailKey { get; private set; }

    /// <summary>The digits of the phone in E.164; null when there is none.</summary>
    public string? PhoneKey { get; private set; }

    /// <summary>Everything a search looks through, folded, a line each.</summary>
    public string SearchKey { get; private set; } = "";

    /// <summary>The published values of <see cref="Gender"/>.</summary>
    public static IReadOnlyList<string> Genders { get; } = ["male", "female", "other"];

    /// <summary>The customer that a lead with these fields becomes.</summary>
    public static Customer Of(string? firstName, string? lastName, string? phoneNumber, string? email, long? countryId, long? relatedUserId) => new()
    {
        FirstName = firstName,
        LastName = lastName,
        PhoneNumber = phoneNumber,
        Email = email,
        CountryId = countryId,
        RelatedUserId = relatedUserId,
    };

    /// <inheritdoc />
    public void FoldKeys(string? defaultCountry)
    {
        FirstNameKey = Folding.SortKey(FirstName);
        LastNameKey = Folding.SortKey(LastName);
        EmailKey = Folding.SortKey(Email);
        PhoneKey = PhoneDigits.Of(PhoneNumber, defaultCountry);
        SearchKey = string.Join('\n', new[] { FirstName, LastName, Email, PhoneNumber, IdentityNumber }.Select(field => Folding.Fold(field ?? "")));
    }
}
