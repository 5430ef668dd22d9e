using System.Globalization;
using Leadline.Client;
using Leadline.Web.Leads;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Web.Reports;

/// <summary>Of which days a report tells.</summary>
public enum ReportSpan
{
    /// <summary>The 30 days up to today.</summary>
    Last30Days,

    /// <summary>The calendar month up to today.</summary>
    ThisMonth,

    /// <summary>The calendar month before.</summary>
    LastMonth,

    /// <summary>The calendar quarter up to today.</summary>
    ThisQuarter,

    /// <summary>The calendar year up to today.</summary>
    ThisYear,

    /// <summary>Days of the person's own choice.</summary>
    Own,
}

/// <summary>
/// What a report shows, as its address says it: <c>?period=this_month&amp;compare=previous_year&amp;lead_status_id=1,2</c>, with the names of the API and the
/// filters of the lead list, so that a link shows others the same.
/// </summary>
public sealed record ReportState
{
    private static readonly Dictionary<string, ReportSpan> Spans = new()
    {
        ["last_30_days"] = ReportSpan.Last30Days,
        ["this_month"] = ReportSpan.ThisMonth,
        ["last_month"] = ReportSpan.LastMonth,
        ["this_quarter"] = ReportSpan.ThisQuarter,
        ["this_year"] = ReportSpan.ThisYear,
    };

    private static readonly Dictionary<string, ReportComparison> Comparisons = new()
    {
        ["previous_period"] = ReportComparison.PreviousPeriod,
        ["previous_year"] = ReportComparison.PreviousYear,
    };

    private static readonly Dictionary<string, ReportInterval> Intervals = new()
    {
        ["day"] = ReportInterval.Day,
        ["week"] = ReportInterval.Week,
        ["month"] = ReportInterval.Month,
    };

    private static readonly Dictionary<string, MarketingTouch> Touches = new() { ["first"] = MarketingTouch.First, ["last"] = MarketingTouch.Last };

    /// <summary>The filters of the list that a report does not have, since it has a period.</summary>
    public static IReadOnlyList<string> NoFilters { get; } = ["created_from", "created_to"];

    /// <summary>Of which days it tells.</summary>
    public ReportSpan Span { get; init; }

    /// <summary>The first of the person's own days.</summary>
    public DateOnly From { get; init; }

    /// <summary>The last of the person's own days.</summary>
    public DateOnly To { get; init; }

    /// <summary>What the days are compared with; null for nothing.</summary>
    public ReportComparison? Compare { get; init; }

    /// <summary>How long the buckets of a series are; null for what suits the period.</summary>
    public ReportInterval? Interval { get; init; }

    /// <summary>Whose campaign counts.</summary>
    public MarketingTouch Touch { get; init; } = MarketingTouch.Last;

    /// <summary>Of which leads it tells: filters and search of the list.</summary>
    public LeadListState Leads { get; init; } = new();

    /// <summary>What in the address is not known, and so does not count.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Reads an address.</summary>
    public static ReportState Parse(string uri)
    {
        var list = LeadListState.Parse(uri);
        var state = new ReportState { Leads = new LeadListState { Search = list.Search, Filters = list.Filters.RemoveRange(NoFilters) } };
        var unknown = new List<string>();
        DateOnly? from = null, to = null;
        foreach (var (name, values) in QueryHelpers.ParseQuery(new Uri(uri).Query))
        {
            var value = values.ToString();
            ReportState? next = null;
            if (name == "period" && Spans.TryGetValue(value, out var span))
            {
                next = state with { Span = span };
            }
            else if (name == "compare" && Comparisons.TryGetValue(value, out var compare))
            {
                next = state with { Compare = compare };
            }
            else if (name == "interval" && Intervals.TryGetValue(value, out var interval))
            {
                next = state with { Interval = interval };
            }
            else if (name == "touch" && Touches.TryGetValue(value, out var touch))
            {
                next = state with { Touch = touch };
            }
            else if (name == "from" && DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first))
            {
                (from, next) = (first, state);
            }
            else if (name == "to" && DateOnly.TryParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var last))
            {
                (to, next) = (last, state);
            }
            else if (name == "search" || state.Leads.Filters.ContainsKey(name))
            {
                next = state;
            }

            if (next is null)
            {
                unknown.Add(name);
            }

            state = next ?? state;
        }

        state = (from, to) switch
        {
            ({ } first, { } last) => state with { Span = ReportSpan.Own, From = first, To = last },
            (null, null) => state,
            _ => state with { Unknown = [from is null ? "to" : "from"] },
        };
        return state with { Unknown = [.. state.Unknown, .. unknown] };
    }

    /// <summary>The address of a report of this state.</summary>
    /// <param name="path">Where the report is.</param>
    public string ToAddress(string path)
    {
        var query = new List<KeyValuePair<string, string?>>();
        if (Span == ReportSpan.Own)
        {
            query.Add(new("from", DayText(From)));
            query.Add(new("to", DayText(To)));
        }
        else if (Span != ReportSpan.Last30Days)
        {
            query.Add(new("period", NameOf(Spans, Span)));
        }

        if (Compare is { } compare)
        {
            query.Add(new("compare", NameOf(Comparisons, compare)));
        }

        if (Interval is { } interval)
        {
            query.Add(new("interval", NameOf(Intervals, interval)));
        }

        if (Touch != MarketingTouch.Last)
        {
            query.Add(new("touch", NameOf(Touches, Touch)));
        }

        return Leads.ToAddress(QueryHelpers.AddQueryString(path, query));
    }

    /// <summary>The address of the list of leads that came in on some days, under the report's filters and some more, each in place of the same one of the report.</summary>
    /// <param name="path">Where the list is.</param>
    /// <param name="days">The days.</param>
    /// <param name="more">The filters, by the names of the list.</param>
    public string ToLeads(string path, (DateOnly From, DateOnly To) days, params IReadOnlyList<(string Filter, string Value)> more) =>
        more.Aggregate(Leads.With("created_from", DayText(days.From)).With("created_to", DayText(days.To)), (list, filter) => list.With(filter.Filter, filter.Value)).ToAddress(path);

    /// <summary>The address of the list of leads that were converted on some days, under the report's filters; null where these ask for a time of conversion themselves.</summary>
    /// <param name="path">Where the list is.</param>
    /// <param name="days">The days.</param>
    public string? ToConversions(string path, (DateOnly From, DateOnly To) days) => Leads.Filters.ContainsKey("converted_from") || Leads.Filters.ContainsKey("converted_to") ? null
        : Leads.With("converted_from", DayText(days.From)).With("converted_to", DayText(days.To)).ToAddress(path);

    /// <summary>The days it tells of.</summary>
    /// <param name="today">Today, where the person is.</param>
    public (DateOnly From, DateOnly To) DaysOf(DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        return Span switch
        {
            ReportSpan.Own => (From, To),
            ReportSpan.ThisMonth => (month, today),
            ReportSpan.LastMonth => (month.AddMonths(-1), month.AddDays(-1)),
            ReportSpan.ThisQuarter => (month.AddMonths(-((today.Month - 1) % 3)), today),
            ReportSpan.ThisYear => (new DateOnly(today.Year, 1, 1), today),
            _ => (today.AddDays(-29), today),
        };
    }

    /// <summary>How long the buckets are: as chosen, or so that there are few enough to look at.</summary>
    /// <param name="days">The days it tells of.</param>
    public ReportInterval IntervalOf((DateOnly From, DateOnly To) days) => Interval ?? (days.To.DayNumber - days.From.DayNumber) switch
    {
        < 62 => ReportInterval.Day,
        < 400 => ReportInterval.Week,
        _ => ReportInterval.Month,
    };

    /// <summary>The report as the API is asked for it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="zone">The person's time zone, in which days begin and end.</param>
    public ReportQuery ToQuery(DateTimeOffset now, TimeZoneInfo zone)
    {
        var (from, to) = DaysOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime));
        return new ReportQuery(Leads.ToQuery(now, zone)) { From = from, To = to, TimeZone = zone.Equals(TimeZoneInfo.Utc) ? null : zone.Id, Compare = Compare };
    }

    private static string DayText(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string NameOf<T>(Dictionary<string, T> names, T value) => names.First(name => EqualityComparer<T>.Default.Equals(name.Value, value)).Key;
}
