using System.Globalization;
using Leadline.Client;

namespace Leadline.Web.Reports;

/// <summary>Leads by source and campaign, as it is seen.</summary>
public static class AttributionView
{
    /// <summary>How many rows are told singly.</summary>
    public const int MostRows = 100;

    /// <summary>Shows the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="touch">Whose campaigns it tells.</param>
    /// <param name="format">How it is written.</param>
    public static ReportView Of(Report<Attribution> report, MarketingTouch touch, ReportFormat format)
    {
        var (data, before) = (report.Data, report.Comparison);
        var earlier = before?.Rows.ToDictionary(KeyOf) ?? [];
        Bar[] bars = [.. data.Rows.Take(LeadsByView.MostBars).Select(row => new Bar(NameOf(row), ReportFormat.Number(row.Leads), row.Leads, row.Converted, Was(row)?.Leads, AddressOf(row)) { Title = TitleOf(row) })];
        return new ReportView
        {
            Leads = data.Leads,
            IsEmpty = data.Leads + (before?.Leads ?? 0) == 0,
            Figures = format.Figures(data.Leads, data.Converted, data.ConversionRate, before is null ? null : (before.Leads, before.Converted, before.ConversionRate)),
            Note = data.Rows.All(IsFiltered) ? null : format["No filter can name a campaign with a comma, nor one called none: there the source leads to its leads of all campaigns."],
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
                SourceOf(row), CampaignOf(row), Leads(row, row.Leads, format.Days), Converted(row, row.Converted, format.Days), ReportFormat.Rate(row.ConversionRate),
                .. format.Before is not { } days ? [] : (Cell[])[Leads(row, was?.Leads, days), Converted(row, was?.Converted, days), ReportFormat.Rate(was is { Leads: > 0 } ? was.ConversionRate : null)],
            ];
        }

        // What there was before and is not among the rows now: none came in, unless it is in the rest.
        IEnumerable<AttributionRow> Gone() => earlier.Values.ExceptBy(data.Rows.Select(KeyOf), KeyOf);

        IReadOnlyList<Cell> GoneRow(AttributionRow row)
        {
            long? now = data.Rest is null ? 0 : null;
            return
            [
                Cell.Of(row.Name ?? format["(none)"]), CampaignOf(row), ReportFormat.Count(now), ReportFormat.Count(now), Cell.None,
                .. format.Before is not { } days ? [] : (Cell[])[Leads(row, row.Leads, days), Converted(row, row.Converted, days), ReportFormat.Rate(row.ConversionRate)],
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

        Cell SourceOf(AttributionRow row) => IsFiltered(row) ? Cell.Of(row.Name ?? format["(none)"]) : Cell.Of(row.Name ?? format["(none)"]) with { Href = AddressOf(row), Title = TitleOf(row) };

        Cell Leads(AttributionRow row, long? count, (DateOnly, DateOnly) days) => ReportFormat.Count(count, IsFiltered(row) ? format.Leads(days, FiltersOf(row)) : null);

        Cell Converted(AttributionRow row, long? count, (DateOnly, DateOnly) days) => IsFiltered(row) ? format.Converted(count, days, FiltersOf(row)) : ReportFormat.Count(count);

        string AddressOf(AttributionRow row) => format.Leads(format.Days, FiltersOf(row));

        string? TitleOf(AttributionRow row) => IsFiltered(row) ? null : format["Leads of {0}, of all campaigns", row.Name ?? format["(none)"]];

        (string, string)[] FiltersOf(AttributionRow row) =>
        [
            ("lead_reference_source_id", row.Id?.ToString(CultureInfo.InvariantCulture) ?? "none"),
            .. IsFiltered(row) ? [(touch == MarketingTouch.First ? "first_campaign" : "last_campaign", row.Campaign ?? "none")] : Array.Empty<(string, string)>(),
        ];

        Cell CampaignOf(AttributionRow row) => Cell.Of(row.Campaign ?? format["(none)"]);

        string NameOf(AttributionRow row) => $"{row.Name ?? format["(none)"]} × {row.Campaign ?? format["(none)"]}";
    }

    // What stands between commas is one of several, and none is no campaign's name.
    private static bool IsFiltered(AttributionRow row) => row.Campaign is null || (row.Campaign != "none" && !row.Campaign.Contains(',', StringComparison.Ordinal));

    private static (long? Id, string? Campaign) KeyOf(AttributionRow row) => (row.Id, row.Campaign);
}
