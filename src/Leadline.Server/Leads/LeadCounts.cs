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
    private readonly bool byAssignee;

    private LeadCounts(IReadOnlyList<Cell> cells, bool byAssignee) => (this.cells, this.byAssignee) = (cells, byAssignee);

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

        return new LeadCounts(cells, byAssignee);
    }

    /// <summary>The memory the counts take, about.</summary>
    public long Bytes => 16 * 1024 + (cells.Count * 48L);

    /// <summary>How many leads pass a filter.</summary>
    public long Total(LeadFilter filter) => totals.Count < 1000 ? totals.GetOrAdd(filter, Sum) : Sum(filter);

    /// <summary>How many leads of each kind pass a filter; kinds without any are left out.</summary>
    /// <exception cref="ArgumentException">The members are asked for, which the counts do not tell apart.</exception>
    public IReadOnlyDictionary<long, long> Total(LeadFilter filter, LeadGrouping by)
    {
        if (by == LeadGrouping.Assignee && !byAssignee)
        {
            throw new ArgumentException("The members are not told apart.", nameof(by));
        }

        var kinds = new Dictionary<long, long>();
        foreach (var cell in cells.Where(cell => cell.Passes(filter)))
        {
            var kind = by == LeadGrouping.Status ? cell.StatusId : by == LeadGrouping.Source ? cell.SourceId : cell.AssigneeId;
            kinds[kind] = kinds.GetValueOrDefault(kind) + cell.Leads;
        }

        return kinds.Where(kind => kind.Value != 0).ToDictionary();
    }

    private long Sum(LeadFilter filter)
    {
        var sum = 0L;
        foreach (var cell in cells)
        {
            if (cell.Passes(filter))
            {
                sum += cell.Leads;
            }
        }

        return sum;
    }

    // A lead without status, source or member is counted under IdSet.None.
    private readonly record struct Cell(bool IsDeleted, bool IsConverted, long StatusId, long SourceId, long AssigneeId, long Leads)
    {
        public bool Passes(LeadFilter filter) =>
            IsDeleted == filter.IsTrashed
            && filter.Statuses?.Contains(StatusId) != false
            && filter.Sources?.Contains(SourceId) != false
            && filter.Assignees?.Contains(AssigneeId) != false
            && (filter.IsConverted is not { } converted || IsConverted == converted);
    }
}
