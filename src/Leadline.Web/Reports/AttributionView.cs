using System.Globalization;
using Leadline.Client;

namespace Leadline.Web.Reports;

/// <summary>Leads by source and campaign, as it is seen. The list has no filter by campaign: a row leads to its source.</summary>
public static class AttributionView
{
    /// <summary>How many rows are told singly.</summary>
    public const int MostRows = 100;

    /// <summary>Shows the report.</summary>
    public static ReportView Of(Report<Attribution> report, ReportFormat format)
    {
        var (data, before) = (report.Data, report.Comparison);
        var earlier = before?.Rows.ToDictionary(KeyOf) ?? [];
        Bar[] bars = [.. data.Rows.Take(LeadsByView.MostBars).Select(row => new Bar(NameOf(row), ReportFormat.Number(row.Leads), row.Leads, row.Converted, Was(row)?.Leads, AddressOf(row)) { Title = TitleOf(row) })];
        return new ReportView
        {
            Leads = data.Leads,
            IsEmpty = data.Leads + (before?.Leads ?? 0) == 0,
            Figures = format.Figures(data.Leads, data.Converted, data.ConversionRate, before is null ? null : (before.Leads, before.Converted, before.ConversionRate)),
            Note = format["The list of leads has no filter by campaign: a source leads to its leads of all campaigns."],
            Bars = bars.Length == 0 ? null : new Bars(format.Alternative(bars), Scale.OfCounts(bars.Max(bar => Math.Max(bar.Value ?? 0, bar.Before ?? 0)), ReportFormat.Number), bars,
                (format["Leads"], format["Of these converted"], before is null ? null : format["Leads {0}", format.BeforeName])),
            Tables = [format.Table(Columns(), [.. data.Rows.Select(RowOf), .. Gone().Select(GoneRow), .. Rest()], Totals())],
        };

        List<Column> Columns() =>
        [
            new(format["Source"], IsText: true), new(format["Campaign"], IsText: true), new(format["Leads"]), new(format["Of these converted"]), new(format["Conversion rate"]),
            .. before is null ? [] : (Column[])[new(format["Leads {0}", format.BeforeName]), new(format["Converted {0}", format.BeforeName]), new(format["Conversion rate {0}", format.BeforeName])],
        ];

        IReadOnlyList<Cell> RowOf(AttributionRow row)
        {
            var was = Was(row);
            return
            [
                SourceOf(row), CampaignOf(row), ReportFormat.Count(row.Leads), ReportFormat.Count(row.Converted), ReportFormat.Rate(row.ConversionRate),
                .. before is null ? [] : (Cell[])[ReportFormat.Count(was?.Leads), ReportFormat.Count(was?.Converted), ReportFormat.Rate(was is { Leads: > 0 } ? was.ConversionRate : null)],
            ];
        }

        // What there was before and is not among the rows now: none came in, unless it is in the rest.
        IEnumerable<AttributionRow> Gone() => earlier.Values.ExceptBy(data.Rows.Select(KeyOf), KeyOf);

        IReadOnlyList<Cell> GoneRow(AttributionRow row)
        {
            long? now = data.Rest is null ? 0 : null;
            return
            [
                SourceOf(row), CampaignOf(row), ReportFormat.Count(now), ReportFormat.Count(now), Cell.None,
                ReportFormat.Count(row.Leads), ReportFormat.Count(row.Converted), ReportFormat.Rate(row.ConversionRate),
            ];
        }

        IEnumerable<IReadOnlyList<Cell>> Rest() => data.Rest is null && before?.Rest is null ? [] :
        [
            [
                Cell.Of(format["All others"]), Cell.None,
                ReportFormat.Count(data.Rest?.Leads ?? 0), ReportFormat.Count(data.Rest?.Converted ?? 0), ReportFormat.Rate(data.Rest?.ConversionRate),
                .. before is null ? [] : (Cell[])[ReportFormat.Count(before.Rest?.Leads ?? 0), ReportFormat.Count(before.Rest?.Converted ?? 0), ReportFormat.Rate(before.Rest?.ConversionRate)],
            ],
        ];

        Cell[] Totals() =>
        [
            Cell.Of(format["All"]), Cell.None with { Text = "" }, ReportFormat.Count(data.Leads, format.Leads(format.Days)), format.Converted(data.Converted, format.Days), ReportFormat.Rate(data.ConversionRate),
            .. before is null || format.Before is not { } days ? [] : (Cell[])
                [ReportFormat.Count(before.Leads, format.Leads(days)), format.Converted(before.Converted, days), ReportFormat.Rate(before.ConversionRate)],
        ];

        // Without a row of its own, none came in, unless it is in the rest.
        AttributionRow? Was(AttributionRow row) => before is null ? null
            : earlier.TryGetValue(KeyOf(row), out var was) ? was
            : before.Rest is null ? row with { Leads = 0, Converted = 0, ConversionRate = 0 }
            : null;

        Cell SourceOf(AttributionRow row) => Cell.Of(row.Name ?? format["(none)"]) with { Href = AddressOf(row), Title = TitleOf(row) };

        string? AddressOf(AttributionRow row) => row.Leads > 0 ? format.Leads(format.Days, ("lead_reference_source_id", row.Id?.ToString(CultureInfo.InvariantCulture) ?? "none")) : null;

        string? TitleOf(AttributionRow row) => AddressOf(row) is null ? null : format["Leads of {0}, of all campaigns", row.Name ?? format["(none)"]];

        Cell CampaignOf(AttributionRow row) => Cell.Of(row.Campaign ?? format["(none)"]);

        string NameOf(AttributionRow row) => $"{row.Name ?? format["(none)"]} × {row.Campaign ?? format["(none)"]}";
    }

    private static (long? Id, string? Campaign) KeyOf(AttributionRow row) => (row.Id, row.Campaign);
}
