using System.Globalization;
using Leadline.Client;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Reports;

/// <summary>How a report is written: its numbers, days and durations in the person's language, and where they lead to.</summary>
/// <param name="texts">The texts of the page.</param>
/// <param name="kind">Which report it is.</param>
/// <param name="state">What it shows.</param>
/// <param name="meta">Of which periods.</param>
/// <param name="path">Where the list of leads is.</param>
public sealed class ReportFormat(IStringLocalizer<Texts> texts, ReportKind kind, ReportState state, ReportMeta meta, string path)
{
    /// <summary>A text of the page.</summary>
    public string this[string text] => texts[text];

    /// <summary>A text of the page with values.</summary>
    public string this[string text, params object[] values] => texts[text, values];

    /// <summary>The days it tells of.</summary>
    public (DateOnly From, DateOnly To) Days => (meta.Period.From, meta.Period.To);

    /// <summary>The days they are compared with; null for none.</summary>
    public (DateOnly From, DateOnly To)? Before => meta.Comparison is { } days ? (days.From, days.To) : null;

    /// <summary>What the days are compared with is called.</summary>
    public string BeforeName => state.Compare == ReportComparison.PreviousYear ? texts["a year before"] : texts["before"];

    /// <summary>The list of leads that came in on some days, under the report's filters and more.</summary>
    public string Leads((DateOnly From, DateOnly To) days, params IReadOnlyList<(string Filter, string Value)> more) => state.ToLeads(path, days, more);

    /// <summary>A number of leads, and the list of them where it is given and there are any.</summary>
    public static Cell Count(long? count, string? href = null) =>
        count is { } number ? new(Number(number), number.ToString(CultureInfo.InvariantCulture), number > 0 ? href : null) : Cell.None;

    /// <summary>How many of the leads of some days are converted.</summary>
    public Cell Converted(long? count, (DateOnly From, DateOnly To) days, params IReadOnlyList<(string Filter, string Value)> more) => Count(count, Leads(days, [.. more, ("converted", "1")]));

    /// <summary>How many leads were converted on some days.</summary>
    public Cell Conversions(long? count, (DateOnly From, DateOnly To) days) => Count(count, state.ToConversions(path, days));

    /// <summary>A share, from 0 to 1.</summary>
    public static Cell Rate(double? rate) => rate is { } share ? new(share.ToString("P1", CultureInfo.CurrentCulture), share.ToString("0.######", CultureInfo.InvariantCulture)) : Cell.None;

    /// <summary>By how much something grew, as a share of what it was.</summary>
    public static Cell Change(long? now, long? before)
    {
        if (now is not { } number || before is not > 0)
        {
            return Cell.None;
        }

        var growth = (number - before.Value) / (double)before.Value;
        var sign = growth switch { > 0 => "+", < 0 => "−", _ => "" };
        return new(sign + Math.Abs(growth).ToString("P1", CultureInfo.CurrentCulture), growth.ToString("0.######", CultureInfo.InvariantCulture));
    }

    /// <summary>A duration in seconds.</summary>
    public Cell Time(double? seconds) => seconds is { } span ? new(Duration(span), span.ToString("0.###", CultureInfo.InvariantCulture)) : Cell.None;

    /// <summary>A duration in words: its two greatest units.</summary>
    public string Duration(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        if (whole < 60)
        {
            return texts["{0} s", Number(whole)];
        }

        var (great, small, unit, part) = whole < 3600 ? (whole / 60, whole % 60, "{0} min", "{0} s")
            : (whole = (long)Math.Round(seconds / 60)) < 24 * 60 ? (whole / 60, whole % 60, "{0} h", "{0} min")
            : ((long)Math.Round(seconds / 3600) / 24, (long)Math.Round(seconds / 3600) % 24, "{0} d", "{0} h");
        return small == 0 ? texts[unit, Number(great)] : $"{texts[unit, Number(great)]} {texts[part, Number(small)]}";
    }

    /// <summary>A number.</summary>
    public static string Number(double number) => number.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("d", CultureInfo.CurrentCulture);

    /// <summary>Some days.</summary>
    public static string DaysText((DateOnly From, DateOnly To) days) => days.From == days.To ? Day(days.From) : $"{Day(days.From)} – {Day(days.To)}";

    /// <summary>A chart's text: what it shows, and its largest values.</summary>
    public string Alternative(IEnumerable<Bar> bars, string? name = null) =>
        texts["Bar chart: {0}. {1}. The table below has every number.", name ?? texts[kind.Name], string.Join(", ", bars.Take(5).Select(bar => $"{bar.Name}: {bar.Text}"))];

    /// <summary>A table.</summary>
    public NumberTable Table(IReadOnlyList<Column> columns, IReadOnlyList<IReadOnlyList<Cell>> rows, IReadOnlyList<Cell>? total = null, string? name = null, string part = "") =>
        new(name ?? texts[kind.Name], $"leadline-{kind.Path.Replace('/', '-')}{part}-{Days.From:yyyy-MM-dd}-{Days.To:yyyy-MM-dd}", columns, rows, total);

    /// <summary>The main numbers that every report begins with.</summary>
    public List<Figure> Figures(long leads, long converted, double? rate, (long Leads, long Converted, double? Rate)? before) =>
    [
        new(texts["Leads"], Count(leads, Leads(Days)), before is { } one && Before is { } days ? Count(one.Leads, Leads(days)) : null),
        new(texts["Of these converted"], Converted(converted, Days), before is { } two && Before is { } earlier ? Converted(two.Converted, earlier) : null),
        new(texts["Conversion rate"], Rate(rate), before is { } three ? Rate(three.Rate) : null),
    ];
}
