using System.Globalization;
using Leadline.Leads;
using Leadline.Platform.Geography;
using Leadline.Platform.Http;

namespace Leadline.Reports;

/// <summary>What every report is asked: of which days, compared with which, and of which leads.</summary>
/// <param name="Period">The days in which the leads came in.</param>
/// <param name="Comparison">The days they are compared with; null for none.</param>
/// <param name="Criteria">Which of those leads.</param>
public sealed record ReportQuery(ReportPeriod Period, ReportPeriod? Comparison, LeadCriteria Criteria)
{
    private const int UsualDays = 30;

    private static readonly QueryParameter FirstDay = Date("from", $"The first day of the period; absent, the {UsualDays} days up to its last.");
    private static readonly QueryParameter LastDay = Date("to", $"The last day of the period, which may have {ReportPeriod.MostDays} days; absent, today.");
    private static readonly QueryParameter TimeZone = new("time_zone", "string", "The time zone whose days they are: a name of the IANA database, as Europe/Berlin; absent, UTC.") { MaxLength = 64 };
    private static readonly QueryParameter Compare = new("compare", "string", "What the period is compared with: the days, or whole months, right before it, or the same a year before; absent, nothing.")
    { Options = ["previous_period", "previous_year"] };

    /// <summary>The parameters of every report: the period, and the filters of the list.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [FirstDay, LastDay, TimeZone, Compare, .. LeadCriteria.Parameters];

    /// <summary>The parameter that narrows a report which would be too large.</summary>
    internal static QueryParameter Narrowing => FirstDay;

    /// <summary>Reads a query.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="more">Those that the report has of its own.</param>
    /// <param name="me">Whom <c>me</c> means; null where the caller is no person.</param>
    /// <param name="now">The time.</param>
    /// <returns>What it asks; null when a parameter is refused, which <see cref="QueryParameters.Errors"/> then tells.</returns>
    public static ReportQuery? Read(QueryParameters query, IEnumerable<QueryParameter> more, long? me, DateTimeOffset now)
    {
        query.RefuseOthersThan([.. more, .. Parameters]);
        var criteria = LeadCriteria.Read(query, me);
        var compare = query.Option(Compare);
        return ReadPeriod(query, now) is { } period && query.IsValid
            ? new ReportQuery(period, compare switch { "previous_period" => period.Previous(), "previous_year" => period.YearBefore(), _ => null }, criteria)
            : null;
    }

    private static ReportPeriod? ReadPeriod(QueryParameters query, DateTimeOffset now)
    {
        var zone = ReadZone(query);
        var to = ReadDay(query, LastDay) ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var from = ReadDay(query, FirstDay) ?? to.AddDays(1 - UsualDays);
        if (!query.IsValid)
        {
            return null;
        }

        if (from > to)
        {
            query.Reject(FirstDay.Name, $"must not be later than {LastDay.Name}");
        }
        else if (to.DayNumber - from.DayNumber >= ReportPeriod.MostDays)
        {
            query.Reject(FirstDay.Name, $"must be later: a period has at most {ReportPeriod.MostDays} days");
        }

        return query.IsValid ? new ReportPeriod(from, to, zone) : null;
    }

    private static TimeZoneInfo ReadZone(QueryParameters query)
    {
        if (query.Text(TimeZone) is not { } name)
        {
            return TimeZoneInfo.Utc;
        }

        if (TimeZones.IsKnown(name))
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }

        query.Reject(TimeZone.Name, TimeZones.Rule);
        return TimeZoneInfo.Utc;
    }

    private static DateOnly? ReadDay(QueryParameters query, QueryParameter parameter)
    {
        if (query.Text(parameter) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= ReportPeriod.Earliest && day <= ReportPeriod.Latest)
        {
            return day;
        }

        query.Reject(parameter.Name, $"must be a date from {ReportPeriod.Earliest:yyyy-MM-dd} to {ReportPeriod.Latest:yyyy-MM-dd}, as 2026-02-28");
        return null;
    }

    private static QueryParameter Date(string name, string description) => new(name, "string", description) { MaxLength = 10, Format = "date" };
}
