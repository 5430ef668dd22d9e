using Leadline.Callers;
using Leadline.Leads;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Reports;

/// <summary>Tells how many leads of each kind came in, and how many became customers: <c>GET /api/v1/reports/leads-by</c>.</summary>
public static class ReportLeadsBy
{
    private static readonly LeadGrouping Country = new("country_id", (id, _) => Countries.Find(id)?.Name);

    private static readonly IReadOnlyList<LeadGrouping> Groupings = [.. LeadGrouping.All, Country];

    private static readonly QueryParameter By = new("by", "string", "What the leads are told apart by, by the name of the list's filter; absent, their statuses.") { Options = [.. Groupings.Select(by => by.Name)] };

    private static readonly IReadOnlyList<QueryParameter> Parameters = [By, .. ReportQuery.Parameters];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/reports/leads-by", HandleAsync)
        .WithName(nameof(ReportLeadsBy))
        .WithQueryParameters(Parameters)
        .Answers<Report<LeadsByKind>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reports leads by status, source, member or country.</summary>
    /// <remarks>Those that came in within the period, from one moment; kinds without any are left out, and the largest comes first. Without a period, <c>GET /leads/counts</c> counts all.</remarks>
    public static Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadReports reports, TimeProvider clock, CancellationToken ct)
    {
        var name = parameters.Option(By);
        var by = Groupings.FirstOrDefault(by => by.Name == name) ?? LeadGrouping.Status;
        return reports.AnswerAsync(
            parameters, caller.View, ReportQuery.Read(parameters, [By], caller.UserId, clock.GetUtcNow()), leads => CountAsync(leads, by, ct), ct);
    }

    private static async Task<LeadsByKind?> CountAsync(PeriodLeads leads, LeadGrouping grouping, CancellationToken ct)
    {
        var counts = await leads.CountAsync(grouping, ct);
        var (total, converted) = (counts.Values.Sum(count => count.Leads), counts.Values.Sum(count => count.Converted));
        return new LeadsByKind(total, converted, Share.Of(converted, total),
        [
            .. from kind in counts
               orderby kind.Value.Leads descending, kind.Key
               select new LeadKind(
                   kind.Key == IdSet.None ? null : kind.Key, grouping.NameOf(kind.Key, leads.Directory), kind.Value.Leads, Share.Of(kind.Value.Leads, total) ?? 0,
                   kind.Value.Converted, Share.Of(kind.Value.Converted, kind.Value.Leads) ?? 0),
        ]);
    }
}

/// <summary>The leads of a period by kind.</summary>
/// <param name="Leads">How many came in.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="ConversionRate">Their share, from 0 to 1; null without leads.</param>
/// <param name="Rows">The same of each kind, the largest first.</param>
public sealed record LeadsByKind(long Leads, long Converted, double? ConversionRate, IReadOnlyList<LeadKind> Rows);

/// <summary>The leads of one kind.</summary>
/// <param name="Id">The number of the status, source, member or country; null for leads without.</param>
/// <param name="Name">Its name; null for leads without.</param>
/// <param name="Leads">How many came in.</param>
/// <param name="Share">Their share of all, from 0 to 1.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="ConversionRate">The share of these, from 0 to 1.</param>
public sealed record LeadKind(long? Id, string? Name, long Leads, double Share, long Converted, double ConversionRate);
