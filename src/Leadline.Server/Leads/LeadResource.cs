using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>A lead as the published page shows it: these fields, in this order, and no other.</summary>
public sealed record LeadResource
{
    /// <summary>The lead's number.</summary>
    public required long Id { get; init; }

    /// <summary>The given name.</summary>
    public required string? FirstName { get; init; }

    /// <summary>The family name, or the only name there is.</summary>
    public required string? LastName { get; init; }

    /// <summary>First and last name, joined by one blank.</summary>
    public string FullName => FullNameOf(FirstName, LastName);

    /// <summary>The phone number as given.</summary>
    public required string? PhoneNumber { get; init; }

    /// <summary>The e-mail address.</summary>
    public required string? Email { get; init; }

    /// <summary>What the tenant notes about the lead.</summary>
    public required string? Description { get; init; }

    /// <summary>What the lead wrote.</summary>
    public required string? Message { get; init; }

    /// <summary>How the lead wants to be reached.</summary>
    public required string? PreferredContact { get; init; }

    /// <summary>The page the lead came from.</summary>
    public required string? SourcePageUrl { get; init; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public required long? CountryId { get; init; }

    /// <summary>Whether the lead became a customer: the string <c>true</c> or <c>false</c>, as published.</summary>
    public string IsConverted => ConvertedAt is null ? "false" : "true";

    /// <summary>When the lead became a customer.</summary>
    public required DateTime? ConvertedAt { get; init; }

    /// <summary>The customer the lead became.</summary>
    public required long? CustomerId { get; init; }

    /// <summary>The marketing touches that led here; a list of free JSON values.</summary>
    public required RawJson? MarketingAttribution { get; init; }

    /// <summary>The lead's number in the system it was taken over from.</summary>
    public required string? ExternalId { get; init; }

    /// <summary>The branch of that system.</summary>
    public required string? ExternalBranchId { get; init; }

    /// <summary>When it was made in that system.</summary>
    public required DateTime? ExternalCreatedAt { get; init; }

    /// <summary>When it was last compared with that system.</summary>
    public required DateTime? LastSyncedAt { get; init; }

    /// <summary>That system.</summary>
    public required long? ImportSourceId { get; init; }

    /// <summary>When the lead came in.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When the lead was last changed.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>When the lead was deleted.</summary>
    public required DateTime? DeletedAt { get; init; }

    /// <summary>The step of the sale.</summary>
    public required LeadStatusReference? Status { get; init; }

    /// <summary>Where the lead heard of the tenant.</summary>
    public required LeadSourceReference? ReferenceSource { get; init; }

    /// <summary>The member who works the lead.</summary>
    public required UserReference? AssignedUser { get; init; }

    /// <summary>The country's English name.</summary>
    public required string? CountryName { get; init; }

    /// <summary>First and last name, joined by one blank.</summary>
    internal static string FullNameOf(string? first, string? last) => $"{first?.Trim()} {last?.Trim()}".Trim();
}

/// <summary>A status, as a lead shows it.</summary>
/// <param name="Id">The status's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Slug">What programs call it.</param>
/// <param name="Color">The colour it is shown in.</param>
/// <param name="IsTerminal">Whether the work on a lead ends here.</param>
public sealed record LeadStatusReference(long Id, string Name, string Slug, string? Color, bool IsTerminal);

/// <summary>A reference source, as a lead shows it.</summary>
/// <param name="Id">The source's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="ExternalId">Its number in another system.</param>
public sealed record LeadSourceReference(long Id, string Name, string? ExternalId);

/// <summary>A member, as a lead shows them.</summary>
/// <param name="Id">The user's number.</param>
/// <param name="Name">What colleagues call them.</param>
public sealed record UserReference(long Id, string Name);
