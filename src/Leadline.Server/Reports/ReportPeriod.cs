using Leadline.Platform.Database;

namespace Leadline.Reports;

/// <summary>The days of which a report tells, both ends included, as a calendar in a time zone has them. A bucket of a series is a period, too.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Zone">The time zone whose days they are.</param>
public sealed record ReportPeriod(DateOnly From, DateOnly To, TimeZoneInfo Zone)
{
    /// <summary>How many days a period may have: ten years.</summary>
    public const int MostDays = 3660;

    /// <summary>How many buckets a series may have.</summary>
    public const int MostBuckets = 400;

    // No place on earth is further from UTC.
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(26);

    /// <summary>The first day that a period may have.</summary>
    public static DateOnly Earliest { get; } = new(1970, 1, 1);

    /// <summary>The last day that a period may have.</summary>
    public static DateOnly Latest { get; } = new(2999, 12, 31);

    /// <summary>How many days it has.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>When it begins, in UTC.</summary>
    public DateTime Start => StartOf(From);

    /// <summary>When the first day after it begins, in UTC.</summary>
    public DateTime End => StartOf(To.AddDays(1));

    /// <summary>What comes right before: as many months where it is whole months, else as many days.</summary>
    public ReportPeriod Previous() => this with { From = IsWholeMonths ? From.AddMonths(-Months) : From.AddDays(-Days), To = From.AddDays(-1) };

    /// <summary>The same days a year before; whole months stay whole months, and otherwise the 29th of February becomes the 28th.</summary>
    public ReportPeriod YearBefore() => this with { From = From.AddYears(-1), To = IsWholeMonths ? To.AddDays(1).AddYears(-1).AddDays(-1) : To.AddYears(-1) };

    /// <summary>Its days, its weeks from Monday or its months, in order; the first and the last end with the period.</summary>
    public IReadOnlyList<ReportPeriod> Buckets(ReportInterval interval)
    {
        var buckets = new List<ReportPeriod>();
        for (var first = From; first <= To; first = buckets[^1].To.AddDays(1))
        {
            var last = LastOf(first, interval);
            buckets.Add(this with { From = first, To = last < To ? last : To });
        }

        return buckets;
    }

    private bool IsWholeMonths => From.Day == 1 && To.AddDays(1).Day == 1;

    private int Months => ((To.Year - From.Year) * 12) + To.Month - From.Month + 1;

    private static DateOnly LastOf(DateOnly day, ReportInterval interval) => interval switch
    {
        ReportInterval.Week => day.AddDays((7 - (int)day.DayOfWeek) % 7),
        ReportInterval.Month => new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)),
        _ => day,
    };

    // The first moment whose local date is the day or a later one: where clocks go forward at midnight, or a day is left out, there is no midnight to convert.
    private DateTime StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var (before, after) = (Timestamp.ToMicroseconds(midnight - Furthest), Timestamp.ToMicroseconds(midnight + Furthest));
        while (after - before > 1)
        {
            var between = before + ((after - before) / 2);
            var local = TimeZoneInfo.ConvertTimeFromUtc(Timestamp.FromMicroseconds(between), Zone);
            (before, after) = DateOnly.FromDateTime(local) < day ? (between, after) : (before, between);
        }

        return Timestamp.FromMicroseconds(after);
    }
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
