namespace Leadline.Reports;

/// <summary>A report, of one moment.</summary>
/// <typeparam name="T">What it tells.</typeparam>
/// <param name="Data">Of the period.</param>
/// <param name="Comparison">The same of the period it is compared with; null where it is compared with none.</param>
/// <param name="Meta">Which periods these are.</param>
public sealed record Report<T>(T Data, T? Comparison, ReportMeta Meta)
    where T : class;

/// <summary>The periods of a report.</summary>
/// <param name="TimeZone">The time zone whose days they are, by its name in the IANA database.</param>
/// <param name="Period">The period.</param>
/// <param name="Comparison">The one it is compared with; null for none.</param>
public sealed record ReportMeta(string TimeZone, ReportDays Period, ReportDays? Comparison);

/// <summary>Some days, and the filters by which the list of leads shows who came in on them.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="CreatedFrom">The list's <c>created_from</c>: when the first day begins.</param>
/// <param name="CreatedTo">The list's <c>created_to</c>: the last microsecond of the last day.</param>
public sealed record ReportDays(DateOnly From, DateOnly To, DateTime CreatedFrom, DateTime CreatedTo)
{
    /// <summary>Those of a period.</summary>
    internal static ReportDays Of(ReportPeriod period) => new(period.From, period.To, period.Start, period.End.AddMicroseconds(-1));
}

/// <summary>Shares, as every report has them.</summary>
internal static class Share
{
    /// <summary>A part of a whole, from 0 to 1, rounded to six places; null where there is no whole.</summary>
    public static double? Of(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 6);
}
