using System.Text.Json.Serialization;

namespace Leadline.Client;

/// <summary>A report, of one moment.</summary>
/// <typeparam name="T">What it tells.</typeparam>
public sealed record Report<T>
    where T : class
{
    /// <summary>Of the period.</summary>
    public required T Data { get; init; }

    /// <summary>The same of the period it is compared with; null where it is compared with none.</summary>
    public T? Comparison { get; init; }

    /// <summary>Which periods these are.</summary>
    public ReportMeta Meta { get; init; } = new();

    /// <summary>The tag of just this report as it is; reading it again with this one as <c>known</c> costs little while nothing changes.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    [JsonIgnore]
    internal Uri? Address { get; init; }
}

/// <summary>The periods of a report.</summary>
public sealed record ReportMeta
{
    /// <summary>The time zone whose days they are, by its name in the IANA database.</summary>
    public string TimeZone { get; init; } = "";

    /// <summary>The period.</summary>
    public ReportDays Period { get; init; } = new();

    /// <summary>The one it is compared with; null for none.</summary>
    public ReportDays? Comparison { get; init; }
}

/// <summary>Some days, and the filters by which the list of leads shows who came in on them.</summary>
public sealed record ReportDays
{
    /// <summary>The first day.</summary>
    public DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly To { get; init; }

    /// <summary>When the first day begins: the list's <see cref="LeadFilter.CreatedFrom"/>.</summary>
    public DateTimeOffset CreatedFrom { get; init; }

    /// <summary>The last microsecond of the last day: the list's <see cref="LeadFilter.CreatedTo"/>.</summary>
    public DateTimeOffset CreatedTo { get; init; }
}

/// <summary>Of which days a report tells, with which it compares them, and of which leads; the filters of the list hold as well.</summary>
public sealed record ReportQuery : LeadFilter
{
    /// <summary>Of all leads of the last 30 days.</summary>
    public ReportQuery()
    {
    }

    /// <summary>Of the leads of a filter, as a list has it.</summary>
    /// <param name="filter">The filter.</param>
    public ReportQuery(LeadFilter filter)
        : base(filter)
    {
    }

    /// <summary>The first day; null for the 30 days up to the last.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, at most 3,659 days after; null for today.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The time zone whose days they are, by its name in the IANA database; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What the days are compared with; null for nothing.</summary>
    public ReportComparison? Compare { get; init; }

    internal static Query ToQuery(ReportQuery? query) => LeadFilter.ToQuery(query)
        .Add("from", query?.From)
        .Add("to", query?.To)
        .Add("time_zone", query?.TimeZone)
        .Add("compare", query?.Compare);
}

/// <summary>What a period is compared with.</summary>
public enum ReportComparison
{
    /// <summary>As many days right before it; of whole months, as many months.</summary>
    PreviousPeriod,

    /// <summary>The same days a year before.</summary>
    PreviousYear,
}

/// <summary>How long the buckets of a series are.</summary>
public enum ReportInterval
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A week, from Monday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,
}

/// <summary>What a report tells leads apart by.</summary>
public enum ReportGrouping
{
    /// <summary>Their statuses.</summary>
    LeadStatusId,

    /// <summary>Their reference sources.</summary>
    LeadReferenceSourceId,

    /// <summary>The members they are given to.</summary>
    AssignedUserId,

    /// <summary>Their countries.</summary>
    CountryId,
}

/// <summary>Which of a lead's marketing touches counts.</summary>
public enum MarketingTouch
{
    /// <summary>The first.</summary>
    First,

    /// <summary>The last.</summary>
    Last,
}

/// <summary>How many leads came in and were converted over time.</summary>
/// <param name="Leads">How many came in within the period.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="ConversionRate">Their share, from 0 to 1; null without leads.</param>
/// <param name="Conversions">How many leads were converted within the period, whenever they came in.</param>
/// <param name="Buckets">The same of each day, week or month, in order.</param>
public sealed record LeadsOverTime(long Leads, long Converted, double? ConversionRate, long Conversions, IReadOnlyList<LeadBucket> Buckets);

/// <summary>The leads of a day, week or month, as far as it lies in the period.</summary>
/// <param name="From">Its first day.</param>
/// <param name="To">Its last day.</param>
/// <param name="CreatedFrom">When the first day begins: the list's <see cref="LeadFilter.CreatedFrom"/>.</param>
/// <param name="CreatedTo">The last microsecond of the last day: the list's <see cref="LeadFilter.CreatedTo"/>.</param>
/// <param name="Leads">How many came in.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="Conversions">How many leads were converted in it, whenever they came in.</param>
public sealed record LeadBucket(DateOnly From, DateOnly To, DateTimeOffset CreatedFrom, DateTimeOffset CreatedTo, long Leads, long Converted, long Conversions);

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

/// <summary>How long something took.</summary>
/// <param name="MedianSeconds">The median by nearest rank: the least duration that half of all do not pass.</param>
/// <param name="P90Seconds">The 90th percentile by nearest rank: the least duration that nine of ten do not pass.</param>
/// <param name="MeanSeconds">The mean, rounded to microseconds.</param>
public sealed record Durations(double MedianSeconds, double P90Seconds, double MeanSeconds);
