using System.Collections.Concurrent;

namespace Leadline.Leads;

/// <summary>
/// A way to the leads of a filter in an order: one range of one index. Its texts are few, so that each is prepared once.
/// </summary>
/// <param name="Index">The index.</param>
/// <param name="Order">What the leads are sorted by, and from which end.</param>
/// <param name="Tests">What is asked of them.</param>
/// <param name="OnlyDated">Whether leads without a time of conversion are left out from the start.</param>
/// <param name="Part">Which part of the order.</param>
internal readonly record struct LeadRange(string Index, LeadOrder Order, LeadTests Tests, bool OnlyDated, OrderPart Part = OrderPart.Whole)
{
    private static readonly ConcurrentDictionary<LeadRange, (string Rows, string AtOnce, string Ids, string Members)> Texts = new();

    /// <summary>SQL for the rows from <c>@skip</c>, at most <c>@take</c>.</summary>
    public string RowsSql => Texts.GetOrAdd(this, static range => range.Write()).Rows;

    /// <summary>The same with the state of the tenant in each row.</summary>
    public string RowsAndStateSql => Texts.GetOrAdd(this, static range => range.Write()).AtOnce;

    /// <summary>SQL for the ids, in order, at most <c>@most</c>.</summary>
    public string IdsSql => Texts.GetOrAdd(this, static range => range.Write()).Ids;

    /// <summary>SQL for all the ids, in any order.</summary>
    public string MembersSql => Texts.GetOrAdd(this, static range => range.Write()).Members;

    private (string Rows, string AtOnce, string Ids, string Members) Write()
    {
        var range = $"FROM leads INDEXED BY {Index} WHERE tenant_id = @tenant AND {Tests.Sql()}"
            + (OnlyDated ? " AND converted_at IS NOT NULL" : "")
            + Order.PartSql(Part);
        var order = $"ORDER BY {Order.Sql(Part)}";
        var rows = $"SELECT {LeadRow.Columns} {range} {order} LIMIT @take OFFSET @skip";
        return (
            rows,
            $"SELECT page.*, {TenantRevisions.Columns} FROM tenant_state LEFT JOIN ({rows}) page ON TRUE WHERE tenant_state.tenant_id = @tenant",
            $"SELECT id {range} {order} LIMIT @most",
            $"SELECT id {range}");
    }
}

/// <summary>An order of leads: empty values last in both directions, ties by id in the same direction.</summary>
/// <param name="By">What they are sorted by.</param>
/// <param name="IsDescending">From the greatest.</param>
/// <param name="IsBackward">The whole order turned round, to walk from its other end.</param>
internal readonly record struct LeadOrder(LeadSort By, bool IsDescending, bool IsBackward)
{
    private bool IsDown => IsDescending != IsBackward;

    /// <summary>The order in SQL.</summary>
    public string Sql(OrderPart part = OrderPart.Whole)
    {
        var direction = IsDown ? "DESC" : "ASC";
        var empty = part != OrderPart.Whole || By == LeadSort.CreatedAt ? "" : IsBackward ? " NULLS FIRST" : " NULLS LAST";
        return part is OrderPart.Empty or OrderPart.EmptyAfter ? $"id {direction}" : $"{By.Column} {direction}{empty}, id {direction}";
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
