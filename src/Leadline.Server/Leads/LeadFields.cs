using System.Text.Json;
using Leadline.Platform.Database;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads;

/// <summary>What may be sent of a lead, and how it is set.</summary>
public static class LeadFields
{
    private static readonly BodyField FirstName = BodyField.Text("first_name", "The given name.");
    private static readonly BodyField LastName = BodyField.Text("last_name", "The family name, or the only name there is.") with { IsRequired = true };
    private static readonly BodyField PhoneNumber = BodyField.Phone("phone_number", "The phone number in any format; kept as typed.");
    private static readonly BodyField Email = BodyField.Email("email", "The e-mail address.");
    private static readonly BodyField Description = BodyField.LongText("description", "What the tenant notes about the lead.");
    private static readonly BodyField Message = BodyField.LongText("message", "What the lead wrote.");
    private static readonly BodyField PreferredContact = BodyField.Text("preferred_contact", "How the lead wants to be reached.");
    private static readonly BodyField SourcePageUrl = BodyField.Text("source_page_url", "The page the lead came from.", 2048);
    private static readonly BodyField Status = BodyField.Integer("lead_status_id", "The step of the sale; a new lead without one gets the default status.");
    private static readonly BodyField Source = BodyField.Integer("lead_reference_source_id", "Where the lead heard of the tenant.");
    private static readonly BodyField AssignedUser = BodyField.Integer("assigned_user_id", "The member who works the lead.");
    private static readonly BodyField CountryId = BodyField.Integer("country_id", "The country: its ISO 3166-1 numeric code.");
    private static readonly BodyField Attribution = new("marketing_attribution", "array", "The marketing touches, a list of free JSON values; a single object is stored as a list of one.");
    private static readonly BodyField ExternalId = BodyField.Text("external_id", "The lead's number in its import source; unique there among live leads.");
    private static readonly BodyField ExternalBranchId = BodyField.Text("external_branch_id", "The branch of the import source.");
    private static readonly BodyField ExternalCreatedAt = BodyField.Time("external_created_at", "When the lead was made in its import source.");
    private static readonly BodyField ImportSourceId = BodyField.Integer("import_source_id", "The system the lead was taken over from.");

    private static readonly BodyField[] Synced = [ExternalId, ExternalBranchId, ExternalCreatedAt, ImportSourceId];

    /// <summary>All of them, in the published order.</summary>
    public static IReadOnlyList<BodyField> All { get; } =
    [
        LastName, FirstName, PhoneNumber, Email, Description, Message, PreferredContact, SourcePageUrl,
        Status, Source, AssignedUser, CountryId, Attribution, .. Synced,
    ];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    public static async Task SetAsync(Body body, Lead lead, TenantWrite write)
    {
        Set(body, lead, write.Now);
        await CheckReferencesAsync(body, lead, write.Db);
        CheckSynced(body, write);
    }

    /// <summary>Refuses what only those who see all leads may set.</summary>
    internal static void CheckSynced(Body body, TenantWrite write)
    {
        foreach (var field in Synced.Where(field => write.View.Sees.IsLimited && body.Has(field)))
        {
            // Whether an id is taken would tell of leads that are not theirs.
            body.Reject(field.Name, "is set only by those who see all leads");
        }
    }

    /// <summary>Sets what was sent, without a look at what it refers to.</summary>
    internal static void Set(Body body, Lead lead, DateTime now)
    {
        body.RefuseOthersThan(All);
        body.Text(FirstName, text => lead.FirstName = text);
        body.Text(LastName, text => lead.LastName = text);
        body.Text(PhoneNumber, text => lead.PhoneNumber = text);
        body.Text(Email, text => lead.Email = text);
        body.Text(Description, text => lead.Description = text);
        body.Text(Message, text => lead.Message = text);
        body.Text(PreferredContact, text => lead.PreferredContact = text);
        body.Text(SourcePageUrl, text => lead.SourcePageUrl = text);
        body.Integer(Status, id => lead.LeadStatusId = id);
        body.Integer(Source, id => lead.LeadReferenceSourceId = id);
        body.Integer(AssignedUser, id => lead.AssignedUserId = id);
        body.Integer(CountryId, id => lead.CountryId = id);
        body.Json(Attribution, json => SetAttribution(body, lead, json));
        body.Text(ExternalId, text => lead.ExternalId = text);
        body.Text(ExternalBranchId, text => lead.ExternalBranchId = text);
        body.Time(ExternalCreatedAt, time => lead.ExternalCreatedAt = time);
        body.Integer(ImportSourceId, id => lead.ImportSourceId = id);
        if (Synced.Any(body.Has))
        {
            lead.LastSyncedAt = now;
        }
    }

    // Each reference is looked up only when it was sent: what is not touched may point to a deleted status.
    internal static async Task CheckReferencesAsync(Body body, Lead lead, TenantDb db)
    {
        if (body.Has(Status) && lead.LeadStatusId is { } status && !await db.LeadStatuses.AnyAsync(known => known.Id == status && known.DeletedAt == null))
        {
            body.Reject(Status.Name, "is no status of this tenant");
        }

        if (body.Has(Source) && lead.LeadReferenceSourceId is { } source && !await db.LeadReferenceSources.AnyAsync(known => known.Id == source && known.DeletedAt == null))
        {
            body.Reject(Source.Name, "is no reference source of this tenant");
        }

        if (body.Has(ImportSourceId) && lead.ImportSourceId is { } import && !await db.ImportSources.AnyAsync(known => known.Id == import && known.DeletedAt == null))
        {
            body.Reject(ImportSourceId.Name, "is no import source of this tenant");
        }

        if (body.Has(AssignedUser) && lead.AssignedUserId is { } user && !await db.Memberships.AnyAsync(known => known.UserId == user && known.DeletedAt == null))
        {
            body.Reject(AssignedUser.Name, "is no member of this tenant");
        }

        if (body.Has(CountryId) && lead.CountryId is { } country && Countries.Find(country) is null)
        {
            body.Reject(CountryId.Name, "is no ISO 3166-1 numeric country code");
        }
    }

    /// <summary>Refuses an owner whose leads the caller does not see.</summary>
    internal static void RejectOwner(Body body) => body.Reject(AssignedUser.Name, "must be somebody whose leads the caller sees");

    private static void SetAttribution(Body body, Lead lead, JsonElement? json)
    {
        var text = json switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } list => list.GetRawText(),
            { ValueKind: JsonValueKind.Object } one => $"[{one.GetRawText()}]",
            _ => "",
        };
        if (text is "")
        {
            body.Reject(Attribution.Name, "must be a list or an object");
        }
        else if (text?.Length > 65_535)
        {
            body.Reject(Attribution.Name, "must be at most 65535 characters long");
        }
        else
        {
            lead.MarketingAttribution = text;
        }
    }
}
