using System.Globalization;
using Leadline.Client;
using Leadline.Web.Leads;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Web.Reports;

/// <summary>What the reports show, as their address says it: which report, of which days, compared with what, of which leads.</summary>
public sealed record ReportState
{
    private static readonly string[] Own = ["report", "from", "to", "compare", "interval", "touch"];

    /// <summary>All reports by their names in the address, each with what it is called in English.</summary>
    public static IReadOnlyDictionary<string, string> Reports { get; } = new Dictionary<string, string>
    {
        ["leads-over-time"] = "Leads over time",
        ["by-source"] = "By source",
        ["by-status"] = "By status",
        ["by-owner"] = "By owner",
        ["by-country"] = "By country",
        ["funnel"] = "Funnel and time to convert",
        ["attribution"] = "Source and campaign",
        ["first-response"] = "First response",
    };

    /// <summary>Which report.</summary>
    public string Report { get; init; } = "leads-over-time";

    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What the days are compared with; null for nothing.</summary>
    public ReportComparison? Compare { get; init; }

    /// <summary>How long the steps of a series are.</summary>
    public ReportInterval Interval { get; init; } = ReportInterval.Day;

    /// <summary>Whose campaign counts.</summary>
    public MarketingTouch Touch { get; init; } = MarketingTouch.Last;

    /// <summary>Of which leads.</summary>
    public LeadListState Leads { get; init; } = new();

    /// <summary>Reads an address; without days, they are the 30 up to today.</summary>
    public static ReportState Parse(string uri, DateOnly today)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        var rest = QueryHelpers.AddQueryString("report:/", query.Where(pair => !Own.Contains(pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
        var to = DayOf("to") ?? today;
        return new ReportState
        {
            Report = Of("report") is { } report && Reports.ContainsKey(report) ? report : "leads-over-time",
            From = DayOf("from") is { } from && from <= to ? from : to.AddDays(-29),
            To = to,
            Compare = Of("compare") switch { "previous_period" => ReportComparison.PreviousPeriod, "previous_year" => ReportComparison.PreviousYear, _ => null },
            Interval = Of("interval") switch { "week" => ReportInterval.Week, "month" => ReportInterval.Month, _ => ReportInterval.Day },
            Touch = Of("touch") == "first" ? MarketingTouch.First : MarketingTouch.Last,
            Leads = LeadListState.Parse(rest),
        };

        string? Of(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

        DateOnly? DayOf(string name) => DateOnly.TryParseExact(Of(name), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? day : null;
    }

    /// <summary>The address of a report of this state.</summary>
    public string ToAddress(string path) => QueryHelpers.AddQueryString((Leads with { Page = 1, Open = null, View = null }).ToAddress(path), new Dictionary<string, string?>
    {
        ["report"] = Report,
        ["from"] = From.ToString("O", CultureInfo.InvariantCulture),
        ["to"] = To.ToString("O", CultureInfo.InvariantCulture),
        ["compare"] = Compare switch { ReportComparison.PreviousPeriod => "previous_period", ReportComparison.PreviousYear => "previous_year", _ => null },
        ["interval"] = Interval switch { ReportInterval.Week => "week", ReportInterval.Month => "month", _ => null },
        ["touch"] = Touch == MarketingTouch.First ? "first" : null,
    }.Where(pair => pair.Value is not null));

    /// <summary>The report as the API is asked for it.</summary>
    public ReportQuery ToQuery(TimeZoneInfo zone) => Leads.ToFilter<ReportQuery>(zone) with { From = From, To = To, TimeZone = zone.Id, Compare = Compare };

    /// <summary>The list of the leads that came in on some days, with one filter more.</summary>
    public string ListOf(string path, DateOnly from, DateOnly to, string? filter = null, string? value = null)
    {
        var list = Leads.With("created_from", from.ToString("O", CultureInfo.InvariantCulture)).With("created_to", to.ToString("O", CultureInfo.InvariantCulture));
        return (filter is null ? list : list.With(filter, value)).ToAddress(path);
    }
}
