using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Client;

/// <summary>A customer.</summary>
public sealed record Customer
{
    /// <summary>The customer's number.</summary>
    public long Id { get; init; }

    /// <summary>The given name.</summary>
    public string? FirstName { get; init; }

    /// <summary>The family name, or the only name there is.</summary>
    public string? LastName { get; init; }

    /// <summary>The phone number as given.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The day of birth.</summary>
    [JsonConverter(typeof(Day))]
    public DateOnly? DateOfBirth { get; init; }

    /// <summary><c>male</c>, <c>female</c> or <c>other</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>The country's English name.</summary>
    public string? CountryName { get; init; }

    /// <summary>The number of an identity document.</summary>
    public string? IdentityNumber { get; init; }

    /// <summary>What the customer works as.</summary>
    public string? Job { get; init; }

    /// <summary>The postal address.</summary>
    public string? Address { get; init; }

    /// <summary>The channel the customer prefers.</summary>
    public long? DefaultChannelId { get; init; }

    /// <summary>The address of a picture.</summary>
    public string? AvatarUrl { get; init; }

    /// <summary>The member who looks after the customer.</summary>
    public UserReference? RelatedUser { get; init; }

    /// <summary>When the customer was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the customer was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the customer was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The customer's tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>A customer to be made.</summary>
public sealed record NewCustomer
{
    /// <summary>The given name. At most 255 characters.</summary>
    public required string FirstName { get; init; }

    /// <summary>The family name, or the only name there is. At most 255 characters.</summary>
    public required string LastName { get; init; }

    /// <summary>The phone number in any format; kept as typed. At most 32 characters.</summary>
    public required string PhoneNumber { get; init; }

    /// <summary>The e-mail address. At most 255 characters.</summary>
    public string? Email { get; init; }

    /// <summary>The day of birth.</summary>
    public DateOnly? DateOfBirth { get; init; }

    /// <summary>The gender.</summary>
    public string? Gender { get; init; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public long? CountryId { get; init; }

    /// <summary>The number of an identity document. At most 255 characters.</summary>
    public string? IdentityNumber { get; init; }

    /// <summary>What the customer works as. At most 255 characters.</summary>
    public string? Job { get; init; }

    /// <summary>The postal address. At most 1,000 characters.</summary>
    public string? Address { get; init; }

    /// <summary>The channel the customer prefers, by its number in your own systems.</summary>
    public long? DefaultChannelId { get; init; }

    /// <summary>The member who looks after the customer.</summary>
    public long? UserId { get; init; }
}

/// <summary>What to change of a customer; what is not set stays as it is.</summary>
public sealed record CustomerChange
{
    /// <summary>The given name. At most 255 characters.</summary>
    public Optional<string> FirstName { get; init; }

    /// <summary>The family name, or the only name there is. At most 255 characters.</summary>
    public Optional<string> LastName { get; init; }

    /// <summary>The phone number in any format; kept as typed. At most 32 characters.</summary>
    public Optional<string> PhoneNumber { get; init; }

    /// <summary>The e-mail address. At most 255 characters.</summary>
    public Optional<string?> Email { get; init; }

    /// <summary>The day of birth.</summary>
    public Optional<DateOnly?> DateOfBirth { get; init; }

    /// <summary>The gender.</summary>
    public Optional<string?> Gender { get; init; }

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    public Optional<long?> CountryId { get; init; }

    /// <summary>The number of an identity document. At most 255 characters.</summary>
    public Optional<string?> IdentityNumber { get; init; }

    /// <summary>What the customer works as. At most 255 characters.</summary>
    public Optional<string?> Job { get; init; }

    /// <summary>The postal address. At most 1,000 characters.</summary>
    public Optional<string?> Address { get; init; }

    /// <summary>The channel the customer prefers, by its number in your own systems.</summary>
    public Optional<long?> DefaultChannelId { get; init; }

    /// <summary>The member who looks after the customer.</summary>
    public Optional<long?> UserId { get; init; }
}

/// <summary>A day, which the server answers as its first moment in UTC.</summary>
internal sealed class Day : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateOnly.FromDateTime(reader.GetDateTimeOffset().UtcDateTime);

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
