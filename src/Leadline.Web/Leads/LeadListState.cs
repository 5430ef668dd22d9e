using System.Collections.Immutable;
using System.Globalization;
using Leadline.Client;
using Leadline.Web.Layout;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Web.Leads;

/// <summary>
/// What the lead list shows, as its address says it: <c>?search=ada&amp;lead_status_id=1,2&amp;sort_by=last_name&amp;page=3</c>, with the names of the
/// API. Board, reports and saved views share it, so a filter outlives the way from one to the other, and a link shows others the same.
/// </summary>
public sealed record LeadListState
{
    private static readonly string[] Sorts = ["created_at", "last_name", "first_name", "converted_at", "last_synced_at"];

    /// <summary>The filters by their names, each with its value as it stands in the address.</summary>
    public ImmutableSortedDictionary<string, string> Filters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The words looked for.</summary>
    public string Search { get; init; } = "";

    /// <summary>Whether deleted leads are shown.</summary>
    public bool Trashed { get; init; }

    /// <summary>The field sorted by; null for the newest first.</summary>
    public string? SortBy { get; init; }

    /// <summary>The direction.</summary>
    public bool IsDescending { get; init; }

    /// <summary>The page, from 1.</summary>
    public long Page { get; init; } = 1;

    /// <summary>The lead beside the list; null for none.</summary>
    public long? Open { get; init; }

    /// <summary>The saved view it began with; null for none.</summary>
    public long? View { get; init; }

    /// <summary>The status whose column of the board it is; null for the list.</summary>
    public long? Column { get; init; }

    /// <summary>What in the address is not known, and so does not filter.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsNarrowed => Filters.Count > 0 || Search.Length > 0;

    /// <summary>Whether it asks for all leads in the usual order.</summary>
    public bool IsBare => !IsNarrowed && SortBy is null && !Trashed;

    /// <summary>Whether a change of a task may change which leads it shows.</summary>
    public bool AsksForFollowUps => Filters.Keys.Any(name => name.Contains(FilterField.FollowUp, StringComparison.Ordinal));

    /// <summary>What a saved view keeps of it: which leads, in which order.</summary>
    public string ToQueryText() => (this with { Page = 1, Open = null, View = null, Column = null, Trashed = false }).ToAddress("").TrimStart('?');

    /// <summary>What a saved view kept, as the state of that view.</summary>
    public static LeadListState OfView(long view, string query) => Parse($"view:/?{query}") with { View = view, Page = 1, Open = null, Unknown = [] };

    /// <summary>Reads an address.</summary>
    public static LeadListState Parse(string uri)
    {
        var state = new LeadListState();
        var unknown = new List<string>();
        foreach (var (name, values) in QueryHelpers.ParseQuery(new Uri(uri).Query))
        {
            var value = values.ToString();
            var next = name switch
            {
                "search" => state with { Search = value.Length <= 255 ? value : value[..255] },
                "trashed" when value is "1" or "true" => state with { Trashed = true },
                "sort_by" when Sorts.Contains(value) => state with { SortBy = value },
                "sort_order" when value is "asc" or "desc" => state with { IsDescending = value == "desc" },
                "page" when Number(value) is { } page => state with { Page = page },
                "lead" when Number(value) is { } lead => state with { Open = lead },
                "column" when Number(value) is { } column => state with { Column = column },
                "view" when Number(value) is { } view => state with { View = view },
                _ when FilterField.Of(name) is { } field && IsGood(field, value) => state with { Filters = state.Filters.SetItem(name, value) },
                _ => null,
            };
            if (next is null)
            {
                unknown.Add(name);
            }

            state = next ?? state;
        }

        return state with { Unknown = unknown };
    }

    /// <summary>The address of a list of this state.</summary>
    /// <param name="path">Where the list is.</param>
    public string ToAddress(string path)
    {
        var query = new List<KeyValuePair<string, string?>>();
        Add("search", Search.Length > 0 ? Search : null);
        foreach (var (name, value) in Filters)
        {
            Add(name, value);
        }

        Add("trashed", Trashed ? "1" : null);
        Add("sort_by", SortBy);
        Add("sort_order", SortBy is null ? null : IsDescending ? "desc" : "asc");
        Add("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null);
        Add("view", View?.ToString(CultureInfo.InvariantCulture));
        Add("column", Column?.ToString(CultureInfo.InvariantCulture));
        Add("lead", Open?.ToString(CultureInfo.InvariantCulture));
        return QueryHelpers.AddQueryString(path, query);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                query.Add(KeyValuePair.Create<string, string?>(name, value));
            }
        }
    }

    /// <summary>The same list with another value of a filter, from its first page; null takes the filter away.</summary>
    public LeadListState With(string filter, string? value) => this with
    {
        Filters = value is null ? Filters.Remove(filter) : Filters.SetItem(filter, value),
        Page = 1,
    };

    /// <summary>The same list, with the values of a filter in its opposite instead.</summary>
    public LeadListState WithOpposite(FilterField filter) =>
        filter.Opposite is { } other && Filters.TryGetValue(filter.Name, out var value) ? With(filter.Name, null).With(other.Name, value) : this;

    /// <summary>Whether both show the same; what in an address is not known is no part of it.</summary>
    public bool Equals(LeadListState? other) => other is not null && ToAddress("") == other.ToAddress("");

    /// <inheritdoc />
    public override int GetHashCode() => ToAddress("").GetHashCode(StringComparison.Ordinal);

    /// <summary>The values of a filter that takes several.</summary>
    public IReadOnlyList<string> ValuesOf(string filter) => Filters.TryGetValue(filter, out var value) ? value.Split(',') : [];

    /// <summary>The list as the API is asked for it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="zone">The person's time zone, in which days begin and end.</param>
    /// <param name="fields">The fields that are shown.</param>
    public LeadQuery ToQuery(DateTimeOffset now, TimeZoneInfo zone, IReadOnlyList<LeadField>? fields = null) => new()
    {
        Search = Search.Trim() is { Length: > 0 } words ? words : null,
        LeadStatusId = Numbers("lead_status_id"),
        LeadReferenceSourceId = Numbers("lead_reference_source_id"),
        AssignedUserId = Members("assigned_user_id"),
        TagId = Numbers("tag_id"),
        CountryId = Numbers("country_id"),
        NotLeadStatusId = Numbers("not_lead_status_id"),
        NotLeadReferenceSourceId = Numbers("not_lead_reference_source_id"),
        NotAssignedUserId = Members("not_assigned_user_id"),
        NotTagId = Numbers("not_tag_id"),
        NotCountryId = Numbers("not_country_id"),
        Converted = Truth("converted"),
        IsTerminal = Truth("is_terminal"),
        HasEmail = Truth("has_email"),
        HasPhone = Truth("has_phone"),
        HasFollowUp = Truth("has_follow_up"),
        FollowUpFrom = new[] { Start("follow_up_from", zone), Nearness(now, zone).From }.Max(),
        FollowUpTo = new[] { End("follow_up_to", zone), Nearness(now, zone).To }.Min(),
        Email = Texts("email"),
        PhoneNumber = Texts("phone_number"),
        ExternalId = Texts("external_id"),
        ExternalBranchId = Texts("external_branch_id"),
        FirstCampaign = Texts("first_campaign"),
        LastCampaign = Texts("last_campaign"),
        CreatedFrom = Start("created_from", zone),
        CreatedTo = End("created_to", zone),
        UpdatedSince = Start("updated_since", zone),
        ConvertedFrom = Start("converted_from", zone),
        ConvertedTo = End("converted_to", zone),
        Trashed = Trashed ? true : null,
        SortBy = SortBy switch
        {
            "created_at" => LeadSort.CreatedAt,
            "last_name" => LeadSort.LastName,
            "first_name" => LeadSort.FirstName,
            "converted_at" => LeadSort.ConvertedAt,
            "last_synced_at" => LeadSort.LastSyncedAt,
            _ => null,
        },
        SortOrder = SortBy is null ? null : IsDescending ? SortOrder.Descending : SortOrder.Ascending,
        Fields = fields,
    };

    private IReadOnlyList<long>? Numbers(string filter) => Filters.ContainsKey(filter) ? [.. ValuesOf(filter).Select(value => value == "none" ? LeadFilter.None : long.Parse(value, CultureInfo.InvariantCulture))] : null;

    private IReadOnlyList<Assignee>? Members(string filter) => Filters.ContainsKey(filter) ? [.. ValuesOf(filter).Select(AssigneeOf)] : null;

    private IReadOnlyList<string>? Texts(string filter) => Filters.ContainsKey(filter) ? [.. ValuesOf(filter).Select(value => value.Trim())] : null;

    private bool? Truth(string filter) => Filters.TryGetValue(filter, out var value) ? value == "1" : null;

    // What is due today has not passed; what has is overdue, as its light says.
    private (DateTimeOffset? From, DateTimeOffset? To) Nearness(DateTimeOffset now, TimeZoneInfo zone) => Filters.GetValueOrDefault(FilterField.FollowUp) switch
    {
        FilterField.Overdue => (null, now),
        FilterField.Today => (now, LastOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime), zone)),
        _ => (null, null),
    };

    private DateTimeOffset? Start(string filter, TimeZoneInfo zone) => Filters.TryGetValue(filter, out var value) ? Moments.StartOf(DateOnly.ParseExact(value, "O", CultureInfo.InvariantCulture), zone) : null;

    private DateTimeOffset? End(string filter, TimeZoneInfo zone) =>
        Filters.TryGetValue(filter, out var value) ? LastOf(DateOnly.ParseExact(value, "O", CultureInfo.InvariantCulture), zone) : null;

    // The last moment of the day that the database can tell from the next.
    private static DateTimeOffset LastOf(DateOnly day, TimeZoneInfo zone) => Moments.StartOf(day.AddDays(1), zone).AddMicroseconds(-1);

    private static Assignee AssigneeOf(string value) => value switch
    {
        "me" => Assignee.Me,
        "none" => Assignee.None,
        _ => long.Parse(value, CultureInfo.InvariantCulture),
    };

    private static bool IsGood(FilterField field, string value) => field.Kind switch
    {
        FilterKind.YesNo => value is "1" or "0",
        FilterKind.Near => value is FilterField.Overdue or FilterField.Today,
        FilterKind.From or FilterKind.To => DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999,
        FilterKind.Text => value.Length is > 0 and <= 1000 && value.Split(',').All(text => !string.IsNullOrWhiteSpace(text)),
        FilterKind.Owner => value.Split(',').All(one => one is "me" or "none" || Number(one) is not null),
        _ => value.Split(',').All(one => Number(one) is not null || (one == "none" && field.TakesNone)),
    };

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
