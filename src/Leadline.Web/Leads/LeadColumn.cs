using Leadline.Client;

namespace Leadline.Web.Leads;

/// <summary>How a value is changed where it stands.</summary>
public enum Editor
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A line of text.</summary>
    Text,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>Given and family name.</summary>
    Name,

    /// <summary>A status.</summary>
    Status,

    /// <summary>A source.</summary>
    Source,

    /// <summary>A member, or nobody.</summary>
    Owner,

    /// <summary>A country.</summary>
    Country,

    /// <summary>A moment.</summary>
    Time,

    /// <summary>A system that leads are taken over from.</summary>
    ImportSource,

    /// <summary>Free JSON.</summary>
    Json,

    /// <summary>Several tags.</summary>
    Tags,

    /// <summary>When the lead is followed up next.</summary>
    FollowUp,
}

/// <summary>A column of the lead list.</summary>
/// <param name="Name">Its name, which is the field's on the wire.</param>
/// <param name="Label">What it is called, in English.</param>
/// <param name="Width">How wide it is unless the person chose otherwise, in pixels.</param>
/// <param name="Fields">What it shows.</param>
public sealed record LeadColumn(string Name, string Label, int Width, params LeadField[] Fields)
{
    /// <summary>The narrowest column, in pixels.</summary>
    public const int LeastWidth = 64;

    /// <summary>The widest column, in pixels.</summary>
    public const int MostWidth = 800;

    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<LeadColumn> All { get; } =
    [
        new("full_name", "Name", 200, LeadField.FullName, LeadField.FirstName, LeadField.LastName) { Sort = "last_name", Editor = Editor.Name },
        new("status", "Status", 140, LeadField.Status) { Filter = "lead_status_id", Editor = Editor.Status },
        new("phone_number", "Phone", 160, LeadField.PhoneNumber) { Filter = "phone_number", Editor = Editor.Phone, MaxLength = 32 },
        new("email", "E-mail", 220, LeadField.Email) { Filter = "email", Editor = Editor.Email },
        new("assigned_user", "Owner", 150, LeadField.AssignedUser) { Filter = "assigned_user_id", Editor = Editor.Owner },
        new("follow_up", "Follow-up", 170) { Editor = Editor.FollowUp },
        new("reference_source", "Source", 140, LeadField.ReferenceSource) { Filter = "lead_reference_source_id", Editor = Editor.Source },
        new("tags", "Tags", 180, LeadField.Tags) { Filter = "tag_id", Editor = Editor.Tags },
        new("created_at", "Created", 130, LeadField.CreatedAt) { Sort = "created_at" },
        new("updated_at", "Changed", 130, LeadField.UpdatedAt),
        new("converted_at", "Converted", 130, LeadField.ConvertedAt) { Sort = "converted_at" },
        new("first_name", "First name", 140, LeadField.FirstName) { Sort = "first_name", Editor = Editor.Text },
        new("last_name", "Last name", 140, LeadField.LastName) { Sort = "last_name", Editor = Editor.Text },
        new("country_name", "Country", 140, LeadField.CountryName, LeadField.CountryId) { Filter = "country_id", Editor = Editor.Country },
        new("preferred_contact", "Preferred contact", 160, LeadField.PreferredContact) { Editor = Editor.Text },
        new("description", "Description", 260, LeadField.Description) { Editor = Editor.LongText, MaxLength = 65_535 },
        new("message", "Message", 260, LeadField.Message) { Editor = Editor.LongText, MaxLength = 65_535 },
        new("source_page_url", "Source page", 220, LeadField.SourcePageUrl) { Editor = Editor.Text, MaxLength = 2048 },
        new("external_id", "External id", 140, LeadField.ExternalId) { Filter = "external_id", Editor = Editor.Text, IsForAllSeeing = true },
        new("external_branch_id", "Branch", 140, LeadField.ExternalBranchId) { Filter = "external_branch_id", Editor = Editor.Text, IsForAllSeeing = true },
        new("last_synced_at", "Compared", 130, LeadField.LastSyncedAt) { Sort = "last_synced_at" },
    ];

    /// <summary>What only a lead's own page shows.</summary>
    public static IReadOnlyList<LeadColumn> Further { get; } =
    [
        new("external_created_at", "Made there", 130, LeadField.ExternalCreatedAt) { Editor = Editor.Time, IsForAllSeeing = true },
        new("import_source", "Import source", 140, LeadField.ImportSourceId) { Editor = Editor.ImportSource, IsForAllSeeing = true },
        new("marketing_attribution", "Attribution", 260, LeadField.MarketingAttribution) { Editor = Editor.Json, MaxLength = 65_535 },
    ];

    /// <summary>What is shown to who has chosen nothing.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["full_name", "status", "phone_number", "email", "assigned_user", "follow_up", "reference_source", "tags", "created_at"];

    /// <summary>What the list is sorted by at a click on its header; null for nothing.</summary>
    public string? Sort { get; init; }

    /// <summary>What a click on a value filters by; null for nothing.</summary>
    public string? Filter { get; init; }

    /// <summary>How a value is changed where it stands.</summary>
    public Editor Editor { get; init; }

    /// <summary>The most characters that a text may have.</summary>
    public int MaxLength { get; init; } = 255;

    /// <summary>Whether only those who see all leads may change it.</summary>
    public bool IsForAllSeeing { get; init; }

    /// <summary>What the journal calls the fields that it shows.</summary>
    public IReadOnlyList<string> JournalFields => Name switch
    {
        "full_name" => ["first_name", "last_name"],
        "status" => ["lead_status_id"],
        "assigned_user" => ["assigned_user_id"],
        "reference_source" => ["lead_reference_source_id"],
        "country_name" => ["country_id"],
        "import_source" => ["import_source_id"],
        _ => [Name],
    };

    /// <summary>Whether the person in the workspace may change it.</summary>
    public bool MayChange(Layout.Workspace workspace) =>
        Editor != Editor.None && workspace.May("leads:write") && (!IsForAllSeeing || workspace.Access.Visibility == LeadVisibility.All);

    /// <summary>The column of a name; null where there is none.</summary>
    public static LeadColumn? Of(string name) => All.FirstOrDefault(column => column.Name == name);

    /// <summary>The column of a name, or what only a lead's own page shows; null where there is none.</summary>
    public static LeadColumn? OfPage(string name) => Of(name) ?? Further.FirstOrDefault(column => column.Name == name);
}
