using System.Text.Json;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Users;

/// <summary>What may be sent of a user, and how it is set.</summary>
public static class UserFields
{
    // The published pages bound them in a change, and not in a new user.
    private static readonly string[] Languages = ["Turkish", "English", "Other"];

    private static readonly BodyField Name = BodyField.Text("name", "What colleagues call the person.") with { IsRequired = true };
    private static readonly BodyField Phone = BodyField.Phone("phone", "The phone number.");
    private static readonly BodyField Title = BodyField.Text("title", "The person's title in the company.");
    private static readonly BodyField EmergencyName = BodyField.Text("emergency_contact_name", "Whom to call in an emergency: the given name.");
    private static readonly BodyField EmergencySurname = BodyField.Text("emergency_contact_surname", "Whom to call in an emergency: the family name.");
    private static readonly BodyField EmergencyPhone = BodyField.Phone("emergency_contact_phone_number", "Whom to call in an emergency: the number.");
    private static readonly BodyField BloodGroup = BodyField.Text("blood_group", "The blood group.", 10);
    private static readonly BodyField Language = new("language", "array", "The languages spoken, a list of texts.");
    private static readonly BodyField KnownLanguage = Language with { Description = $"The languages spoken, a list of {string.Join(", ", Languages)}." };
    private static readonly BodyField AvatarUrl = BodyField.Text("avatar_url", "The address of a picture.", 1000);
    private static readonly BodyField IsActive = BodyField.Boolean("is_active", "False locks the person out of the tenant; null leaves it as it is.");
    private static readonly BodyField Bio = BodyField.Text("bio", "A few words about the person.", 1000);

    /// <summary>Those of a new user, in the published order.</summary>
    public static IReadOnlyList<BodyField> OfNew { get; } =
    [
        Name, .. Credentials.Fields, Phone, Title, EmergencyName, EmergencySurname, EmergencyPhone, BloodGroup, Language, AvatarUrl, IsActive, Bio, UserRoles.Field,
    ];

    /// <summary>Those of a change: of the languages, only the published ones.</summary>
    public static IReadOnlyList<BodyField> OfChange { get; } = [.. OfNew.Select(field => field == Language ? KnownLanguage : field)];

    /// <summary>Those that a person changes of themselves.</summary>
    public static IReadOnlyList<BodyField> OfOneself { get; } = [.. OfChange.Where(field => field != IsActive && field != UserRoles.Field), Credentials.Current];

    /// <summary>Sets what was sent of a new member's own fields; errors are told by the body.</summary>
    public static void Fill(Body body, Membership member)
    {
        body.RefuseOthersThan(OfNew);
        Set(body, member, languages: null);
    }

    /// <summary>Sets what was sent of a member's own fields; errors are told by the body.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="member">The member.</param>
    /// <param name="known">What may be sent.</param>
    public static void Change(Body body, Membership member, IReadOnlyList<BodyField> known)
    {
        body.RefuseOthersThan(known);
        Set(body, member, Languages);
    }

    private static void Set(Body body, Membership member, IReadOnlyList<string>? languages)
    {
        body.Text(Name, text => member.Name = text ?? "");
        body.Text(Phone, text => member.Phone = text);
        body.Text(Title, text => member.Title = text);
        body.Text(EmergencyName, text => member.EmergencyContactName = text);
        body.Text(EmergencySurname, text => member.EmergencyContactSurname = text);
        body.Text(EmergencyPhone, text => member.EmergencyContactPhoneNumber = text);
        body.Text(BloodGroup, text => member.BloodGroup = text);
        body.Json(Language, json => SetLanguage(body, member, json, languages));
        body.Text(AvatarUrl, text => member.AvatarUrl = text);
        body.Boolean(IsActive, value => member.IsActive = value ?? member.IsActive);
        body.Text(Bio, text => member.Bio = text);
    }

    /// <summary>Refuses what only an accepted invitation decides.</summary>
    public static void RejectActive(Body body) => body.Reject(IsActive.Name, "cannot be set before the person has accepted the invitation, which makes it true");

    private static void SetLanguage(Body body, Membership member, JsonElement? json, IReadOnlyList<string>? known)
    {
        if (json is { } list && (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)))
        {
            body.Reject(Language.Name, "must be a list of texts");
        }
        else if (known is not null && json?.EnumerateArray().Any(item => !known.Contains(item.GetString())) == true)
        {
            body.Reject(Language.Name, $"must be a list of {string.Join(", ", known)}");
        }
        else if (json?.GetRawText().Length > 1000)
        {
            body.Reject(Language.Name, "must be at most 1000 characters long");
        }
        else
        {
            member.Language = json?.GetRawText();
        }
    }
}
