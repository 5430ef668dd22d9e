using System.Globalization;
using Leadline.Client;

namespace Leadline.Web.Reports;

/// <summary>Leads by kind, as it is seen.</summary>
public static class LeadsByView
{
    /// <summary>How many bars a chart has at most; the table has all rows.</summary>
    public const int MostBars = 20;

    /// <summary>Shows the report.</summary>
    public static ReportView Of(Report<LeadsByKind> report, LeadsBy by, ReportFormat format)
    {
        var (data, before) = (report.Data, report.Comparison);
        var earlier = before?.Rows.ToDictionary(row => row.Id ?? 0) ?? [];
        LeadKind[] kinds = [.. data.Rows, .. earlier.Values.ExceptBy(data.Rows.Select(row => row.Id), row => row.Id).Select(row => new LeadKind(row.Id, row.Name, 0, 0, 0, 0))];
        Bar[] bars = [.. kinds.Take(MostBars).Select(BarOf)];
        return new ReportView
        {
            Leads = data.Leads,
            IsEmpty = kinds.Length == 0,
            Figures = format.Figures(data.Leads, data.Converted, data.ConversionRate, before is null ? null : (before.Leads, before.Converted, before.ConversionRate)),
            Note = kinds.Length > MostBars ? format["The chart has the largest {0} of {1}; the table has all.", MostBars, ReportFormat.Number(kinds.Length)] : null,
            Bars = bars.Length == 0 ? null : new Bars(format.Alternative(bars), Scale.OfCounts(bars.Max(bar => Math.Max(bar.Value ?? 0, bar.Before ?? 0)), ReportFormat.Number), bars,
                (format["Leads"], format["Of these converted"], before is null ? null : format["Leads {0}", format.BeforeName])),
            Tables = [format.Table(Columns(), [.. kinds.Select(RowOf)], Totals())],
        };

        Bar BarOf(LeadKind kind) => new(NameOf(kind), ReportFormat.Number(kind.Leads), kind.Leads, kind.Converted, before is null ? null : earlier.GetValueOrDefault(kind.Id ?? 0)?.Leads ?? 0,
            kind.Leads > 0 ? format.Leads(format.Days, FilterOf(kind)) : null);

        List<Column> Columns() =>
        [
            new(format[by.Name], IsText: true), new(format["Leads"]), new(format["Share"]), new(format["Of these converted"]), new(format["Conversion rate"]),
            .. before is null ? [] : (Column[])[new(format["Leads {0}", format.BeforeName]), new(format["Growth"]), new(format["Converted {0}", format.BeforeName])],
        ];

        Cell[] RowOf(LeadKind kind)
        {
            var filter = FilterOf(kind);
            var was = earlier.GetValueOrDefault(kind.Id ?? 0);
            return
            [
                Cell.Of(NameOf(kind)),
                ReportFormat.Count(kind.Leads, format.Leads(format.Days, filter)),
                ReportFormat.Rate(data.Leads > 0 ? kind.Share : null),
                format.Converted(kind.Converted, format.Days, filter),
                ReportFormat.Rate(kind.Leads > 0 ? kind.ConversionRate : null),
                .. format.Before is not { } days ? [] : (Cell[])
                [
                    ReportFormat.Count(was?.Leads ?? 0, format.Leads(days, filter)),
                    ReportFormat.Change(kind.Leads, was?.Leads),
                    format.Converted(was?.Converted ?? 0, days, filter),
                ],
            ];
        }

        Cell[] Totals() =>
        [
            Cell.Of(format["All"]), ReportFormat.Count(data.Leads, format.Leads(format.Days)), ReportFormat.Rate(data.Leads > 0 ? 1 : null), format.Converted(data.Converted, format.Days),
            ReportFormat.Rate(data.ConversionRate),
            .. before is null || format.Before is not { } days ? [] : (Cell[])
            [
                ReportFormat.Count(before.Leads, format.Leads(days)), ReportFormat.Change(data.Leads, before.Leads), format.Converted(before.Converted, days),
            ],
        ];

        string NameOf(LeadKind kind) => kind.Name ?? format[by.None];

        (string, string) FilterOf(LeadKind kind) => (by.Filter, kind.Id?.ToString(CultureInfo.InvariantCulture) ?? "none");
    }
}
