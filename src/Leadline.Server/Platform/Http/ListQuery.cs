using Leadline.Platform.Database;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Http;

/// <summary>What the lists of small tables have in common: search, sort, page, trash.</summary>
/// <param name="Search">The text to look for; null for none.</param>
/// <param name="SortBy">The name of the order.</param>
/// <param name="IsDescending">Whether from the greatest.</param>
/// <param name="Page">Which page.</param>
/// <param name="IsTrashed">True for the deleted only, false for the living only.</param>
public sealed record ListQuery(string? Search, string SortBy, bool IsDescending, PageRequest Page, bool IsTrashed)
{
    private static readonly QueryParameter SearchText = new("search", "string", "A part of the text, whatever the case or accents.") { MaxLength = 255 };
    private static readonly QueryParameter SortOrder = new("sort_order", "string", "The direction; absent, desc for times and asc for all else.") { Options = ["asc", "desc"] };
    private static readonly QueryParameter PerPage = new("per_page", "integer", "Records per page; absent, 15.") { Minimum = 1, Maximum = 100 };
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True for deleted records only; absent or false, living ones only.");
    private static readonly QueryParameter PageNumber = new("page", "integer", "The page, from 1.");

    /// <summary>The parameters of a list.</summary>
    /// <param name="sorts">Its orders, the usual one first.</param>
    /// <param name="filters">Its own filters.</param>
    public static IReadOnlyList<QueryParameter> Parameters(IReadOnlyList<string> sorts, params IEnumerable<QueryParameter> filters) =>
        [SearchText, .. filters, OrderParameter(sorts), SortOrder, PerPage, Trashed, PageNumber];

    /// <summary>Reads them; what is wrong is told by the query.</summary>
    public static ListQuery Read(QueryParameters query, IReadOnlyList<string> sorts)
    {
        var sort = query.Option(OrderParameter(sorts)) ?? sorts[0];
        return new ListQuery(
            query.Text(SearchText),
            sort,
            query.Option(SortOrder) is { } order ? order == "desc" : IsTime(sort),
            new PageRequest(PageRequest.NumberOf(query.Text(PageNumber)), (int)(query.Integer(PerPage) ?? PageRequest.DefaultSize)),
            query.Boolean(Trashed) ?? false);
    }

    /// <summary>Counts and reads one page, from one state of the data.</summary>
    /// <param name="query">The call's query, for the links.</param>
    /// <param name="db">Where to read.</param>
    /// <param name="ordered">All the rows, in order.</param>
    /// <param name="show">Makes the resource of a row.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> AnswerAsync<TRow, T>(
        QueryParameters query, TenantDb db, IQueryable<TRow> ordered, Func<List<TRow>, Task<IReadOnlyList<T>>> show, CancellationToken ct)
    {
        await using var read = await db.BeginReadAsync(ct);
        var total = await ordered.LongCountAsync(ct);
        var rows = Page.Skip >= total ? [] : await ordered.Skip((int)Page.Skip).Take(Page.Size).ToListAsync(ct);
        return TypedResults.Ok(Pager.For(query, Page, total).Fill(await show(rows)));
    }

    /// <summary>Searches, sorts and pages a table so small that it is read whole.</summary>
    /// <param name="query">The call's query, for the links.</param>
    /// <param name="rows">All the rows that the filters let through.</param>
    /// <param name="text">What the search looks through.</param>
    /// <param name="sortKey">What orders.</param>
    /// <param name="id">Orders ties.</param>
    /// <param name="show">Makes the resource of a row.</param>
    public IResult Answer<TRow, T>(
        QueryParameters query, IEnumerable<TRow> rows, Func<TRow, string> text, Func<TRow, IComparable> sortKey, Func<TRow, long> id, Func<TRow, T> show)
    {
        var wanted = Folding.Fold(Search ?? "");
        var found = rows.Where(row => wanted.Length == 0 || Folding.Fold(text(row)).Contains(wanted, StringComparison.Ordinal)).ToList();
        var byKey = Comparer<IComparable>.Create((one, other) => one is string a && other is string b ? string.CompareOrdinal(a, b) : one.CompareTo(other));
        var ordered = IsDescending
            ? found.OrderByDescending(sortKey, byKey).ThenByDescending(id)
            : found.OrderBy(sortKey, byKey).ThenBy(id);
        var page = ordered.Skip((int)Math.Min(Page.Skip, int.MaxValue)).Take(Page.Size).Select(show).ToList();
        return TypedResults.Ok(Pager.For(query, Page, found.Count).Fill(page));
    }

    private static bool IsTime(string sort) => sort.EndsWith("_at", StringComparison.Ordinal) || sort == "date_of_birth";

    private static QueryParameter OrderParameter(IReadOnlyList<string> sorts) => new("sort_by", "string", $"The field to sort by; absent, {sorts[0]}.") { Options = sorts };
}
