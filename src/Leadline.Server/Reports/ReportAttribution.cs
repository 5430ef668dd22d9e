using System.Runtime.InteropServices;
using Leadline.Callers;
using Leadline.Leads;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Reports;

/// <summary>Tells which sources and campaigns leads came from, and how many became customers: <c>GET /api/v1/reports/attribution</c>.</summary>
public static class ReportAttribution
{
    // A bound on memory.
    private const int MostRows = 50_000;

    private const int UsualLimit = 50;

    private static readonly QueryParameter Touch = new("touch", "string", "Whose campaign counts: that of the first or of the last of a lead's marketing touches; absent, last.") { Options = ["first", "last"] };
    private static readonly QueryParameter Limit = new("limit", "integer", $"How many rows are told singly, the largest; the others are summed up. Absent, {UsualLimit}.") { Minimum = 1, Maximum = 500 };

    private static readonly IReadOnlyList<QueryParameter> Parameters = [Touch, Limit, .. ReportQuery.Parameters];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/reports/attribution", HandleAsync)
        .WithName(nameof(ReportAttribution))
        .WithQueryParameters(Parameters)
        .Answers<Report<Attribution>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reports leads by source and campaign.</summary>
    /// <remarks>
    /// Those that came in within the period, from one moment. The campaign is the <c>utm_campaign</c>, or else the <c>campaign</c>, of the touch in
    /// <c>marketing_attribution</c>, letter by letter, up to 255 characters: what <c>first_campaign</c> and <c>last_campaign</c> of the list filter by. A period of more than a million leads, or of 50,000 pairs of source and campaign, is refused.
    /// </remarks>
    public static Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadReports reports, TimeProvider clock, CancellationToken ct)
    {
        var isFirst = parameters.Option(Touch) == "first";
        var limit = (int)(parameters.Integer(Limit) ?? UsualLimit);
        return reports.AnswerAsync(
            parameters, caller.View, ReportQuery.Read(parameters, [Touch, Limit], caller.UserId, clock.GetUtcNow()), leads => AttributeAsync(leads, isFirst, limit, ct), ct);
    }

    private static async Task<Attribution?> AttributeAsync(PeriodLeads leads, bool isFirst, int limit, CancellationToken ct)
    {
        var sources = await leads.CountAsync(LeadGrouping.Source, ct);
        var (total, converted) = (sources.Values.Sum(count => count.Leads), sources.Values.Sum(count => count.Converted));
        if (total > PeriodLeads.MostOneByOne || await CountAsync(leads, isFirst, ct) is not { } counts)
        {
            return null;
        }

        var ordered = counts.OrderByDescending(row => row.Value.Leads).ThenBy(row => row.Key.Source).ThenBy(row => row.Key.Campaign, StringComparer.Ordinal).ToList();
        var rows = ordered.Take(limit).Select(row => new AttributionRow(
            row.Key.Source == IdSet.None ? null : row.Key.Source, LeadGrouping.Source.NameOf(row.Key.Source, leads.Directory), row.Key.Campaign,
            row.Value.Leads, row.Value.Converted, Share.Of(row.Value.Converted, row.Value.Leads) ?? 0)).ToList();
        var (others, othersConverted) = (total - rows.Sum(row => row.Leads), converted - rows.Sum(row => row.Converted));
        return new Attribution(
            total, converted, Share.Of(converted, total), rows,
            ordered.Count > limit ? new AttributionRest(ordered.Count - limit, others, othersConverted, Share.Of(othersConverted, others) ?? 0) : null);
    }

    private static async Task<Dictionary<(long Source, string? Campaign), (long Leads, long Converted)>?> CountAsync(PeriodLeads leads, bool isFirst, CancellationToken ct)
    {
        var counts = new Dictionary<(long, string?), (long Leads, long Converted)>();
        await using var rows = await leads.QueryAsync($"SELECT {LeadGrouping.Source.Sql}, is_converted, {LeadCriteria.CampaignSql(isFirst)}", "", ct);
        while (await rows.ReadAsync(ct))
        {
            var campaign = rows.IsDBNull(2) ? null : rows.GetString(2);
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (rows.GetInt64(0), campaign), out _);
            count = (count.Leads + 1, count.Converted + (rows.GetBoolean(1) ? 1 : 0));
            if (counts.Count > MostRows)
            {
                return null;
            }
        }

        return counts;
    }
}

/// <summary>The leads of a period by source and campaign.</summary>
/// <param name="Leads">How many came in.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="ConversionRate">Their share, from 0 to 1; null without leads.</param>
/// <param name="Rows">The largest pairs of source and campaign.</param>
/// <param name="Rest">All the others together; null where there are none.</param>
public sealed record Attribution(long Leads, long Converted, double? ConversionRate, IReadOnlyList<AttributionRow> Rows, AttributionRest? Rest);

/// <summary>The leads of one source and campaign.</summary>
/// <param name="Id">The reference source's number; null for leads without.</param>
/// <param name="Name">The reference source's name; null for leads without.</param>
/// <param name="Campaign">The campaign; null for leads without.</param>
/// <param name="Leads">How many came in.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="ConversionRate">Their share, from 0 to 1.</param>
public sealed record AttributionRow(long? Id, string? Name, string? Campaign, long Leads, long Converted, double ConversionRate);

/// <summary>The leads of all other sources and campaigns.</summary>
/// <param name="Rows">How many pairs of source and campaign they have.</param>
/// <param name="Leads">How many came in.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="ConversionRate">Their share, from 0 to 1.</param>
public sealed record AttributionRest(int Rows, long Leads, long Converted, double ConversionRate);
