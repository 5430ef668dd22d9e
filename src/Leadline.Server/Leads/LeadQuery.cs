using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>Which leads a list shows; null asks nothing.</summary>
/// <param name="IsTrashed">True for the deleted leads only, false for the living only.</param>
/// <param name="StatusId">Only leads of this status.</param>
/// <param name="SourceId">Only leads of this reference source.</param>
/// <param name="IsConverted">True for converted leads only, false for the others only.</param>
public readonly record struct LeadFilter(bool IsTrashed, long? StatusId = null, long? SourceId = null, bool? IsConverted = null)
{
    /// <summary>True when only the trash is told apart.</summary>
    public bool IsOpen => StatusId is null && SourceId is null && IsConverted is null;
}

/// <summary>What a list of leads may be sorted by.</summary>
/// <param name="Name">The published name.</param>
/// <param name="Column">The column that orders.</param>
/// <param name="Index">The index that walks in this order.</param>
/// <param name="IsTime">Times are sorted newest first unless asked otherwise, names from A.</param>
public sealed record LeadSort(string Name, string Column, string Index, bool IsTime)
{
    /// <summary>By the time a lead came in; the default.</summary>
    public static readonly LeadSort CreatedAt = new("created_at", "created_at", LeadIndexes.ByCreatedAt, IsTime: true);

    /// <summary>By family name.</summary>
    public static readonly LeadSort LastName = new("last_name", "last_name_key", LeadIndexes.ByLastName, IsTime: false);

    /// <summary>By given name.</summary>
    public static readonly LeadSort FirstName = new("first_name", "first_name_key", LeadIndexes.ByFirstName, IsTime: false);

    /// <summary>By the time of conversion.</summary>
    public static readonly LeadSort ConvertedAt = new("converted_at", "converted_at", LeadIndexes.ByConvertedAt, IsTime: true);

    /// <summary>By the time of the last sync.</summary>
    public static readonly LeadSort LastSyncedAt = new("last_synced_at", "last_synced_at", LeadIndexes.ByLastSyncedAt, IsTime: true);

    /// <summary>All of them, in the published order.</summary>
    public static IReadOnlyList<LeadSort> All { get; } = [CreatedAt, LastName, FirstName, ConvertedAt, LastSyncedAt];
}

/// <summary>What a client asks of the list of leads.</summary>
/// <param name="Filter">Which leads.</param>
/// <param name="Search">What they must hold, if anything.</param>
/// <param name="Sort">In which order.</param>
/// <param name="IsDescending">Whether from the greatest.</param>
/// <param name="Page">Which page of them.</param>
public sealed record LeadQuery(LeadFilter Filter, LeadSearch? Search, LeadSort Sort, bool IsDescending, PageRequest Page)
{
    private static readonly QueryParameter Status = new("lead_status_id", "integer", "Only leads of this status.");
    private static readonly QueryParameter Source = new("lead_reference_source_id", "integer", "Only leads of this reference source.");
    private static readonly QueryParameter Converted = new("converted", "boolean", "True for converted leads only, false for the others only.");
    private static readonly QueryParameter SearchText = new(
        "search", "string", "Words that must all occur, as parts of names, e-mail, phone or external id, whatever the case, accents or phone format.")
    { MaxLength = 255 };
    private static readonly QueryParameter SortBy = new("sort_by", "string", "The field to sort by; absent, the newest leads come first.") { Options = [.. LeadSort.All.Select(sort => sort.Name)] };
    private static readonly QueryParameter SortOrder = new(
        "sort_order", "string", "The direction; absent, desc for times and asc for names. Leads without the field come last in both.")
    { Options = ["asc", "desc"] };
    private static readonly QueryParameter PerPage = new("per_page", "integer", "Leads per page; absent, 15.") { Minimum = 1, Maximum = 100 };
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True for deleted leads only; absent or false, living ones only.");
    private static readonly QueryParameter PageNumber = new("page", "integer", "The page, from 1; whatever is not a number from 1 reads as 1.");

    /// <summary>The parameters of the list, in the published order; <c>page</c> is the one the published page leaves out.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [Status, Source, Converted, SearchText, SortBy, SortOrder, PerPage, Trashed, PageNumber];

    /// <summary>Reads a query.</summary>
    /// <returns>What it asks; null when a parameter is refused, which <see cref="QueryParameters.Errors"/> then tells.</returns>
    public static LeadQuery? Read(QueryParameters query)
    {
        query.RefuseOthersThan(Parameters);
        var filter = new LeadFilter(query.Boolean(Trashed) ?? false, query.Integer(Status), query.Integer(Source), query.Boolean(Converted));
        var search = LeadSearch.Parse(query.Text(SearchText));
        var sortName = query.Option(SortBy);
        var sort = LeadSort.All.FirstOrDefault(sort => sort.Name == sortName) ?? LeadSort.CreatedAt;
        var order = query.Option(SortOrder);
        var size = query.Integer(PerPage) ?? PageRequest.DefaultSize;
        var number = PageRequest.NumberOf(query.Text(PageNumber));
        return query.IsValid
            ? new LeadQuery(filter, search, sort, order is null ? sort.IsTime : order == "desc", new PageRequest(number, (int)size))
            : null;
    }
}
