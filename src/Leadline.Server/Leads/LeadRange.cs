using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Leadline.Leads;

/// <summary>
/// A way to the leads of a filter in an order: one range of one index. Its texts are few, so that each is prepared once.
/// </summary>
/// <param name="Index">The index.</param>
/// <param name="Order">What the leads are sorted by, and from which end.</param>
/// <param name="Tests">What is asked of them.</param>
/// <param name="OnlyDated">Whether leads without a time of conversion are left out from the start.</param>
/// <param name="Part">Which part of the order.</param>
internal sealed record LeadRange(string Index, LeadOrder Order, LeadTests Tests, bool OnlyDated, OrderPart Part = OrderPart.Whole)
{
    /// <summary>From so many leads on that a page passes by, a walk along the index alone is worth the look-up of its rows afterwards.</summary>
    public const long Far = 100;

    private static readonly ConcurrentDictionary<LeadRange, LeadRangeTexts> Texts = new();

    /// <summary>Whether the texts are for PostgreSQL.</summary>
    public bool OnPostgres { get; init; }

    /// <summary>Whether the index itself gives the order; else all of the range is fetched and sorted.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>SQL for it.</summary>
    public LeadRangeTexts Sql => Texts.GetOrAdd(this, static range => range.Write());

    private LeadRangeTexts Write()
    {
        var (rows, ids, members) = (Walk(LeadRow.Columns), Walk("id"), $"SELECT id {Source}");
        var kinds = LeadGrouping.All.ToFrozenDictionary(by => by, by => $"SELECT id, {by.Sql} {Source}");
        var page = $"{rows} LIMIT @take OFFSET @skip";
        var farPage = OnPostgres
            ? $"""
              SELECT {LeadRow.ColumnsOf("lead")} FROM unnest(ARRAY({ids} LIMIT @take OFFSET @skip)) WITH ORDINALITY place(id, place)
              JOIN leads lead ON lead.tenant_id = @tenant AND lead.id = place.id ORDER BY place.place
              """
            : page;
        return new LeadRangeTexts(page, farPage, WithState(page), WithState(farPage), $"{ids} LIMIT @most", members, kinds, Marks());
    }

    private string Marks()
    {
        var (rows, place) = OnPostgres
            ? ($"({Walk($"{Order.By.Column} AS sort_key, id")}) walked", "row_number() OVER ()")
            : ($"(SELECT {Order.By.Column} AS sort_key, {Order.By.Column}, id {Source}) walked", $"row_number() OVER (ORDER BY {Order.Sql()})");
        return $"SELECT sort_key, id, place FROM (SELECT sort_key, id, {place} AS place FROM {rows}) numbered WHERE place % @step = 0";
    }

    private string Source =>
        $"FROM leads INDEXED BY {Index} WHERE tenant_id = @tenant AND {Tests.Sql()}{(OnlyDated ? " AND converted_at IS NOT NULL" : "")}{Order.PartSql(Part)}";

    // An index of PostgreSQL has its empty values at one end: the other order is walked in two parts. What is to be sorted is hidden from its planner,
    // which would rather walk through all the tenant's leads in order.
    private string Walk(string columns)
    {
        if (OnPostgres && !IsOrdered)
        {
            return $"SELECT {columns} {Source} ORDER BY {Order.SortedSql(Part)}";
        }

        var (column, order) = (Order.By.Column, $"{Order.By.Column} {Order.Direction}, id {Order.Direction}");
        if (!OnPostgres || Part != OrderPart.Whole || OnlyDated || !Order.IsTurned)
        {
            return $"SELECT {columns} {Source} ORDER BY {(OnlyDated && IsOrdered ? order : Order.Sql(Part))}";
        }

        string[] parts = [$"(SELECT {columns} {Source} AND {column} IS NOT NULL ORDER BY {order})", $"(SELECT {columns} {Source} AND {column} IS NULL ORDER BY {order})"];
        return $"SELECT * FROM ({string.Join(" UNION ALL ", Order.IsBackward ? parts.Reverse() : parts)}) parts";
    }

    private static string WithState(string page) =>
        $"SELECT page.*, {TenantRevisions.Columns} FROM tenant_state LEFT JOIN ({page}) page ON TRUE WHERE tenant_state.tenant_id = @tenant";
}

/// <summary>SQL for a range.</summary>
/// <param name="Page">The rows from <c>@skip</c>, at most <c>@take</c>.</param>
/// <param name="FarPage">The same, for a page that is far from where the walk begins.</param>
/// <param name="PageAndState">A page with the state of the tenant in each row.</param>
/// <param name="FarPageAndState">The same, for a page that is far.</param>
/// <param name="Ids">The ids, in order, at most <c>@most</c>.</param>
/// <param name="Members">All the ids, in any order.</param>
/// <param name="Kinds">All the ids, in any order, each with what it is counted under.</param>
/// <param name="Marks">Every <c>@step</c>th lead: what sorts it, its id, and its place from 1.</param>
internal sealed record LeadRangeTexts(
    string Page, string FarPage, string PageAndState, string FarPageAndState, string Ids, string Members, FrozenDictionary<LeadGrouping, string> Kinds, string Marks)
{
    /// <summary>The rows of a page that passes some by.</summary>
    public string PageBehind(long skip) => skip < LeadRange.Far ? Page : FarPage;

    /// <summary>The same with the state of the tenant in each row.</summary>
    public string PageAndStateBehind(long skip) => skip < LeadRange.Far ? PageAndState : FarPageAndState;
}

/// <summary>An order of leads: empty values last in both directions, ties by id in the same direction.</summary>
/// <param name="By">What they are sorted by.</param>
/// <param name="IsDescending">From the greatest.</param>
/// <param name="IsBackward">The whole order turned round, to walk from its other end.</param>
internal readonly record struct LeadOrder(LeadSort By, bool IsDescending, bool IsBackward)
{
    /// <summary>That of a list which asks for none.</summary>
    public static LeadOrder Usual => new(LeadSort.CreatedAt, IsDescending: true, IsBackward: false);

    private bool IsDown => IsDescending != IsBackward;

    /// <summary>The direction in SQL.</summary>
    public string Direction => IsDown ? "DESC" : "ASC";

    /// <summary>Whether the empty values stand at the end where the greatest do not.</summary>
    public bool IsTurned => IsDescending && By != LeadSort.CreatedAt;

    /// <summary>The order in SQL as no index has it.</summary>
    public string SortedSql(OrderPart part) => Sql(part).Replace($"{By.Column} ", By.IsTime ? $"({By.Column} + 0) " : $"({By.Column} || '') ", StringComparison.Ordinal);

    /// <summary>The order in SQL.</summary>
    public string Sql(OrderPart part = OrderPart.Whole)
    {
        var empty = part != OrderPart.Whole || By == LeadSort.CreatedAt ? "" : IsBackward ? " NULLS FIRST" : " NULLS LAST";
        return $"{By.Column} {Direction}{empty}, id {Direction}";
    }

    /// <summary>What keeps to a part of the order, after what else is asked.</summary>
    public string PartSql(OrderPart part) => part switch
    {
        OrderPart.After => $" AND ({By.Column}, id) {(IsDown ? "<" : ">")} (@key, @after)",
        OrderPart.Empty => $" AND {By.Column} IS NULL",
        OrderPart.EmptyAfter => $" AND {By.Column} IS NULL AND id {(IsDown ? "<" : ">")} @after",
        _ => "",
    };
}

/// <summary>A part of an order.</summary>
internal enum OrderPart
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>What follows <c>@key</c> and <c>@after</c>, but for the empty values.</summary>
    After,

    /// <summary>The empty values.</summary>
    Empty,

    /// <summary>The empty values that follow <c>@after</c>.</summary>
    EmptyAfter,
}
