using System.Globalization;
using Leadline.Client;

namespace Leadline.Web.Reports;

/// <summary>How soon leads were dealt with, as it is seen.</summary>
public static class FirstResponseView
{
    /// <summary>Shows the report.</summary>
    public static ReportView Of(Report<FirstResponse> report, ReportFormat format)
    {
        var (data, before) = (report.Data, report.Comparison);
        var earlier = before?.Rows.ToDictionary(row => row.Id ?? 0) ?? [];
        FirstResponseRow[] members =
        [
            .. data.Rows,
            .. earlier.Values.ExceptBy(data.Rows.Select(row => row.Id), row => row.Id).Select(row => new FirstResponseRow(row.Id, row.Name, 0, 0, 0, 0, null)),
        ];
        Bar[] bars = [.. members.Take(LeadsByView.MostBars).Select(BarOf)];
        return new ReportView
        {
            Leads = data.Leads,
            IsEmpty = data.Leads + (before?.Leads ?? 0) == 0,
            Figures =
            [
                new(format["Leads"], ReportFormat.Count(data.Leads, format.Leads(format.Days)), before is not null && format.Before is { } days ? ReportFormat.Count(before.Leads, format.Leads(days)) : null),
                new(format["Answered"], ReportFormat.Count(data.Answered), before is null ? null : ReportFormat.Count(before.Answered)),
                new(format["Unanswered"], ReportFormat.Count(data.Unanswered), before is null ? null : ReportFormat.Count(before.Unanswered)),
                new(format["Median first response"], format.Time(data.Time?.MedianSeconds), before is null ? null : format.Time(before.Time?.MedianSeconds)),
                new(format["Nine of ten within"], format.Time(data.Time?.P90Seconds), before is null ? null : format.Time(before.Time?.P90Seconds)),
            ],
            Note = format["From coming in to the first note or change of status by a person, by who has the lead now. Bars are medians."],
            Bars = bars.All(bar => bar.Value is null && bar.Before is null) ? null : new Bars(format.Alternative(bars), Scale.OfDurations(bars.Max(bar => Math.Max(bar.Value ?? 0, bar.Before ?? 0)), format.Duration), bars,
                (format["Median first response"], null, before is null ? null : format["Median {0}", format.BeforeName])),
            Tables = [format.Table(Columns(), [.. members.Select(RowOf)], Totals())],
        };

        Bar BarOf(FirstResponseRow row) => new(NameOf(row), row.Time is { } time ? format.Duration(time.MedianSeconds) : "–", row.Time?.MedianSeconds, null,
            earlier.GetValueOrDefault(row.Id ?? 0)?.Time?.MedianSeconds, row.Leads > 0 ? format.Leads(format.Days, FilterOf(row)) : null);

        List<Column> Columns() =>
        [
            new(format["Owner"], IsText: true), new(format["Leads"]), new(format["Answered"]), new(format["Unanswered"]), new(format["Not known"]),
            new(format["Median"], Unit: "s"), new(format["Nine of ten within"], Unit: "s"), new(format["Mean"], Unit: "s"),
            .. before is null ? [] : (Column[])
                [new(format["Leads {0}", format.BeforeName]), new(format["Median {0}", format.BeforeName], Unit: "s"), new(format["Nine of ten within {0}", format.BeforeName], Unit: "s")],
        ];

        IReadOnlyList<Cell> RowOf(FirstResponseRow row)
        {
            var was = earlier.GetValueOrDefault(row.Id ?? 0);
            return
            [
                Cell.Of(NameOf(row)), ReportFormat.Count(row.Leads, format.Leads(format.Days, FilterOf(row))), .. Numbers(row.Answered, row.Unanswered, row.Unknown, row.Time),
                .. format.Before is not { } days ? [] : (Cell[])
                    [ReportFormat.Count(was?.Leads ?? 0, format.Leads(days, FilterOf(row))), format.Time(was?.Time?.MedianSeconds), format.Time(was?.Time?.P90Seconds)],
            ];
        }

        Cell[] Totals() =>
        [
            Cell.Of(format["All"]), ReportFormat.Count(data.Leads, format.Leads(format.Days)), .. Numbers(data.Answered, data.Unanswered, data.Unknown, data.Time),
            .. before is null || format.Before is not { } days ? [] : (Cell[])
                [ReportFormat.Count(before.Leads, format.Leads(days)), format.Time(before.Time?.MedianSeconds), format.Time(before.Time?.P90Seconds)],
        ];

        Cell[] Numbers(long answered, long unanswered, long unknown, Durations? time) =>
        [
            ReportFormat.Count(answered), ReportFormat.Count(unanswered), ReportFormat.Count(unknown), format.Time(time?.MedianSeconds), format.Time(time?.P90Seconds), format.Time(time?.MeanSeconds),
        ];

        string NameOf(FirstResponseRow row) => row.Name ?? format["nobody"];
    }

    private static (string, string) FilterOf(FirstResponseRow row) => ("assigned_user_id", row.Id?.ToString(CultureInfo.InvariantCulture) ?? "none");
}
