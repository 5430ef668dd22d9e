using Leadline.Platform.Http;

namespace Leadline.Leads;

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

    /// <summary>Whether something can be what sorts a lead, as a cursor has it.</summary>
    public bool IsKey(object? key) => key is null ? this != CreatedAt : IsTime ? key is long : key is string;

    /// <summary>All of them, in the published order.</summary>
    public static IReadOnlyList<LeadSort> All { get; } = [CreatedAt, LastName, FirstName, ConvertedAt, LastSyncedAt];
}

/// <summary>What a client asks of the list of leads.</summary>
/// <param name="Criteria">Which leads.</param>
/// <param name="Sort">In which order.</param>
/// <param name="IsDescending">Whether from the greatest.</param>
/// <param name="Paging">Which of them now.</param>
/// <param name="Fields">Which of their fields; null for those of the published page.</param>
public sealed record LeadQuery(LeadCriteria Criteria, LeadSort Sort, bool IsDescending, ListPaging Paging, LeadFieldNames? Fields)
{
    /// <summary>What cursors call the list; a search goes on with them as well.</summary>
    public const string List = "leads";

    private static readonly QueryParameter SortBy = new("sort_by", "string", "The field to sort by; absent, the newest leads come first.") { Options = [.. LeadSort.All.Select(sort => sort.Name)] };
    private static readonly QueryParameter SortOrder = new(
        "sort_order", "string", "The direction; absent, desc for times and asc for names. Leads without the field come last in both.")
    { Options = ["asc", "desc"] };

    /// <summary>What is not about single leads: the search, the trash, order, page and fields.</summary>
    public static IReadOnlyList<QueryParameter> Showing { get; } =
        [LeadCriteria.Words, SortBy, SortOrder, ListPaging.PerPage, LeadCriteria.InTrash, .. ListPaging.Parameters.Where(parameter => parameter != ListPaging.PerPage), LeadFieldNames.Parameter];

    /// <summary>The parameters of the list: first those of the published page, in its order.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        .. LeadCriteria.Published, .. Showing.SkipLast(1), .. LeadCriteria.More, LeadFieldNames.Parameter,
    ];

    /// <summary>The order, from its beginning.</summary>
    internal LeadOrder Order => new(Sort, IsDescending, IsBackward: false);

    /// <summary>Reads a query.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="me">Whom <c>me</c> means; null where the caller is no person.</param>
    /// <returns>What it asks; null when a parameter is refused, which <see cref="QueryParameters.Errors"/> then tells.</returns>
    public static LeadQuery? Read(QueryParameters query, long? me)
    {
        query.RefuseOthersThan(Parameters);
        return Read(query, LeadCriteria.Read(query, me));
    }

    /// <summary>Reads how leads are shown that were chosen in another way.</summary>
    public static LeadQuery? Read(QueryParameters query, LeadCriteria criteria)
    {
        var sortName = query.Option(SortBy);
        var sort = LeadSort.All.FirstOrDefault(sort => sort.Name == sortName) ?? LeadSort.CreatedAt;
        var isDescending = query.Option(SortOrder) is { } order ? order == "desc" : sort.IsTime;
        var paging = ListPaging.Read(query, List, sort.Name, isDescending, sort.IsKey);
        var fields = LeadFieldNames.Read(query);
        return query.IsValid ? new LeadQuery(criteria, sort, isDescending, paging, fields) : null;
    }
}
