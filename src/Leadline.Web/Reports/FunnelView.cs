using System.Globalization;
using Leadline.Client;

namespace Leadline.Web.Reports;

/// <summary>How far leads came, as it is seen.</summary>
public static class FunnelView
{
    /// <summary>Shows the report.</summary>
    public static ReportView Of(Report<Funnel> report, ReportFormat format)
    {
        var (data, before) = (report.Data, report.Comparison);
        var earlier = before?.Steps.ToDictionary(step => step.Id) ?? [];
        Bar[] bars =
        [
            new(format["Came in"], ReportFormat.Number(data.Leads), data.Leads, null, before?.Leads, data.Leads > 0 ? format.Leads(format.Days) : null),
            .. data.Steps.Select(step => new Bar(step.Name, TextOf(step.Reached, step.Rate), step.Reached, null, earlier.GetValueOrDefault(step.Id)?.Reached,
                step.Leads > 0 ? format.Leads(format.Days, FilterOf(step)) : null) { Title = step.Leads > 0 ? format["{0} of them are there now", ReportFormat.Number(step.Leads)] : null }),
            new(format["Converted"], TextOf(data.Converted, data.ConversionRate), data.Converted, null, before?.Converted,
                data.Converted > 0 ? format.Leads(format.Days, ("converted", "1")) : null),
        ];
        return new ReportView
        {
            Leads = data.Leads,
            IsEmpty = data.Leads + (before?.Leads ?? 0) == 0,
            Figures =
            [
                .. format.Figures(data.Leads, data.Converted, data.ConversionRate, before is null ? null : (before.Leads, before.Converted, before.ConversionRate)),
                new(format["Median time to convert"], format.Time(data.TimeToConvert?.MedianSeconds), before is null ? null : format.Time(before.TimeToConvert?.MedianSeconds)),
            ],
            Note = data.Steps.Any(step => step.Reached is null)
                ? format["How many reached a status is not known for days from before what the journal keeps."]
                : format["Reached: had the status or a later one at any time, or is converted."],
            Bars = new Bars(format.Alternative(bars), Scale.OfCounts(Math.Max(data.Leads, before?.Leads ?? 0), ReportFormat.Number), bars,
                (format["Reached"], null, before is null ? null : format["Reached {0}", format.BeforeName])),
            Tables = [format.Table(Columns(), Rows()), Times()],
        };

        string TextOf(long? reached, double? rate) => reached is { } count ? rate is null ? ReportFormat.Number(count) : $"{ReportFormat.Number(count)} · {ReportFormat.Rate(rate).Text}" : "–";

        List<Column> Columns() =>
        [
            new(format["Step"], IsText: true), new(format["Reached"]), new(format["Share of all"]), new(format["There now"]),
            .. before is null ? [] : (Column[])[new(format["Reached {0}", format.BeforeName]), new(format["Share of all {0}", format.BeforeName]), new(format["There now {0}", format.BeforeName])],
        ];

        List<IReadOnlyList<Cell>> Rows() =>
        [
            [
                Cell.Of(format["Came in"]), ReportFormat.Count(data.Leads, format.Leads(format.Days)), ReportFormat.Rate(data.Leads > 0 ? 1 : null), Cell.None,
                .. before is null || format.Before is not { } days ? [] : (Cell[])[ReportFormat.Count(before.Leads, format.Leads(days)), ReportFormat.Rate(before.Leads > 0 ? 1 : null), Cell.None],
            ],
            .. data.Steps.Select(RowOf),
            [
                Cell.Of(format["Converted"]), format.Converted(data.Converted, format.Days), ReportFormat.Rate(data.ConversionRate), Cell.None,
                .. before is null || format.Before is not { } compared ? [] : (Cell[])[format.Converted(before.Converted, compared), ReportFormat.Rate(before.ConversionRate), Cell.None],
            ],
        ];

        IReadOnlyList<Cell> RowOf(FunnelStep step)
        {
            var was = earlier.GetValueOrDefault(step.Id);
            var status = FilterOf(step);
            return
            [
                Cell.Of(step.Name), ReportFormat.Count(step.Reached), ReportFormat.Rate(step.Rate), ReportFormat.Count(step.Leads, format.Leads(format.Days, status)),
                .. format.Before is not { } days ? [] : (Cell[])[ReportFormat.Count(was?.Reached), ReportFormat.Rate(was?.Rate), ReportFormat.Count(was?.Leads, format.Leads(days, status))],
            ];
        }

        NumberTable Times() => format.Table(
            [new(format["Time to convert"], IsText: true), new(format["Duration"], Unit: "s"), .. before is null ? [] : (Column[])[new(format["Duration {0}", format.BeforeName], Unit: "s")]],
            [
                Row(format["Median"], times => times.MedianSeconds),
                Row(format["Nine of ten within"], times => times.P90Seconds),
                Row(format["Mean"], times => times.MeanSeconds),
            ],
            name: format["Time to convert"], part: "-time-to-convert") with
        {
            Chart = TimesChart(),
        };

        Bars? TimesChart()
        {
            if (data.TimeToConvert is null && before?.TimeToConvert is null)
            {
                return null;
            }

            Bar[] times =
            [
                BarOf(format["Median"], one => one.MedianSeconds),
                BarOf(format["Nine of ten within"], one => one.P90Seconds),
                BarOf(format["Mean"], one => one.MeanSeconds),
            ];
            return new Bars(
                format.Alternative(times, format["Time to convert"]), Scale.OfDurations(times.Max(bar => Math.Max(bar.Value ?? 0, bar.Before ?? 0)), format.Duration), times,
                (format["Time to convert"], null, before is null ? null : format["Duration {0}", format.BeforeName]));
        }

        Bar BarOf(string name, Func<Durations, double> seconds) => new(
            name, format.Time(SecondsOf(data, seconds)).Text, SecondsOf(data, seconds), null, before is null ? null : SecondsOf(before, seconds), null);

        IReadOnlyList<Cell> Row(string name, Func<Durations, double> seconds)
        {
            return [Cell.Of(name), TimeOf(data), .. before is null ? [] : (Cell[])[TimeOf(before)]];

            Cell TimeOf(Funnel funnel) => format.Time(SecondsOf(funnel, seconds));
        }
    }

    private static double? SecondsOf(Funnel funnel, Func<Durations, double> seconds) => funnel.TimeToConvert is { } times ? seconds(times) : null;

    private static (string, string) FilterOf(FunnelStep step) => ("lead_status_id", step.Id.ToString(CultureInfo.InvariantCulture));
}
