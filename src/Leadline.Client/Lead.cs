using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Client;

/// <summary>A lead. A call that names fields gets these alone; the others have their default.</summary>
public sealed record Lead
{
    /// <summary>The lead's number.</summary>
    public long Id { get; init; }

    /// <summary>The given name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The family name, or the only name there is.</summary>
    public string? LastName { get; init; }

    /// <summary>First and last name, joined by one blank.</summary>
    public string FullName { get; init; } = "";

    /// <summary>The phone number as given.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>What the tenant notes about the lead.</summary>
    public string? Description { get; init; }

    /// <summary>What the lead wrote.</summary>
    public string? Message { get; init; }

    /// <summary>How the lead wants to be reached.</summary>
    public string? PreferredContact { get; init; }

    /// <summary>The page the lead came from.</summary>
    public string? SourcePageUrl { get; init; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public long? CountryId { get; init; }

    /// <summary>Whether the lead became a customer.</summary>
    [JsonConverter(typeof(TextBoolean))]
    public bool IsConverted { get; init; }

    /// <summary>When the lead became a customer.</summary>
    public DateTimeOffset? ConvertedAt { get; init; }

    /// <summary>The customer the lead became.</summary>
    public long? CustomerId { get; init; }

    /// <summary>The marketing touches that led here, a list of free JSON values.</summary>
    public JsonElement? MarketingAttribution { get; init; }

    /// <summary>The lead's number in the system it was taken over from.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The branch of that system.</summary>
    public string? ExternalBranchId { get; init; }

    /// <summary>When it was made in that system.</summary>
    public DateTimeOffset? ExternalCreatedAt { get; init; }

    /// <summary>When it was last compared with that system.</summary>
    public DateTimeOffset? LastSyncedAt { get; init; }

    /// <summary>That system.</summary>
    public long? ImportSourceId { get; init; }

    /// <summary>When the lead came in.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the lead was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the lead was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The step of the sale.</summary>
    public LeadStatusReference? Status { get; init; }

    /// <summary>Where the lead heard of the tenant.</summary>
    public ReferenceSourceReference? ReferenceSource { get; init; }

    /// <summary>The member who works the lead.</summary>
    public UserReference? AssignedUser { get; init; }

    /// <summary>The country's English name.</summary>
    public string? CountryName { get; init; }

    /// <summary>The lead's tags; null unless they were asked for by name.</summary>
    public IReadOnlyList<TagReference>? Tags { get; init; }

    /// <summary>The lead's version, which moves with every change; null unless it was asked for by name.</summary>
    public long? Version { get; init; }
}

/// <summary>A status, as a lead shows it.</summary>
public sealed record LeadStatusReference
{
    /// <summary>The status's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>What programs call it.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The colour it is shown in.</summary>
    public string? Color { get; init; }

    /// <summary>Whether the work on a lead ends here.</summary>
    public bool IsTerminal { get; init; }
}

/// <summary>A reference source, as a lead shows it.</summary>
public sealed record ReferenceSourceReference
{
    /// <summary>The source's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its number in another system.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>A member, as records show them.</summary>
public sealed record UserReference
{
    /// <summary>The user's number.</summary>
    public long Id { get; init; }

    /// <summary>What colleagues call them.</summary>
    public string Name { get; init; } = "";
}

/// <summary>A tag, as a lead shows it.</summary>
public sealed record TagReference
{
    /// <summary>The tag's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The colour it is shown in, as <c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "";
}

/// <summary>A boolean that the wire has as a text.</summary>
internal sealed class TextBoolean : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.True || (reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("true"));

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteStringValue(value ? "true" : "false");
}
