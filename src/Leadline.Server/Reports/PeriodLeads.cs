using System.Data.Common;
using Leadline.Leads;
using Leadline.Platform.Database;

namespace Leadline.Reports;

/// <summary>The leads of a report that came in within a period: one range of the index by time of arrival, in the snapshot of the whole report.</summary>
/// <param name="snapshot">Where to look.</param>
/// <param name="tenant">Whose leads.</param>
/// <param name="period">When they came in.</param>
/// <param name="filter">What they must pass, and as far as they are seen.</param>
/// <param name="where">What else they must be like; null for nothing.</param>
/// <param name="country">The tenant's country for phone numbers typed without one.</param>
/// <param name="directory">What leads point to.</param>
internal sealed class PeriodLeads(
    Snapshot snapshot, TenantId tenant, ReportPeriod period, LeadFilter filter, LeadCondition? where, string? country, LeadDirectory directory)
{
    /// <summary>How many leads may be read one by one: a bound on time and memory.</summary>
    public const long MostOneByOne = 1_000_000;

    /// <summary>What leads point to.</summary>
    public LeadDirectory Directory => directory;

    /// <summary>The period.</summary>
    public ReportPeriod Period => period;

    /// <summary>Queries them.</summary>
    /// <param name="select">What is asked of them, up to <c>FROM</c>.</param>
    /// <param name="rest">What follows their condition.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="more">Values for more parameters, always in the same order for the same text.</param>
    public Task<DbDataReader> QueryAsync(string select, string rest, CancellationToken ct, params IEnumerable<(string Name, object Value)> more) => RunAsync(
        test => $"{select} FROM leads INDEXED BY {LeadIndexes.ByCreatedAt} WHERE {test} AND created_at >= @start AND created_at < @end{rest}",
        [("@start", Timestamp.ToMicroseconds(period.Start)), ("@end", Timestamp.ToMicroseconds(period.End)), .. more],
        ct);

    /// <summary>Counts leads by when something befell them: those of the report but for the period in which they came in.</summary>
    /// <param name="column">The column with the time: <c>created_at</c> or <c>converted_at</c>.</param>
    /// <param name="index">The index in its order.</param>
    /// <param name="starts">Where each bucket begins, and at last where the last ends.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>By the beginning of the bucket: how many, and how many of them are converted; buckets without any are left out.</returns>
    public Task<Dictionary<long, (long Leads, long Converted)>> CountAsync(string column, string index, IEnumerable<long> starts, CancellationToken ct) => CountAsync(
        RunAsync(
            test => $"""
                SELECT opens, count(*), count(*) FILTER (WHERE is_converted)
                FROM (SELECT value AS opens, lead(value) OVER (ORDER BY value) AS closes FROM json_each(@starts)) bucket
                CROSS JOIN leads INDEXED BY {index}
                WHERE {test} AND {column} >= opens AND {column} < closes
                GROUP BY opens
                """,
            [("@starts", $"[{string.Join(',', starts)}]")],
            ct),
        ct);

    /// <summary>Counts them by what they are told apart by: by the kind's id, <see cref="IdSet.None"/> for leads without.</summary>
    public Task<Dictionary<long, (long Leads, long Converted)>> CountAsync(LeadGrouping by, CancellationToken ct) =>
        CountAsync(QueryAsync($"SELECT {by.Sql}, count(*), count(*) FILTER (WHERE is_converted)", " GROUP BY 1", ct), ct);

    /// <summary>From when on the journal has all that befell a lead, in microseconds; what was before is not kept.</summary>
    public async Task<long> JournalSinceAsync(CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync("SELECT journal_since FROM tenant_revisions WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value));
        return await rows.ReadAsync(ct) ? rows.GetInt64(0) : 0;
    }

    /// <summary>The tenant's statuses, the deleted ones as well, in their order.</summary>
    public async Task<List<StatusPlace>> StatusesAsync(CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            "SELECT id, is_terminal, deleted_at IS NOT NULL FROM lead_statuses WHERE tenant_id = @tenant ORDER BY sort_order, id", ct, ("@tenant", tenant.Value));
        var statuses = new List<StatusPlace>();
        while (await rows.ReadAsync(ct))
        {
            statuses.Add(new StatusPlace(rows.GetInt64(0), rows.GetBoolean(1), rows.GetBoolean(2)));
        }

        return statuses;
    }

    private static async Task<Dictionary<long, (long Leads, long Converted)>> CountAsync(Task<DbDataReader> query, CancellationToken ct)
    {
        await using var rows = await query;
        var counts = new Dictionary<long, (long, long)>();
        while (await rows.ReadAsync(ct))
        {
            counts.Add(rows.GetInt64(0), (rows.GetInt64(1), rows.GetInt64(2)));
        }

        return counts;
    }

    private Task<DbDataReader> RunAsync(Func<string, string> sql, IEnumerable<(string Name, object Value)> more, CancellationToken ct)
    {
        List<(string Name, object Value)> parameters = [("@tenant", tenant.Value), .. filter.Parameters(), .. more];
        var test = $"tenant_id = @tenant AND {filter.Tests.Sql()}{where?.Bind(country, parameters)}";
        return where is null ? snapshot.QueryAsync(sql(test), ct, [.. parameters]) : snapshot.QueryOnceAsync(sql(test), ct, [.. parameters]);
    }
}

/// <summary>A status at its place among the tenant's.</summary>
/// <param name="Id">Its number.</param>
/// <param name="IsTerminal">True when the work on a lead ends there.</param>
/// <param name="IsDeleted">True when leads no longer get it.</param>
internal sealed record StatusPlace(long Id, bool IsTerminal, bool IsDeleted);
