using Leadline.Callers;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Reports;

/// <summary>Tells how many leads came in and were converted over time: <c>GET /api/v1/reports/leads-over-time</c>.</summary>
public static class ReportLeadsOverTime
{
    private static readonly QueryParameter Interval = new("interval", "string", $"How long the buckets are, of which there may be {ReportPeriod.MostBuckets}; weeks begin on Monday. Absent, day.")
    { Options = ["day", "week", "month"] };

    private static readonly IReadOnlyList<QueryParameter> Parameters = [Interval, .. ReportQuery.Parameters];

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/reports/leads-over-time", HandleAsync)
        .WithName(nameof(ReportLeadsOverTime))
        .WithQueryParameters(Parameters)
        .Answers<Report<LeadsOverTime>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reports leads over time.</summary>
    /// <remarks>
    /// By day, week or month of the time zone, from one moment; buckets without any leads are there, with 0, and the first and the last end with the period.
    /// A bucket's <c>created_from</c> and <c>created_to</c> make the list show its leads, and as <c>converted_from</c> and <c>converted_to</c> its conversions.
    /// </remarks>
    public static Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadReports reports, TimeProvider clock, CancellationToken ct)
    {
        var interval = parameters.Option(Interval) switch { "week" => ReportInterval.Week, "month" => ReportInterval.Month, _ => ReportInterval.Day };
        var query = ReportQuery.Read(parameters, [Interval], caller.UserId, clock.GetUtcNow());
        if (new[] { query?.Period, query?.Comparison }.Any(period => period?.Buckets(interval).Count > ReportPeriod.MostBuckets))
        {
            parameters.Reject(Interval.Name, $"must be longer, or the period shorter: a series has at most {ReportPeriod.MostBuckets} buckets");
        }

        return reports.AnswerAsync(parameters, caller.View, query, leads => CountAsync(leads, interval, ct), ct);
    }

    private static async Task<LeadsOverTime?> CountAsync(PeriodLeads leads, ReportInterval interval, CancellationToken ct)
    {
        ReportDays[] days = [.. leads.Period.Buckets(interval).Select(ReportDays.Of)];
        long[] starts = [.. days.Select(bucket => Timestamp.ToMicroseconds(bucket.CreatedFrom)), Timestamp.ToMicroseconds(leads.Period.End)];
        var created = await leads.CountAsync("created_at", LeadIndexes.ByCreatedAt, starts, ct);
        var converted = await leads.CountAsync("converted_at", LeadIndexes.ByConvertedAt, starts, ct);
        LeadBucket[] buckets = [.. days.Select((bucket, place) => BucketOf(bucket, starts[place] == starts[place + 1]))];
        var total = buckets.Sum(bucket => bucket.Leads);
        var totalConverted = buckets.Sum(bucket => bucket.Converted);
        return new LeadsOverTime(total, totalConverted, Share.Of(totalConverted, total), buckets.Sum(bucket => bucket.Conversions), buckets);

        // A day that the time zone left out has no time in it.
        LeadBucket BucketOf(ReportDays bucket, bool isLeftOut)
        {
            var start = Timestamp.ToMicroseconds(bucket.CreatedFrom);
            var (count, convertedOfThem) = isLeftOut ? default : created.GetValueOrDefault(start);
            return new LeadBucket(
                bucket.From, bucket.To, bucket.CreatedFrom, bucket.CreatedTo, count, convertedOfThem, isLeftOut ? 0 : converted.GetValueOrDefault(start).Leads);
        }
    }
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
/// <param name="CreatedFrom">The list's <c>created_from</c>: when the first day begins.</param>
/// <param name="CreatedTo">The list's <c>created_to</c>: the last microsecond of the last day.</param>
/// <param name="Leads">How many came in.</param>
/// <param name="Converted">How many of them are converted by now.</param>
/// <param name="Conversions">How many leads were converted in it, whenever they came in.</param>
public sealed record LeadBucket(DateOnly From, DateOnly To, DateTime CreatedFrom, DateTime CreatedTo, long Leads, long Converted, long Conversions);
