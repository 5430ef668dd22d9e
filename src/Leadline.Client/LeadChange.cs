using System.Text.Json;

namespace Leadline.Client;

/// <summary>A lead to be made.</summary>
public sealed record NewLead
{
    /// <summary>The family name, or the only name there is. At most 255 characters.</summary>
    public required string LastName { get; init; }

    /// <summary>The given name. At most 255 characters.</summary>
    public string? FirstName { get; init; }

    /// <summary>The phone number in any format; kept as typed. At most 32 characters.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The e-mail address. At most 255 characters.</summary>
    public string? Email { get; init; }

    /// <summary>What the tenant notes about the lead. At most 65,535 characters.</summary>
    public string? Description { get; init; }

    /// <summary>What the lead wrote. At most 65,535 characters.</summary>
    public string? Message { get; init; }

    /// <summary>How the lead wants to be reached. At most 255 characters.</summary>
    public string? PreferredContact { get; init; }

    /// <summary>The page the lead came from. At most 2,048 characters.</summary>
    public string? SourcePageUrl { get; init; }

    /// <summary>The step of the sale; a new lead without one gets the default status.</summary>
    public long? LeadStatusId { get; init; }

    /// <summary>Where the lead heard of the tenant.</summary>
    public long? LeadReferenceSourceId { get; init; }

    /// <summary>The member who works the lead.</summary>
    public long? AssignedUserId { get; init; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public long? CountryId { get; init; }

    /// <summary>The marketing touches, a list of free JSON values; a single object is stored as a list of one.</summary>
    public JsonElement? MarketingAttribution { get; init; }

    /// <summary>The lead's number in its import source; unique there among live leads. At most 255 characters.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The branch of the import source. At most 255 characters.</summary>
    public string? ExternalBranchId { get; init; }

    /// <summary>When the lead was made in its import source.</summary>
    public DateTimeOffset? ExternalCreatedAt { get; init; }

    /// <summary>The system the lead was taken over from.</summary>
    public long? ImportSourceId { get; init; }
}

/// <summary>What to change of a lead; what is not set stays as it is.</summary>
public sealed record LeadChange
{
    /// <summary>The family name, or the only name there is. At most 255 characters.</summary>
    public Optional<string> LastName { get; init; }

    /// <summary>The given name. At most 255 characters.</summary>
    public Optional<string?> FirstName { get; init; }

    /// <summary>The phone number in any format; kept as typed. At most 32 characters.</summary>
    public Optional<string?> PhoneNumber { get; init; }

    /// <summary>The e-mail address. At most 255 characters.</summary>
    public Optional<string?> Email { get; init; }

    /// <summary>What the tenant notes about the lead. At most 65,535 characters.</summary>
    public Optional<string?> Description { get; init; }

    /// <summary>What the lead wrote. At most 65,535 characters.</summary>
    public Optional<string?> Message { get; init; }

    /// <summary>How the lead wants to be reached. At most 255 characters.</summary>
    public Optional<string?> PreferredContact { get; init; }

    /// <summary>The page the lead came from. At most 2,048 characters.</summary>
    public Optional<string?> SourcePageUrl { get; init; }

    /// <summary>The step of the sale; a new lead without one gets the default status.</summary>
    public Optional<long?> LeadStatusId { get; init; }

    /// <summary>Where the lead heard of the tenant.</summary>
    public Optional<long?> LeadReferenceSourceId { get; init; }

    /// <summary>The member who works the lead.</summary>
    public Optional<long?> AssignedUserId { get; init; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public Optional<long?> CountryId { get; init; }

    /// <summary>The marketing touches, a list of free JSON values; a single object is stored as a list of one.</summary>
    public Optional<JsonElement?> MarketingAttribution { get; init; }

    /// <summary>The lead's number in its import source; unique there among live leads. At most 255 characters.</summary>
    public Optional<string?> ExternalId { get; init; }

    /// <summary>The branch of the import source. At most 255 characters.</summary>
    public Optional<string?> ExternalBranchId { get; init; }

    /// <summary>When the lead was made in its import source.</summary>
    public Optional<DateTimeOffset?> ExternalCreatedAt { get; init; }

    /// <summary>The system the lead was taken over from.</summary>
    public Optional<long?> ImportSourceId { get; init; }
}
