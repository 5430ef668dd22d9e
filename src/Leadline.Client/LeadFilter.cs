using System.Text.Json.Nodes;

namespace Leadline.Client;

/// <summary>
/// Which leads: all that is set must hold. Where several values are given, one of them must; an empty list is refused, because the
/// server would read it as no filter at all.
/// </summary>
public record LeadFilter
{
    /// <summary>Words that must all occur, as parts of names, e-mail, phone or external id, whatever the case, accents or phone format; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Stands in <see cref="LeadStatusId"/>, <see cref="LeadReferenceSourceId"/> and <see cref="CountryId"/>, and in what keeps these out, for leads without one.</summary>
    public const long None = 0;

    /// <summary>Only leads of these statuses; <see cref="None"/> for leads without one.</summary>
    public IReadOnlyList<long>? LeadStatusId { get; init; }

    /// <summary>Only leads of these reference sources; <see cref="None"/> for leads without one.</summary>
    public IReadOnlyList<long>? LeadReferenceSourceId { get; init; }

    /// <summary>True for converted leads only, false for the others only.</summary>
    public bool? Converted { get; init; }

    /// <summary>Only leads of these members; <see cref="Assignee.Me"/> is the caller, <see cref="Assignee.None"/> finds leads of nobody.</summary>
    public IReadOnlyList<Assignee>? AssignedUserId { get; init; }

    /// <summary>True for leads whose status ends the work only, false for the others only.</summary>
    public bool? IsTerminal { get; init; }

    /// <summary>Only leads of these countries, by their ISO 3166-1 numeric codes; <see cref="None"/> for leads without one.</summary>
    public IReadOnlyList<long>? CountryId { get; init; }

    /// <summary>Only leads from these import sources.</summary>
    public IReadOnlyList<long>? ImportSourceId { get; init; }

    /// <summary>Only leads with these external ids, letter by letter.</summary>
    public IReadOnlyList<string>? ExternalId { get; init; }

    /// <summary>Only leads of these branches, letter by letter.</summary>
    public IReadOnlyList<string>? ExternalBranchId { get; init; }

    /// <summary>Only leads with one of these tags.</summary>
    public IReadOnlyList<long>? TagId { get; init; }

    /// <summary>Only leads that became these customers.</summary>
    public IReadOnlyList<long>? CustomerId { get; init; }

    /// <summary>Only leads with one of these addresses, whatever the case.</summary>
    public IReadOnlyList<string>? Email { get; init; }

    /// <summary>Only leads with one of these phone numbers, in any format.</summary>
    public IReadOnlyList<string>? PhoneNumber { get; init; }

    /// <summary>True for leads with an e-mail address only, false for the others only.</summary>
    public bool? HasEmail { get; init; }

    /// <summary>True for leads with a phone number only, false for the others only.</summary>
    public bool? HasPhone { get; init; }

    /// <summary>Only leads that came in at this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only leads that came in at this time or before.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>Only leads changed at this time or later.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>Only leads converted at this time or later.</summary>
    public DateTimeOffset? ConvertedFrom { get; init; }

    /// <summary>Only leads converted at this time or before.</summary>
    public DateTimeOffset? ConvertedTo { get; init; }

    /// <summary>True for leads with an open task that has a due time only, false for the others only.</summary>
    public bool? HasFollowUp { get; init; }

    /// <summary>Only leads whose next open task is due at this time or later.</summary>
    public DateTimeOffset? FollowUpFrom { get; init; }

    /// <summary>Only leads whose next open task is due at this time or before.</summary>
    public DateTimeOffset? FollowUpTo { get; init; }

    /// <summary>Only leads of none of these statuses; <see cref="None"/> for leads without one.</summary>
    public IReadOnlyList<long>? NotLeadStatusId { get; init; }

    /// <summary>Only leads of none of these reference sources; <see cref="None"/> for leads without one.</summary>
    public IReadOnlyList<long>? NotLeadReferenceSourceId { get; init; }

    /// <summary>Only leads of none of these members; <see cref="Assignee.Me"/> is the caller, <see cref="Assignee.None"/> stands for leads of nobody.</summary>
    public IReadOnlyList<Assignee>? NotAssignedUserId { get; init; }

    /// <summary>Only leads of none of these countries, by their ISO 3166-1 numeric codes; <see cref="None"/> for leads without one.</summary>
    public IReadOnlyList<long>? NotCountryId { get; init; }

    /// <summary>Only leads with none of these tags.</summary>
    public IReadOnlyList<long>? NotTagId { get; init; }

    /// <summary>Only leads whose first marketing touch names one of these campaigns, letter by letter; <c>none</c> for leads whose first names none.</summary>
    public IReadOnlyList<string>? FirstCampaign { get; init; }

    /// <summary>Only leads whose last marketing touch names one of these campaigns, letter by letter; <c>none</c> for leads whose last names none.</summary>
    public IReadOnlyList<string>? LastCampaign { get; init; }

    /// <summary>True for deleted leads only; null or false for living ones only. Not within a tree of conditions.</summary>
    public bool? Trashed { get; init; }

    internal static Query ToQuery(LeadFilter? filter) => new Query()
        .Add("search", filter?.Search)
        .AddAll("lead_status_id", OrNone(filter?.LeadStatusId))
        .AddAll("lead_reference_source_id", OrNone(filter?.LeadReferenceSourceId))
        .Add("converted", filter?.Converted)
        .AddAll("assigned_user_id", filter?.AssignedUserId)
        .Add("is_terminal", filter?.IsTerminal)
        .AddAll("country_id", OrNone(filter?.CountryId))
        .AddAll("import_source_id", filter?.ImportSourceId)
        .AddAll("external_id", filter?.ExternalId)
        .AddAll("external_branch_id", filter?.ExternalBranchId)
        .AddAll("tag_id", filter?.TagId)
        .AddAll("customer_id", filter?.CustomerId)
        .AddAll("email", filter?.Email)
        .AddAll("phone_number", filter?.PhoneNumber)
        .Add("has_email", filter?.HasEmail)
        .Add("has_phone", filter?.HasPhone)
        .Add("created_from", filter?.CreatedFrom)
        .Add("created_to", filter?.CreatedTo)
        .Add("updated_since", filter?.UpdatedSince)
        .Add("converted_from", filter?.ConvertedFrom)
        .Add("converted_to", filter?.ConvertedTo)
        .Add("has_follow_up", filter?.HasFollowUp)
        .Add("follow_up_from", filter?.FollowUpFrom)
        .Add("follow_up_to", filter?.FollowUpTo)
        .AddAll("not_lead_status_id", OrNone(filter?.NotLeadStatusId))
        .AddAll("not_lead_reference_source_id", OrNone(filter?.NotLeadReferenceSourceId))
        .AddAll("not_assigned_user_id", filter?.NotAssignedUserId)
        .AddAll("not_country_id", OrNone(filter?.NotCountryId))
        .AddAll("not_tag_id", filter?.NotTagId)
        .AddAll("first_campaign", filter?.FirstCampaign)
        .AddAll("last_campaign", filter?.LastCampaign)
        .Add("trashed", filter?.Trashed);

    private static IReadOnlyList<string>? OrNone(IReadOnlyList<long>? ids) =>
        ids is null ? null : [.. ids.Select(id => id == None ? "none" : id.ToString(System.Globalization.CultureInfo.InvariantCulture))];
}

/// <summary>A member who works leads. A user's number converts to it by itself.</summary>
public readonly record struct Assignee
{
    private readonly string? name;

    private Assignee(string name) => this.name = name;

    /// <summary>The caller, who must be a person.</summary>
    public static Assignee Me { get; } = new("me");

    /// <summary>Nobody.</summary>
    public static Assignee None { get; } = new("none");

    /// <summary>A member.</summary>
    /// <param name="userId">The user's number.</param>
    public static implicit operator Assignee(long userId) => new(userId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>As it is written on the wire.</summary>
    public override string ToString() => name ?? "none";
}

/// <summary>Which leads, in which order, with which fields.</summary>
public sealed record LeadQuery : LeadFilter
{
    /// <summary>The field to sort by; null for the newest leads first.</summary>
    public LeadSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by names.</summary>
    public SortOrder? SortOrder { get; init; }

    /// <summary>Only these fields; null for all but <see cref="LeadField.Tags"/> and <see cref="LeadField.Version"/>, <c>Enum.GetValues&lt;LeadField&gt;()</c> for all.</summary>
    public IReadOnlyList<LeadField>? Fields { get; init; }

    internal static Query ToQuery(LeadQuery? query) => LeadFilter.ToQuery(query)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder)
        .AddAll("fields", query?.Fields);
}

/// <summary>What leads may be sorted by.</summary>
public enum LeadSort
{
    /// <summary>When they came in.</summary>
    CreatedAt,

    /// <summary>The family name.</summary>
    LastName,

    /// <summary>The given name.</summary>
    FirstName,

    /// <summary>When they became customers.</summary>
    ConvertedAt,

    /// <summary>When they were last compared with the system they were taken over from.</summary>
    LastSyncedAt,
}

/// <summary>Which leads: those of a tree of conditions, in which order, with which fields.</summary>
public sealed record LeadSearch
{
    /// <summary>The conditions; null for every lead.</summary>
    public LeadCondition? Where { get; init; }

    /// <summary>Words that must all occur, beside the conditions; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for deleted leads only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the newest leads first.</summary>
    public LeadSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by names.</summary>
    public SortOrder? SortOrder { get; init; }

    /// <summary>Only these fields; null for all but <see cref="LeadField.Tags"/> and <see cref="LeadField.Version"/>, <c>Enum.GetValues&lt;LeadField&gt;()</c> for all.</summary>
    public IReadOnlyList<LeadField>? Fields { get; init; }

    internal static Query ToQuery(LeadSearch search) => new Query()
        .Add("search", search.Search)
        .Add("trashed", search.Trashed)
        .Add("sort_by", search.SortBy)
        .Add("sort_order", search.SortOrder)
        .AddAll("fields", search.Fields);
}

/// <summary>A condition on leads; a <see cref="LeadFilter"/> converts to one by itself. At most 8 deep, with at most 100 filters and branches.</summary>
public sealed class LeadCondition
{
    private readonly JsonObject json;

    private LeadCondition(JsonObject json) => this.json = json;

    /// <summary>All of these must hold.</summary>
    /// <param name="conditions">One or more.</param>
    public static LeadCondition All(params IReadOnlyList<LeadCondition> conditions) => Branch("and", conditions);

    /// <summary>One of these must hold.</summary>
    /// <param name="conditions">One or more.</param>
    public static LeadCondition Any(params IReadOnlyList<LeadCondition> conditions) => Branch("or", conditions);

    /// <summary>All that the filter asks must hold.</summary>
    /// <param name="filter">The filter; not of deleted leads, which the search as a whole may ask for.</param>
    public static implicit operator LeadCondition(LeadFilter filter) => new(LeadFilter.ToQuery(filter).ToJson());

    internal JsonNode ToJson() => json.DeepClone();

    private static LeadCondition Branch(string name, IReadOnlyList<LeadCondition> conditions) =>
        new(new JsonObject { [name] = new JsonArray([.. conditions.Select(condition => condition.ToJson())]) });
}

/// <summary>Which leads a bulk action is for.</summary>
public sealed class LeadSelection
{
    private LeadSelection(IReadOnlyList<long>? ids, JsonObject? filter)
    {
        Ids = ids;
        Filter = filter;
    }

    /// <summary>Every living lead of the tenant.</summary>
    public static LeadSelection All => Matching(new LeadFilter());

    internal IReadOnlyList<long>? Ids { get; }

    internal JsonObject? Filter { get; }

    /// <summary>These leads.</summary>
    /// <param name="ids">Their numbers.</param>
    public static LeadSelection Of(params IReadOnlyList<long> ids) => new(ids, null);

    /// <summary>The leads that a list with this filter shows.</summary>
    /// <param name="filter">The filter; one that asks nothing is every living lead.</param>
    public static LeadSelection Matching(LeadFilter filter) => new(null, LeadFilter.ToQuery(filter).ToJson());
}

/// <summary>The fields of a <see cref="Lead"/> that a call may ask for.</summary>
public enum LeadField
{
    /// <summary>The lead's number.</summary>
    Id,

    /// <summary>The given name.</summary>
    FirstName,

    /// <summary>The family name, or the only name there is.</summary>
    LastName,

    /// <summary>First and last name, joined by one blank.</summary>
    FullName,

    /// <summary>The phone number as given.</summary>
    PhoneNumber,

    /// <summary>The e-mail address.</summary>
    Email,

    /// <summary>What the tenant notes about the lead.</summary>
    Description,

    /// <summary>What the lead wrote.</summary>
    Message,

    /// <summary>How the lead wants to be reached.</summary>
    PreferredContact,

    /// <summary>The page the lead came from.</summary>
    SourcePageUrl,

    /// <summary>The country: its ISO 3166-1 numeric code.</summary>
    CountryId,

    /// <summary>Whether the lead became a customer.</summary>
    IsConverted,

    /// <summary>When the lead became a customer.</summary>
    ConvertedAt,

    /// <summary>The customer the lead became.</summary>
    CustomerId,

    /// <summary>The marketing touches that led here, a list of free JSON values.</summary>
    MarketingAttribution,

    /// <summary>The lead's number in the system it was taken over from.</summary>
    ExternalId,

    /// <summary>The branch of that system.</summary>
    ExternalBranchId,

    /// <summary>When it was made in that system.</summary>
    ExternalCreatedAt,

    /// <summary>When it was last compared with that system.</summary>
    LastSyncedAt,

    /// <summary>That system.</summary>
    ImportSourceId,

    /// <summary>When the lead came in.</summary>
    CreatedAt,

    /// <summary>When the lead was last changed.</summary>
    UpdatedAt,

    /// <summary>When the lead was deleted.</summary>
    DeletedAt,

    /// <summary>The step of the sale.</summary>
    Status,

    /// <summary>Where the lead heard of the tenant.</summary>
    ReferenceSource,

    /// <summary>The member who works the lead.</summary>
    AssignedUser,

    /// <summary>The country's English name.</summary>
    CountryName,

    /// <summary>The lead's tags.</summary>
    Tags,

    /// <summary>The lead's version, which moves with every change.</summary>
    Version,
}
