using Leadline.Platform.Database;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Http;

/// <summary>What the lists of small tables have in common: search, sort, page, trash.</summary>
/// <param name="Search">The text to look for; null for none.</param>
/// <param name="SortBy">The name of the order.</param>
/// <param name="IsDescending">Whether from the greatest.</param>
/// <param name="Paging">Which part of the list.</param>
/// <param name="IsTrashed">True for the deleted only, false for the living only.</param>
public sealed record ListQuery(string? Search, string SortBy, bool IsDescending, ListPaging Paging, bool IsTrashed)
{
    // Times that lie ahead: what is next comes first.
    private static readonly string[] Coming = ["due_at", "remind_at"];

    private static readonly QueryParameter SearchText = new("search", "string", "A part of the text, whatever the case or accents.") { MaxLength = 255 };
    private static readonly QueryParameter SortOrder = new("sort_order", "string", "The direction; absent, desc for times that have been and asc for all else.") { Options = ["asc", "desc"] };
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True for deleted records only; absent or false, living ones only.");

    /// <summary>The parameters of a list.</summary>
    /// <param name="sorts">Its orders, the usual one first.</param>
    /// <param name="filters">Its own filters.</param>
    public static IReadOnlyList<QueryParameter> Parameters(IReadOnlyList<string> sorts, params IEnumerable<QueryParameter> filters) =>
        [SearchText, .. filters, OrderParameter(sorts), SortOrder, ListPaging.PerPage, Trashed, .. ListPaging.Parameters];

    /// <summary>Reads them; what is wrong is told by the query.</summary>
    public static ListQuery Read(QueryParameters query, IReadOnlyList<string> sorts)
    {
        var sort = query.Option(OrderParameter(sorts)) ?? sorts[0];
        var isDescending = query.Option(SortOrder) is { } order ? order == "desc" : IsTime(sort) && !Coming.Contains(sort);
        return new ListQuery(query.Text(SearchText), sort, isDescending, ListPaging.Read(query, ListOf(query), sort, isDescending, key => IsKey(sort, key)), query.Boolean(Trashed) ?? false);
    }

    /// <summary>Counts and reads one page, from one state of the data.</summary>
    /// <param name="query">The call's query, for the links.</param>
    /// <param name="db">Where to read.</param>
    /// <param name="rows">All the rows.</param>
    /// <param name="order">The order that <see cref="SortBy"/> names.</param>
    /// <param name="show">Makes the resources of rows.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> AnswerAsync<TRow, T>(
        QueryParameters query, DbContext db, IQueryable<TRow> rows, ListOrder<TRow> order, Func<List<TRow>, Task<IReadOnlyList<T>>> show, CancellationToken ct)
        where TRow : class, INumbered
    {
        await using var read = await db.BeginReadAsync(ct);
        var total = await rows.LongCountAsync(ct);
        if (Paging.Page is { } page)
        {
            var shown = page.Skip >= total ? [] : await order.Sort(rows, IsDescending).Skip((int)page.Skip).Take(page.Size).ToListAsync(ct);
            return Http.Answer.List(Pager.For(query, page, total).Fill(await show(shown)));
        }

        var (limit, after) = Paging.Cursor;
        if ((after is null ? rows : order.After(rows, after)) is not { } rest)
        {
            return Errors.Invalid(ListPaging.RefuseCursor(query).Errors);
        }

        var found = await order.Sort(rest, IsDescending).Take(limit + 1).ToListAsync(ct);
        var next = found.Count > limit ? new PageCursor(ListOf(query), SortBy, IsDescending, order.KeyOf(found[limit - 1]), found[limit - 1].Id) : null;
        return Http.Answer.List(CursorPage.Of(await show([.. found.Take(limit)]), next, total));
    }

    /// <summary>Searches, sorts and pages a table so small that it is read whole.</summary>
    /// <param name="query">The call's query, for the links.</param>
    /// <param name="rows">All the rows that the filters let through.</param>
    /// <param name="text">What the search looks through.</param>
    /// <param name="sortKey">What orders: a text, a time or an integer; null comes last in both directions.</param>
    /// <param name="id">Orders ties.</param>
    /// <param name="show">Makes the resource of a row.</param>
    public IResult Answer<TRow, T>(
        QueryParameters query, IEnumerable<TRow> rows, Func<TRow, string> text, Func<TRow, object?> sortKey, Func<TRow, long> id, Func<TRow, T> show) =>
        PartOf(query, rows, text, sortKey, id) is { } part ? part.Fill([.. part.Rows.Select(show)]) : Errors.Invalid(query.Errors);

    /// <summary>The same, where the resources of a page are read together.</summary>
    /// <param name="query">The call's query, for the links.</param>
    /// <param name="rows">All the rows that the filters let through.</param>
    /// <param name="text">What the search looks through.</param>
    /// <param name="sortKey">What orders: a text, a time or an integer; null comes last in both directions.</param>
    /// <param name="id">Orders ties.</param>
    /// <param name="show">Makes the resources of rows, in their order.</param>
    public async Task<IResult> AnswerAsync<TRow, T>(
        QueryParameters query, IEnumerable<TRow> rows, Func<TRow, string> text, Func<TRow, object?> sortKey, Func<TRow, long> id, Func<IReadOnlyList<TRow>, Task<IReadOnlyList<T>>> show) =>
        PartOf(query, rows, text, sortKey, id) is { } part ? part.Fill(await show(part.Rows)) : Errors.Invalid(query.Errors);

    // Null for a cursor that is none of the list; the query is told.
    private ListPart<TRow>? PartOf<TRow>(QueryParameters query, IEnumerable<TRow> rows, Func<TRow, string> text, Func<TRow, object?> sortKey, Func<TRow, long> id)
    {
        var wanted = Folding.Fold(Search ?? "");
        var ordered = rows
            .Where(row => wanted.Length == 0 || Folding.Fold(text(row)).Contains(wanted, StringComparison.Ordinal))
            .Select(row => (Row: row, Place: new PageCursor(ListOf(query), SortBy, IsDescending, CursorKey.Of(sortKey(row)), id(row))))
            .OrderBy(found => found.Place, PageCursor.InOrder)
            .ToList();
        if (Paging.Page is { } page)
        {
            return new ListPart<TRow>(
                [.. ordered.Skip((int)Math.Min(page.Skip, int.MaxValue)).Take(page.Size).Select(found => found.Row)], Pager.For(query, page, ordered.Count), null, ordered.Count);
        }

        var (limit, after) = Paging.Cursor;
        if (after?.Key is { } sent && ordered.Exists(found => found.Place.Key is { } key && key.GetType() != sent.GetType()))
        {
            ListPaging.RefuseCursor(query);
            return null;
        }

        var rest = ordered.Where(found => after is null || PageCursor.InOrder.Compare(found.Place, after) > 0).Take(limit + 1).ToList();
        return new ListPart<TRow>([.. rest.Take(limit).Select(found => found.Row)], null, rest.Count > limit ? rest[limit - 1].Place : null, ordered.Count);
    }

    // A list is told from others by its address.
    private static string ListOf(QueryParameters query) => query.Request.Path.Value?.ToLowerInvariant().Trim('/') ?? "";

    private static bool IsKey(string sort, object? key) => sort is "created_at" or "updated_at" ? key is long : !IsTime(sort) || key is null or long;

    private static bool IsTime(string sort) => sort.EndsWith("_at", StringComparison.Ordinal) || sort == "date_of_birth";

    // What is shown of a small table: by its pages, or up to a cursor.
    private sealed record ListPart<TRow>(IReadOnlyList<TRow> Rows, Pager? Pager, PageCursor? Next, long Total)
    {
        public IResult Fill<T>(IReadOnlyList<T> shown) => Pager is { } pager ? Http.Answer.List(pager.Fill(shown)) : Http.Answer.List(CursorPage.Of(shown, Next, Total));
    }

    private static QueryParameter OrderParameter(IReadOnlyList<string> sorts) => new("sort_by", "string", $"The field to sort by; absent, {sorts[0]}.") { Options = sorts };
}
