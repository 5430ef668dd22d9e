using System.Text.Json;
using Leadline.Callers;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Reports;

/// <summary>Tells how far leads came, and how long it took: <c>GET /api/v1/reports/funnel</c>.</summary>
public static class ReportFunnel
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/reports/funnel", HandleAsync)
        .WithName(nameof(ReportFunnel))
        .WithQueryParameters(ReportQuery.Parameters)
        .Answers<Report<Funnel>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reports the funnel.</summary>
    /// <remarks>
    /// Of the leads that came in within the period, from one moment. Its steps are the statuses that do not end the work, in the tenant's order of today. A lead has
    /// reached a step when it ever had that status or a later step, or is converted, as its journal tells: what was undone counts, and so do leads
    /// that are lost by now; the replacement of a deleted status counts where it stands now. Where the period begins before what <c>journal_days</c> keeps, nobody knows, and <c>reached</c> is null.
    /// A period of more than a million leads is refused.
    /// </remarks>
    public static Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadReports reports, TimeProvider clock, CancellationToken ct) => reports.AnswerAsync(
        parameters, caller.View, ReportQuery.Read(parameters, [], caller.UserId, clock.GetUtcNow()), leads => MakeAsync(leads, ct), ct);

    private static async Task<Funnel?> MakeAsync(PeriodLeads leads, CancellationToken ct)
    {
        var counts = await leads.CountAsync(LeadGrouping.Status, ct);
        var (total, converted) = (counts.Values.Sum(count => count.Leads), counts.Values.Sum(count => count.Converted));
        if (total > PeriodLeads.MostOneByOne)
        {
            return null;
        }

        var steps = new FunnelSteps(await leads.StatusesAsync(ct));
        var isKept = Timestamp.ToMicroseconds(leads.Period.Start) >= await leads.JournalSinceAsync(ct);
        var reached = isKept ? await ReachedAsync(leads, steps, counts, ct) : null;
        return new Funnel(
            total, converted, Share.Of(converted, total),
            [
                .. steps.Ids.Select((id, place) => new FunnelStep(
                    id, leads.Directory.Statuses[id].Name, counts.GetValueOrDefault(id).Leads, reached?[place], reached is null ? null : Share.Of(reached[place], total))),
            ],
            Durations.Of(await ConversionsAsync(leads, ct)));
    }

    // Where the leads are now, and for those that are not converted, how much further they were before. An undo leaves a lead where it was before; and what a deleted
    // status was replaced by, nobody brought the lead to, so that only what it had counts.
    private static async Task<long[]> ReachedAsync(PeriodLeads leads, FunnelSteps steps, Dictionary<long, (long Leads, long Converted)> counts, CancellationToken ct)
    {
        var reached = new long[steps.Ids.Count];
        foreach (var (status, count) in counts)
        {
            Add(reached, 0, steps.Ids.Count, count.Converted);
            Add(reached, 0, steps.ReachedBy(status), count.Leads - count.Converted);
        }

        var furthest = new Dictionary<long, (int Now, int Ever)>();
        await using var rows = await leads.QueryAsync(
            "SELECT moved.id, moved.status, entry.changes, batch.action = 'lead_status.delete' FROM (SELECT tenant_id, id, coalesce(lead_status_id, 0) AS status",
            """
             AND NOT is_converted) moved
            CROSS JOIN journal entry INDEXED BY journal_by_subject
            JOIN batches batch ON batch.tenant_id = entry.tenant_id AND batch.id = entry.batch_id
            WHERE entry.tenant_id = moved.tenant_id AND entry.subject = 'lead' AND entry.subject_id = moved.id
                AND entry.entity = 'lead' AND entry.operation = 'updated' AND instr(entry.changes, '"lead_status_id":') > 0
                AND batch.through <> 'undo'
            """,
            ct);
        while (await rows.ReadAsync(ct))
        {
            var (lead, now) = (rows.GetInt64(0), steps.ReachedBy(rows.GetInt64(1)));
            using var changes = JsonDocument.Parse(rows.GetString(2));
            var ever = changes.RootElement.GetProperty("lead_status_id").EnumerateArray().Take(rows.GetBoolean(3) ? 1 : 2)
                .Max(status => status.ValueKind == JsonValueKind.Number ? steps.ReachedBy(status.GetInt64()) : 0);
            furthest[lead] = (now, Math.Max(ever, furthest.GetValueOrDefault(lead).Ever));
        }

        foreach (var (now, ever) in furthest.Values)
        {
            Add(reached, now, ever, 1);
        }

        return reached;
    }

    private static void Add(long[] reached, int from, int to, long count)
    {
        for (var step = from; step < to; step++)
        {
            reached[step] += count;
        }
    }

    private static async Task<List<long>> ConversionsAsync(PeriodLeads leads, CancellationToken ct)
    {
        await using var rows = await leads.QueryAsync("SELECT converted_at - created_at", " AND is_converted", ct);
        var durations = new List<long>();
        while (await rows.ReadAsync(ct))
        {
            durations.Add(rows.GetInt64(0));
        }

        return durations;
    }
}

/// <summary>The steps of a funnel: the living statuses that do not end the work, in their order.</summary>
internal sealed class FunnelSteps
{
    private readonly Dictionary<long, int> reachedBy = [];

    /// <summary>Lays the steps out.</summary>
    /// <param name="statuses">The tenant's statuses, the deleted ones as well, in their order.</param>
    public FunnelSteps(IEnumerable<StatusPlace> statuses)
    {
        var ids = new List<long>();
        foreach (var status in statuses.Where(status => !status.IsTerminal))
        {
            if (!status.IsDeleted)
            {
                ids.Add(status.Id);
            }

            reachedBy.Add(status.Id, ids.Count);
        }

        Ids = ids;
    }

    /// <summary>The statuses.</summary>
    public IReadOnlyList<long> Ids { get; }

    /// <summary>How many of the steps a lead has reached that had a status: none by one that ends the work, or by none.</summary>
    public int ReachedBy(long status) => reachedBy.GetValueOrDefault(status);
}

/// <summary>How far the leads of a period came.</summary>
/// <param name="Leads">How many came in.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="ConversionRate">Their share, from 0 to 1; null without leads.</param>
/// <param name="Steps">The statuses that do not end the work, in the tenant's order.</param>
/// <param name="TimeToConvert">From coming in to conversion, of those that are converted; null without any.</param>
public sealed record Funnel(long Leads, long Converted, double? ConversionRate, IReadOnlyList<FunnelStep> Steps, Durations? TimeToConvert);

/// <summary>A step of the funnel.</summary>
/// <param name="Id">The status's number.</param>
/// <param name="Name">The status's name.</param>
/// <param name="Leads">How many of the leads have it now.</param>
/// <param name="Reached">How many ever had it or a later step, or are converted; null where the journal no longer tells.</param>
/// <param name="Rate">Their share of all leads of the period, from 0 to 1; null where nobody knows, and without leads.</param>
public sealed record FunnelStep(long Id, string Name, long Leads, long? Reached, double? Rate);
