using Leadline.Callers;
using Leadline.Leads;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Reports;

/// <summary>Tells how soon people dealt with new leads: <c>GET /api/v1/reports/first-response</c>.</summary>
public static class ReportFirstResponse
{
    // Of the entries of a lead, the first by which a person dealt with it: a note on it, another status, or a task of it done. A value that holds this text has its quotes escaped.
    private const string FirstSql = """
        (SELECT entry.at FROM journal entry INDEXED BY journal_by_subject
            JOIN batches batch ON batch.tenant_id = entry.tenant_id AND batch.id = entry.batch_id
            WHERE entry.tenant_id = leads.tenant_id AND entry.subject = 'lead' AND entry.subject_id = leads.id
                AND (entry.operation = 'created' AND entry.entity = 'lead_note'
                    OR entry.operation = 'updated' AND entry.entity = 'lead' AND instr(entry.changes, '"lead_status_id":') > 0
                    OR entry.operation = 'updated' AND entry.entity = 'task' AND instr(entry.changes, '"completed_at":[null,') > 0
                    OR entry.operation = 'created' AND entry.entity = 'task' AND instr(entry.changes, '"completed_at":') > 0)
                AND batch.author_kind = 'person' AND batch.through <> 'undo' AND batch.action <> 'lead_status.delete'
            ORDER BY entry.id LIMIT 1)
        """;

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/reports/first-response", HandleAsync)
        .WithName(nameof(ReportFirstResponse))
        .WithQueryParameters(ReportQuery.Parameters)
        .Answers<Report<FirstResponse>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reports the first response by member.</summary>
    /// <remarks>
    /// Of the leads that came in within the period, from one moment, by whom they belong to now. The first response is the first time that a person, and not an app on its own account,
    /// wrote a note on the lead, changed its status (a conversion does) or did a task of it, as the journal tells; an undo is none, and neither is the replacement of a deleted status. Leads from before what <c>journal_days</c> keeps are <c>unknown</c>.
    /// A period of more than a million leads is refused.
    /// </remarks>
    public static Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadReports reports, TimeProvider clock, CancellationToken ct) => reports.AnswerAsync(
        parameters, caller.View, ReportQuery.Read(parameters, [], caller.UserId, clock.GetUtcNow()), leads => MakeAsync(leads, ct), ct);

    private static async Task<FirstResponse?> MakeAsync(PeriodLeads leads, CancellationToken ct)
    {
        var counts = await leads.CountAsync(LeadGrouping.Assignee, ct);
        var total = counts.Values.Sum(count => count.Leads);
        if (total > PeriodLeads.MostOneByOne)
        {
            return null;
        }

        var since = await leads.JournalSinceAsync(ct);
        var unknown = await UnknownAsync(leads, since, ct);
        var times = await TimesAsync(leads, since, ct);
        var answered = times.Values.Sum(member => member.Count);
        var allUnknown = unknown.Values.Sum();
        return new FirstResponse(
            total, answered, total - answered - allUnknown, allUnknown, Durations.Of([.. times.Values.SelectMany(member => member)]),
            [
                .. from member in counts
                   orderby member.Value.Leads descending, member.Key
                   let waits = times.GetValueOrDefault(member.Key) ?? []
                   let notKnown = unknown.GetValueOrDefault(member.Key)
                   select new FirstResponseRow(
                       member.Key == IdSet.None ? null : member.Key, LeadGrouping.Assignee.NameOf(member.Key, leads.Directory),
                       member.Value.Leads, waits.Count, member.Value.Leads - waits.Count - notKnown, notKnown, Durations.Of(waits)),
            ]);
    }

    private static async Task<Dictionary<long, long>> UnknownAsync(PeriodLeads leads, long since, CancellationToken ct)
    {
        var unknown = new Dictionary<long, long>();
        await using var rows = await leads.QueryAsync($"SELECT {LeadGrouping.Assignee.Sql}, count(*)", " AND created_at < @since GROUP BY 1", ct, [("@since", since)]);
        while (await rows.ReadAsync(ct))
        {
            unknown.Add(rows.GetInt64(0), rows.GetInt64(1));
        }

        return unknown;
    }

    // From coming in to the first response, in microseconds, of the leads that had one.
    private static async Task<Dictionary<long, List<long>>> TimesAsync(PeriodLeads leads, long since, CancellationToken ct)
    {
        var times = new Dictionary<long, List<long>>();
        await using var rows = await leads.QueryAsync(
            $"SELECT {LeadGrouping.Assignee.Sql}, {FirstSql} - created_at", " AND created_at >= @since", ct, [("@since", since)]);
        while (await rows.ReadAsync(ct))
        {
            if (rows.IsDBNull(1))
            {
                continue;
            }

            var member = rows.GetInt64(0);
            if (!times.TryGetValue(member, out var waits))
            {
                times.Add(member, waits = []);
            }

            waits.Add(rows.GetInt64(1));
        }

        return times;
    }
}

/// <summary>How soon people dealt with the leads of a period.</summary>
/// <param name="Leads">How many came in.</param>
/// <param name="Answered">How many of them had a first response.</param>
/// <param name="Unanswered">How many had none yet.</param>
/// <param name="Unknown">Of how many the journal no longer tells.</param>
/// <param name="Time">From coming in to the first response, of those that had one; null without any.</param>
/// <param name="Rows">The same of each member, the one with the most leads first.</param>
public sealed record FirstResponse(long Leads, long Answered, long Unanswered, long Unknown, Durations? Time, IReadOnlyList<FirstResponseRow> Rows);

/// <summary>How soon one member's leads were dealt with.</summary>
/// <param name="Id">The user's number; null for leads of nobody.</param>
/// <param name="Name">The user's name; null for leads of nobody.</param>
/// <param name="Leads">How many came in.</param>
/// <param name="Answered">How many of them had a first response.</param>
/// <param name="Unanswered">How many had none yet.</param>
/// <param name="Unknown">Of how many the journal no longer tells.</param>
/// <param name="Time">From coming in to the first response, of those that had one; null without any.</param>
public sealed record FirstResponseRow(long? Id, string? Name, long Leads, long Answered, long Unanswered, long Unknown, Durations? Time);
