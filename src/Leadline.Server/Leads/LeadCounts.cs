using System.Collections.Concurrent;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>
/// How many leads a tenant has of each kind. The table <c>lead_counts</c> moves in the transaction that moves the leads,
/// by the database's own triggers, so a total is exact and costs the same for a thousand leads and for ten million.
/// </summary>
public sealed class LeadCounts
{
    private readonly ConcurrentDictionary<LeadFilter, long> totals = new();
    private readonly IReadOnlyList<Cell> cells;

    private LeadCounts(IReadOnlyList<Cell> cells) => this.cells = cells;

    /// <summary>Reads a tenant's counts.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="tenant">Whose leads.</param>
    /// <param name="byAssignee">Whether the members are told apart; without, there is less to read.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<LeadCounts> ReadAsync(Snapshot snapshot, TenantId tenant, bool byAssignee, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            byAssignee
                ? """
                  SELECT is_deleted, is_converted, lead_status_id, lead_reference_source_id, leads, assigned_user_id
                  FROM lead_totals WHERE tenant_id = @tenant AND leads <> 0
                  """
                : """
                  SELECT is_deleted, is_converted, lead_status_id, lead_reference_source_id, sum(leads), 0
                  FROM lead_totals WHERE tenant_id = @tenant GROUP BY 1, 2, 3, 4
                  """,
            ct,
            ("@tenant", tenant.Value));
        var cells = new List<Cell>();
        while (await rows.ReadAsync(ct))
        {
            cells.Add(new Cell(rows.GetBoolean(0), rows.GetBoolean(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(5), rows.GetInt64(4)));
        }

        return new LeadCounts(cells);
    }

    /// <summary>The memory the counts take, about.</summary>
    public long Bytes => 16 * 1024 + (cells.Count * 48L);

    /// <summary>How many leads pass a filter.</summary>
    public long Total(LeadFilter filter) => totals.Count < 1000 ? totals.GetOrAdd(filter, Sum) : Sum(filter);

    private long Sum(LeadFilter filter)
    {
        var sum = 0L;
        foreach (var cell in cells)
        {
            if (cell.IsDeleted == filter.IsTrashed
                && filter.Statuses?.Contains(cell.StatusId) != false
                && filter.Sources?.Contains(cell.SourceId) != false
                && filter.Assignees?.Contains(cell.AssigneeId) != false
                && (filter.IsConverted is not { } converted || cell.IsConverted == converted))
            {
                sum += cell.Leads;
            }
        }

        return sum;
    }

    // A lead without status, source or member is counted under IdSet.None.
    private readonly record struct Cell(bool IsDeleted, bool IsConverted, long StatusId, long SourceId, long AssigneeId, long Leads);
}
