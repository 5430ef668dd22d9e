using System.Text.Json.Serialization;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users.Roles;
using Leadline.Users.Teams;

namespace Leadline.Users;

/// <summary>A user as the published page shows it: an account's e-mail, and what this tenant knows of the person.</summary>
/// <param name="Id">The user's number.</param>
/// <param name="Name">What colleagues call the person.</param>
/// <param name="Email">The address by which the person signs in.</param>
/// <param name="Title">The person's title in the company.</param>
/// <param name="Phone">The phone number.</param>
/// <param name="EmergencyContactName">Whom to call in an emergency: the given name.</param>
/// <param name="EmergencyContactSurname">Whom to call in an emergency: the family name.</param>
/// <param name="EmergencyContactPhoneNumber">Whom to call in an emergency: the number.</param>
/// <param name="BloodGroup">The blood group.</param>
/// <param name="Language">The languages spoken.</param>
/// <param name="AvatarUrl">The address of a picture.</param>
/// <param name="IsActive">False when the person is locked out of the tenant.</param>
/// <param name="InvitedAt">When the person was invited; null for one who has joined.</param>
/// <param name="Bio">A few words about the person.</param>
/// <param name="LastLoginAt">When the person last signed in; null until they do.</param>
/// <param name="LastLoginIp">From where.</param>
/// <param name="CreatedAt">When the person joined the tenant.</param>
/// <param name="UpdatedAt">When the tenant's record of them was last changed.</param>
/// <param name="DeletedAt">When the person left the tenant.</param>
/// <param name="Roles">What the person is in the tenant.</param>
public sealed record UserResource(
    long Id, string Name, string Email, string? Title, string? Phone,
    string? EmergencyContactName, string? EmergencyContactSurname, string? EmergencyContactPhoneNumber, string? BloodGroup,
    RawJson? Language, string? AvatarUrl, bool IsActive, DateTime? InvitedAt, string? Bio, DateTime? LastLoginAt, string? LastLoginIp,
    DateTime CreatedAt, DateTime UpdatedAt, DateTime? DeletedAt, IReadOnlyList<UserRole> Roles)
{
    /// <summary>The resource of a member.</summary>
    public static UserResource Of(Membership member, string email, IReadOnlyList<UserRole> roles) => new(
        member.UserId, member.Name, email, member.Title, member.Phone,
        member.EmergencyContactName, member.EmergencyContactSurname, member.EmergencyContactPhoneNumber, member.BloodGroup,
        member.Language is { } language ? new RawJson(language) : null, member.AvatarUrl, member.IsActive, member.InvitedAt, member.Bio, LastLoginAt: null, LastLoginIp: null,
        member.CreatedAt, member.UpdatedAt, member.DeletedAt, roles);
}

/// <summary>A role of a user.</summary>
/// <param name="Id">The role's number.</param>
/// <param name="Name">What people call it.</param>
public sealed record UserRole(long Id, string Name);

/// <summary>Generated JSON contracts of the users' wire types.</summary>
[JsonSerializable(typeof(Page<UserResource>))]
[JsonSerializable(typeof(Record<UserResource>))]
[JsonSerializable(typeof(Page<RoleResource>))]
[JsonSerializable(typeof(Record<RoleResource>))]
[JsonSerializable(typeof(Page<TeamResource>))]
[JsonSerializable(typeof(Record<TeamResource>))]
internal sealed partial class UserJson : JsonSerializerContext;
