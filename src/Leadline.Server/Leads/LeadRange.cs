using System.Collections.Concurrent;

namespace Leadline.Leads;

/// <summary>
/// A way to the leads of a filter in an order: one range of one index. Its texts are few, so that each is prepared once.
/// </summary>
/// <param name="Index">The index.</param>
/// <param name="Order">What the leads are sorted by.</param>
/// <param name="IsDescending">From the greatest.</param>
/// <param name="IsBackward">The whole order turned round, to walk from its other end.</param>
/// <param name="HasStatus">Whether a status is asked for.</param>
/// <param name="HasSource">Whether a source is asked for.</param>
/// <param name="HasConverted">Whether conversion is asked for.</param>
/// <param name="OnlyDated">Whether leads without a time of conversion are left out from the start.</param>
internal readonly record struct LeadRange(
    string Index, LeadSort Order, bool IsDescending, bool IsBackward, bool HasStatus, bool HasSource, bool HasConverted, bool OnlyDated)
{
    private static readonly ConcurrentDictionary<LeadRange, (string Rows, string Ids, string Members)> Texts = new();

    /// <summary>SQL for the rows from <c>@skip</c>, at most <c>@take</c>.</summary>
    public string RowsSql => Texts.GetOrAdd(this, static range => range.Write()).Rows;

    /// <summary>SQL for all the ids, in order.</summary>
    public string IdsSql => Texts.GetOrAdd(this, static range => range.Write()).Ids;

    /// <summary>SQL for all the ids, in any order.</summary>
    public string MembersSql => Texts.GetOrAdd(this, static range => range.Write()).Members;

    private (string Rows, string Ids, string Members) Write()
    {
        var range = $"FROM leads INDEXED BY {Index} WHERE tenant_id = @tenant AND is_deleted = @trashed"
            + (HasStatus ? " AND lead_status_id = @status" : "")
            + (HasSource ? " AND lead_reference_source_id = @source" : "")
            + (HasConverted ? " AND is_converted = @converted" : "")
            + (OnlyDated ? " AND converted_at IS NOT NULL" : "");
        var order = $"ORDER BY {OrderSql(Order, IsDescending, IsBackward)}";
        return ($"SELECT {LeadRow.Columns} {range} {order} LIMIT @take OFFSET @skip", $"SELECT id {range} {order}", $"SELECT id {range}");
    }

    /// <summary>The order in SQL: empty values last in both directions, ties by id in the same direction.</summary>
    public static string OrderSql(LeadSort order, bool isDescending, bool isBackward)
    {
        var direction = isDescending != isBackward ? "DESC" : "ASC";
        var empty = order == LeadSort.CreatedAt ? "" : isBackward ? " NULLS FIRST" : " NULLS LAST";
        return $"{order.Column} {direction}{empty}, id {direction}";
    }
}
