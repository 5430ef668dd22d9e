using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Leads;

/// <summary>A person or company that may become a customer.</summary>
public sealed class Lead : IRecord, IFolded
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The lead's number, unique in the installation.</summary>
    public long Id { get; set; }

    /// <summary>The step of the sale the lead is at.</summary>
    public long? LeadStatusId { get; set; }

    /// <summary>Where the lead heard of the tenant.</summary>
    public long? LeadReferenceSourceId { get; set; }

    /// <summary>The member who works the lead.</summary>
    public long? AssignedUserId { get; set; }

    /// <summary>The system the lead was taken over from.</summary>
    public long? ImportSourceId { get; set; }

    /// <summary>For a converted lead: its status before, to which taking the conversion back returns.</summary>
    public long? StatusBeforeConversionId { get; set; }

    /// <summary>The customer the lead became.</summary>
    public long? CustomerId { get; set; }

    /// <summary>The lead's country: its ISO 3166-1 numeric code.</summary>
    public long? CountryId { get; set; }

    /// <summary>When the lead came in.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When the lead was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>When the lead was deleted; null while it lives.</summary>
    public DateTime? DeletedAt { get; set; }

    /// <summary>When the lead became a customer; null until then.</summary>
    public DateTime? ConvertedAt { get; set; }

    /// <summary>When the lead was last compared with its import source.</summary>
    public DateTime? LastSyncedAt { get; set; }

    /// <summary>When the lead was made in its import source.</summary>
    public DateTime? ExternalCreatedAt { get; set; }

    /// <summary>Counts the changes of the row, from 1.</summary>
    public long Version { get; set; } = 1;

    /// <summary>Derived by the database from <see cref="DeletedAt"/>, for the indexes.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Derived by the database from <see cref="ConvertedAt"/>, for the indexes.</summary>
    public bool IsConverted { get; private set; }

    /// <summary>The lead's number in its import source; unique there among live leads.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The branch of the import source the lead belongs to.</summary>
    public string? ExternalBranchId { get; set; }

    /// <summary>The given name.</summary>
    public string? FirstName { get; set; }

    /// <summary>The family name, or the only name there is.</summary>
    public string? LastName { get; set; }

    /// <summary>The e-mail address as given.</summary>
    public string? Email { get; set; }

    /// <summary>The phone number as given.</summary>
    public string? PhoneNumber { get; set; }

    /// <summary>How the lead wants to be reached.</summary>
    public string? PreferredContact { get; set; }

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

    /// <summary>The page the lead came from.</summary>
    public string? SourcePageUrl { get; set; }

    /// <summary>What the tenant notes about the lead.</summary>
    public string? Description { get; set; }

    /// <summary>What the lead wrote.</summary>
    public string? Message { get; set; }

    /// <summary>The marketing touches: the text of a JSON array, or null.</summary>
    public string? MarketingAttribution { get; set; }

    /// <inheritdoc />
    public void FoldKeys(string? defaultCountry)
    {
        FirstNameKey = Folding.SortKey(FirstName);
        LastNameKey = Folding.SortKey(LastName);
        EmailKey = Folding.SortKey(Email);
        PhoneKey = PhoneDigits.Of(PhoneNumber, defaultCountry);
        SearchKey = string.Join(
            LeadSearch.FieldSeparator,
            new[] { FirstName, LastName, Email, PhoneNumber, ExternalId }.Select(field => Folding.Fold(field ?? "")));
    }
}
