namespace Leadline.Client;

/// <summary>Reports on leads, each of one moment and of the leads that the caller sees.</summary>
public sealed class ReportsClient
{
    private readonly Transport transport;

    internal ReportsClient(Transport transport) => this.transport = transport;

    /// <summary>Counts the leads that came in and were converted by day, week or month.</summary>
    /// <param name="query">Of which days and leads; null for all of the last 30 days.</param>
    /// <param name="interval">How long the buckets are, of which there may be 400.</param>
    /// <param name="known">The report as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Report<LeadsOverTime>> LeadsOverTimeAsync(
        ReportQuery? query = null, ReportInterval interval = ReportInterval.Day, Report<LeadsOverTime>? known = null, CancellationToken ct = default) =>
        transport.ReportAsync($"reports/leads-over-time{ReportQuery.ToQuery(query).Add<ReportInterval>("interval", interval)}", known, ct);

    /// <summary>Counts the leads that came in by kind, and how many of them were converted.</summary>
    /// <param name="query">Of which days and leads; null for all of the last 30 days.</param>
    /// <param name="by">What they are told apart by.</param>
    /// <param name="known">The report as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Report<LeadsByKind>> LeadsByAsync(
        ReportQuery? query = null, ReportGrouping by = ReportGrouping.LeadStatusId, Report<LeadsByKind>? known = null, CancellationToken ct = default) =>
        transport.ReportAsync($"reports/leads-by{ReportQuery.ToQuery(query).Add<ReportGrouping>("by", by)}", known, ct);

    /// <summary>Tells how far the leads that came in got, and how long conversions took.</summary>
    /// <param name="query">Of which days and leads; null for all of the last 30 days.</param>
    /// <param name="known">The report as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Report<Funnel>> FunnelAsync(ReportQuery? query = null, Report<Funnel>? known = null, CancellationToken ct = default) =>
        transport.ReportAsync($"reports/funnel{ReportQuery.ToQuery(query)}", known, ct);

    /// <summary>Counts the leads that came in by source and campaign, and how many of them were converted.</summary>
    /// <param name="query">Of which days and leads; null for all of the last 30 days.</param>
    /// <param name="touch">Whose campaign counts.</param>
    /// <param name="limit">How many rows are told singly, 1 to 500; null for 50.</param>
    /// <param name="known">The report as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Report<Attribution>> AttributionAsync(
        ReportQuery? query = null, MarketingTouch touch = MarketingTouch.Last, int? limit = null, Report<Attribution>? known = null, CancellationToken ct = default) =>
        transport.ReportAsync($"reports/attribution{ReportQuery.ToQuery(query).Add<MarketingTouch>("touch", touch).Add("limit", limit)}", known, ct);

    /// <summary>Tells how soon people dealt with the leads that came in, by member.</summary>
    /// <param name="query">Of which days and leads; null for all of the last 30 days.</param>
    /// <param name="known">The report as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Report<FirstResponse>> FirstResponseAsync(ReportQuery? query = null, Report<FirstResponse>? known = null, CancellationToken ct = default) =>
        transport.ReportAsync($"reports/first-response{ReportQuery.ToQuery(query)}", known, ct);
}
