using System.Text.Json.Serialization;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tags;

namespace Leadline.Customers;

/// <summary>A customer as the published page shows it.</summary>
/// <param name="Id">The customer's number.</param>
/// <param name="FirstName">The given name.</param>
/// <param name="LastName">The family name, or the only name there is.</param>
/// <param name="PhoneNumber">The phone number as given.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="DateOfBirth">The day of birth.</param>
/// <param name="Gender"><c>male</c>, <c>female</c> or <c>other</c>.</param>
/// <param name="CountryName">The country's English name.</param>
/// <param name="IdentityNumber">The number of an identity document.</param>
/// <param name="Job">What the customer works as.</param>
/// <param name="Address">The postal address.</param>
/// <param name="DefaultChannelId">The channel the customer prefers.</param>
/// <param name="AvatarUrl">The address of a picture.</param>
/// <param name="RelatedUser">The member who looks after the customer.</param>
/// <param name="CreatedAt">When the customer was made.</param>
/// <param name="UpdatedAt">When the customer was last changed.</param>
/// <param name="DeletedAt">When the customer was deleted.</param>
/// <param name="Tags">The customer's tags.</param>
public sealed record CustomerResource(
    long Id, string? FirstName, string? LastName, string? PhoneNumber, string? Email, DateTime? DateOfBirth, string? Gender, string? CountryName,
    string? IdentityNumber, string? Job, string? Address, long? DefaultChannelId, string? AvatarUrl, RelatedUser? RelatedUser,
    DateTime CreatedAt, DateTime UpdatedAt, DateTime? DeletedAt, IReadOnlyList<TagResource> Tags)
{
    /// <summary>The resource of a customer.</summary>
    public static CustomerResource Of(Customer customer, RelatedUser? user, IReadOnlyList<TagResource> tags) => new(
        customer.Id, customer.FirstName, customer.LastName, customer.PhoneNumber, customer.Email, customer.DateOfBirth, customer.Gender,
        customer.CountryId is { } country ? Countries.Find(country)?.Name : null,
        customer.IdentityNumber, customer.Job, customer.Address, customer.DefaultChannelId, customer.AvatarUrl, user,
        customer.CreatedAt, customer.UpdatedAt, customer.DeletedAt, tags);
}

/// <summary>The member who looks after a customer.</summary>
/// <param name="Id">The user's number.</param>
/// <param name="Name">What colleagues call them.</param>
public sealed record RelatedUser(long Id, string Name);

/// <summary>Generated JSON contracts of the customers' wire types.</summary>
[JsonSerializable(typeof(Page<CustomerResource>))]
[JsonSerializable(typeof(Record<CustomerResource>))]
internal sealed partial class CustomerJson : JsonSerializerContext;
