using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Reports;

/// <summary>
/// Reports on leads: each is read from one snapshot, together with what it is compared with, and counts what the list shows to the same caller.
/// A few are made at once, and the others wait, so that lists are not kept waiting by them.
/// </summary>
public sealed class LeadReports(LeadlineDatabase database, LeadMemory memory, TimeProvider clock)
{
    private const string RetryAfter = "10";

    private readonly ReportTurns turns = new(Math.Max(1, Environment.ProcessorCount / 2), TimeSpan.FromSeconds(20), clock);

    /// <summary>Answers a report, or refuses it.</summary>
    /// <param name="parameters">Told what is wrong with the call.</param>
    /// <param name="view">Who asks.</param>
    /// <param name="query">What is asked; null where a parameter is refused.</param>
    /// <param name="report">Makes it of the leads of a period; null where they are too many.</param>
    /// <param name="ct">Gives up.</param>
    internal async Task<IResult> AnswerAsync<T>(QueryParameters parameters, TenantView view, ReportQuery? query, Func<PeriodLeads, Task<T?>> report, CancellationToken ct)
        where T : class
    {
        if (query is null || !parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        using (var turn = await turns.TakeAsync(view.Tenant.Value, ct))
        {
            if (turn is null)
            {
                parameters.Request.HttpContext.Response.Headers.RetryAfter = RetryAfter;
                return ErrorKind.Unavailable.Answer("Too many reports are being made just now. Ask again in a moment.");
            }

            if (await ReadAsync(view, query, report, ct) is { } read)
            {
                return Answer.List(read);
            }
        }

        parameters.Reject(ReportQuery.Narrowing.Name, "must be later: in the period there is more than the report can tell apart");
        return Errors.Invalid(parameters.Errors);
    }

    private async Task<Report<T>?> ReadAsync<T>(TenantView view, ReportQuery query, Func<PeriodLeads, Task<T?>> report, CancellationToken ct)
        where T : class
    {
        var tenant = view.Tenant;
        await using var snapshot = await database.ReadAsync(tenant, ct);
        var at = await TenantRevisions.ReadAsync(snapshot, tenant, ct);
        var directory = await memory.DirectoryAsync(snapshot, tenant, at, ct);
        var filter = directory.FilterOf(query.Criteria).SeenBy(view.Sees);
        var where = query.Criteria.BesideFilter();
        var country = where?.HasPhone == true ? await LeadLists.CountryAsync(snapshot, tenant, ct) : null;
        if (await report(LeadsOf(query.Period)) is not { } data)
        {
            return null;
        }

        var comparison = query.Comparison is { } earlier ? await report(LeadsOf(earlier)) : null;
        return comparison is null && query.Comparison is not null ? null : new Report<T>(
            data,
            comparison,
            new ReportMeta(query.Period.Zone.Id, ReportDays.Of(query.Period), query.Comparison is { } compared ? ReportDays.Of(compared) : null));

        PeriodLeads LeadsOf(ReportPeriod period) => new(snapshot, tenant, period, filter, where, country, directory);
    }
}
