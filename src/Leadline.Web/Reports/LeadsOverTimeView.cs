using System.Globalization;
using Leadline.Client;

namespace Leadline.Web.Reports;

/// <summary>Leads by day, week or month, as it is seen.</summary>
public static class LeadsOverTimeView
{
    /// <summary>Shows the report.</summary>
    public static ReportView Of(Report<LeadsOverTime> report, ReportInterval interval, ReportFormat format)
    {
        var (data, before) = (report.Data, report.Comparison);
        var slots = new List<Slot>();
        var rows = new List<IReadOnlyList<Cell>>();
        for (var place = 0; place < Math.Max(data.Buckets.Count, before?.Buckets.Count ?? 0); place++)
        {
            var bucket = place < data.Buckets.Count ? data.Buckets[place] : null;
            var earlier = place < before?.Buckets.Count ? before.Buckets[place] : null;
            rows.Add([.. CellsOf(bucket, interval, format), .. before is null ? [] : CellsOf(earlier, interval, format)]);
            slots.Add(new Slot(
                bucket is null ? "" : AxisText(bucket, interval),
                bucket is null ? "" : $"{BucketText(bucket, interval)}: {format["{0} leads", ReportFormat.Number(bucket.Leads)]}, {format["{0} conversions", ReportFormat.Number(bucket.Conversions)]}",
                bucket?.Leads, bucket?.Conversions, earlier?.Leads,
                bucket is { Leads: > 0 } ? format.Leads((bucket.From, bucket.To)) : null));
        }

        var most = data.Buckets.MaxBy(bucket => bucket.Leads);
        return new ReportView
        {
            Leads = data.Leads,
            IsEmpty = data.Leads + data.Conversions + (before?.Leads ?? 0) + (before?.Conversions ?? 0) == 0,
            Figures =
            [
                .. format.Figures(data.Leads, data.Converted, data.ConversionRate, before is null ? null : (before.Leads, before.Converted, before.ConversionRate)),
                new(format["Conversions"], format.Conversions(data.Conversions, format.Days), before is not null && format.Before is { } days ? format.Conversions(before.Conversions, days) : null),
            ],
            Note = format["Of these converted: leads that came in then and are converted by now. Conversions: all leads that were converted then, whenever they came in."],
            Series = new Series(
                format["Column chart: leads over time from {0} to {1}. {2} in all, at most {3} ({4}). The table below has every number.",
                    ReportFormat.Day(format.Days.From), ReportFormat.Day(format.Days.To), ReportFormat.Number(data.Leads), ReportFormat.Number(most?.Leads ?? 0), most is null ? "" : BucketText(most, interval)],
                slots,
                (format["Leads"], format["Conversions"], before is null ? null : format["Leads {0}", format.BeforeName])),
            Tables =
            [
                format.Table(
                    [
                        new(NameOf(interval, format), IsText: true), .. Numbers(format, null),
                        .. before is null ? [] : (Column[])[new($"{NameOf(interval, format)} ({format.BeforeName})", IsText: true), .. Numbers(format, format.BeforeName)],
                    ],
                    rows,
                    [
                        Cell.Of(format["All"]), .. TotalsOf(data, format.Days, format),
                        .. before is not null && format.Before is { } compared ? (Cell[])[Cell.Of(format["All"]), .. TotalsOf(before, compared, format)] : [],
                    ]),
            ],
        };
    }

    private static IEnumerable<Column> Numbers(ReportFormat format, string? before) =>
        new[] { format["Leads"], format["Of these converted"], format["Conversion rate"], format["Conversions"] }.Select(name => new Column(before is null ? name : $"{name} ({before})"));

    private static Cell[] CellsOf(LeadBucket? bucket, ReportInterval interval, ReportFormat format) => bucket is null
        ? [Cell.None, Cell.None, Cell.None, Cell.None, Cell.None]
        :
        [
            new(BucketText(bucket, interval), bucket.From.ToString("O", CultureInfo.InvariantCulture)),
            ReportFormat.Count(bucket.Leads, format.Leads((bucket.From, bucket.To))),
            format.Converted(bucket.Converted, (bucket.From, bucket.To)),
            ReportFormat.Rate(bucket.Leads > 0 ? bucket.Converted / (double)bucket.Leads : null),
            format.Conversions(bucket.Conversions, (bucket.From, bucket.To)),
        ];

    private static Cell[] TotalsOf(LeadsOverTime data, (DateOnly From, DateOnly To) days, ReportFormat format) =>
    [
        ReportFormat.Count(data.Leads, format.Leads(days)), format.Converted(data.Converted, days), ReportFormat.Rate(data.ConversionRate), format.Conversions(data.Conversions, days),
    ];

    private static string NameOf(ReportInterval interval, ReportFormat format) => interval switch
    {
        ReportInterval.Week => format["Week"],
        ReportInterval.Month => format["Month"],
        _ => format["Day"],
    };

    private static string BucketText(LeadBucket bucket, ReportInterval interval) =>
        interval == ReportInterval.Month && bucket.From.Day == 1 && bucket.To.AddDays(1).Day == 1
            ? bucket.From.ToString("y", CultureInfo.CurrentCulture)
            : ReportFormat.DaysText((bucket.From, bucket.To));

    private static string AxisText(LeadBucket bucket, ReportInterval interval) => interval == ReportInterval.Month
        ? bucket.From.ToString("MMM yy", CultureInfo.CurrentCulture)
        : bucket.From.ToString(CultureInfo.CurrentCulture.DateTimeFormat.MonthDayPattern.Replace("MMMM", "MMM", StringComparison.Ordinal), CultureInfo.CurrentCulture);
}
