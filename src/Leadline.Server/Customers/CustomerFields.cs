using Leadline.Platform.Database;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Customers;

/// <summary>What may be sent of a customer, and how it is set.</summary>
public static class CustomerFields
{
    private static readonly BodyField FirstName = BodyField.Text("first_name", "The given name.") with { IsRequired = true };
    private static readonly BodyField LastName = BodyField.Text("last_name", "The family name, or the only name there is.") with { IsRequired = true };
    private static readonly BodyField PhoneNumber = BodyField.Phone("phone_number", "The phone number in any format; kept as typed.") with { IsRequired = true };
    private static readonly BodyField Email = BodyField.Email("email", "The e-mail address.");
    private static readonly BodyField DateOfBirth = BodyField.Time("date_of_birth", "The day of birth.");
    private static readonly BodyField Gender = new("gender", "string", "The gender.") { Options = Customer.Genders };
    private static readonly BodyField CountryId = BodyField.Integer("country_id", "The country: its ISO 3166-1 numeric code.");
    private static readonly BodyField IdentityNumber = BodyField.Text("identity_number", "The number of an identity document.");
    private static readonly BodyField Job = BodyField.Text("job", "What the customer works as.");
    private static readonly BodyField Address = BodyField.Text("address", "The postal address.", 1000);
    private static readonly BodyField DefaultChannelId = BodyField.Integer("default_channel_id", "The channel the customer prefers, by its number in your own systems.");
    private static readonly BodyField UserId = BodyField.Integer("user_id", "The member who looks after the customer.");

    /// <summary>All of them, in the published order.</summary>
    public static IReadOnlyList<BodyField> All { get; } =
    [
        FirstName, LastName, PhoneNumber, Email, DateOfBirth, Gender, CountryId, IdentityNumber, Job, Address, DefaultChannelId, UserId,
    ];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    public static async Task SetAsync(Body body, Customer customer, TenantDb db)
    {
        body.RefuseOthersThan(All);
        body.Text(FirstName, text => customer.FirstName = text);
        body.Text(LastName, text => customer.LastName = text);
        body.Text(PhoneNumber, text => customer.PhoneNumber = text);
        body.Text(Email, text => customer.Email = text);
        body.Time(DateOfBirth, time => customer.DateOfBirth = time);
        body.Text(Gender, text => customer.Gender = text);
        body.Integer(CountryId, id => customer.CountryId = id);
        body.Text(IdentityNumber, text => customer.IdentityNumber = text);
        body.Text(Job, text => customer.Job = text);
        body.Text(Address, text => customer.Address = text);
        body.Integer(DefaultChannelId, id => customer.DefaultChannelId = id);
        body.Integer(UserId, id => customer.RelatedUserId = id);
        if (body.Has(CountryId) && customer.CountryId is { } country && Countries.Find(country) is null)
        {
            body.Reject(CountryId.Name, "is no ISO 3166-1 numeric country code");
        }

        if (body.Has(UserId) && customer.RelatedUserId is { } user && !await db.Memberships.AnyAsync(known => known.UserId == user && known.DeletedAt == null))
        {
            body.Reject(UserId.Name, "is no member of this tenant");
        }
    }

    /// <summary>Refuses a member whose customers the caller does not see.</summary>
    internal static void RejectOwner(Body body) => body.Reject(UserId.Name, "must be somebody whose customers the caller sees");
}
