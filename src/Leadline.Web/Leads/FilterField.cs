namespace Leadline.Web.Leads;

/// <summary>How a filter's value is chosen.</summary>
public enum FilterKind
{
    /// <summary>One or several statuses.</summary>
    Status,

    /// <summary>One or several sources.</summary>
    Source,

    /// <summary>One or several members, the person themselves, or nobody.</summary>
    Owner,

    /// <summary>One or several tags.</summary>
    Tag,

    /// <summary>One or several countries.</summary>
    Country,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>How near it is: overdue, or today, whenever that is asked.</summary>
    Near,

    /// <summary>A day, and all after it.</summary>
    From,

    /// <summary>A day, and all before it.</summary>
    To,

    /// <summary>One or several texts, with commas between them.</summary>
    Text,
}

/// <summary>A filter of the lead list.</summary>
/// <param name="Name">Its name in the address, and but for one on the wire.</param>
/// <param name="Kind">How its value is chosen.</param>
/// <param name="Label">What it is called, in English.</param>
/// <param name="Operator">How field and value belong together, in English.</param>
public sealed record FilterField(string Name, FilterKind Kind, string Label, string Operator)
{
    /// <summary>The filter by how near the follow-up is: of the page alone, which asks the API for the times that it means by then.</summary>
    public const string FollowUp = "follow_up";

    /// <summary>What has passed.</summary>
    public const string Overdue = "overdue";

    /// <summary>What is still to come today.</summary>
    public const string Today = "today";

    private const string Not = "not_";

    private static readonly FilterField[] Fields =
    [
        new("lead_status_id", FilterKind.Status, "Status", "is any of"),
        new("assigned_user_id", FilterKind.Owner, "Owner", "is any of"),
        new("lead_reference_source_id", FilterKind.Source, "Source", "is any of"),
        new("tag_id", FilterKind.Tag, "Tag", "is any of"),
        new("converted", FilterKind.YesNo, "Converted", "is"),
        new("is_terminal", FilterKind.YesNo, "Closed", "is"),
        new(FollowUp, FilterKind.Near, "Follow-up", "is"),
        new("has_follow_up", FilterKind.YesNo, "Follow-up", "is there"),
        new("follow_up_from", FilterKind.From, "Follow-up", "on or after"),
        new("follow_up_to", FilterKind.To, "Follow-up", "on or before"),
        new("created_from", FilterKind.From, "Created", "on or after"),
        new("created_to", FilterKind.To, "Created", "on or before"),
        new("updated_since", FilterKind.From, "Changed", "on or after"),
        new("converted_from", FilterKind.From, "Converted", "on or after"),
        new("converted_to", FilterKind.To, "Converted", "on or before"),
        new("country_id", FilterKind.Country, "Country", "is any of"),
        new("has_phone", FilterKind.YesNo, "Phone", "is there"),
        new("has_email", FilterKind.YesNo, "E-mail", "is there"),
        new("phone_number", FilterKind.Text, "Phone", "is any of"),
        new("email", FilterKind.Text, "E-mail", "is any of"),
        new("external_id", FilterKind.Text, "External id", "is any of"),
        new("external_branch_id", FilterKind.Text, "Branch", "is any of"),
        new("first_campaign", FilterKind.Text, "Campaign, first touch", "is any of"),
        new("last_campaign", FilterKind.Text, "Campaign, last touch", "is any of"),
    ];

    /// <summary>All of them, in the order in which they are offered.</summary>
    public static IReadOnlyList<FilterField> All { get; } = [.. Fields.SelectMany(field => field.IsChoice ? [field, field with { Name = Not + field.Name, Operator = "is none of" }] : new[] { field })];

    /// <summary>What is said of how near it is, in English.</summary>
    public static string LabelOfNear(string value) => value == Overdue ? "Overdue" : "Today";

    /// <summary>The filter of a name; null where there is none.</summary>
    public static FilterField? Of(string name) => All.FirstOrDefault(field => field.Name == name);

    /// <summary>Whether it takes <c>none</c> for leads without one.</summary>
    public bool TakesNone => Kind is FilterKind.Status or FilterKind.Source or FilterKind.Owner or FilterKind.Country || Name is "first_campaign" or "last_campaign";

    /// <summary>Whether it takes several values.</summary>
    public bool IsList => IsChoice || Kind == FilterKind.Text;

    /// <summary>Whether it keeps out what its values stand for.</summary>
    public bool IsExcluding => Name.StartsWith(Not, StringComparison.Ordinal);

    /// <summary>What it is about: the name that it shares with its opposite.</summary>
    public string Subject => IsExcluding ? Name[Not.Length..] : Name;

    /// <summary>The filter that keeps out what this one asks for, or asks for what this one keeps out; null where there is none.</summary>
    public FilterField? Opposite => Of(IsExcluding ? Subject : Not + Name);

    private bool IsChoice => Kind is FilterKind.Status or FilterKind.Source or FilterKind.Owner or FilterKind.Tag or FilterKind.Country;
}
