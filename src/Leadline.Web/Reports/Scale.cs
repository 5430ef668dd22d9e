namespace Leadline.Web.Reports;

/// <summary>The scale of a chart, from 0 to a round number, with a few round numbers between.</summary>
/// <param name="Ticks">The round numbers, from 0 up, each with its text.</param>
public sealed record Scale(IReadOnlyList<(double Value, string Text)> Ticks)
{
    private const int Parts = 4;

    private static readonly double[] RoundFactors = [1, 2, 5, 10];

    private static readonly double[] Spans =
    [
        1, 5, 15, 30, 60, 300, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86400, 2 * 86400, 3 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 60 * 86400, 90 * 86400, 180 * 86400,
    ];

    /// <summary>Its end.</summary>
    public double Max => Ticks[^1].Value;

    /// <summary>A scale of whole numbers.</summary>
    /// <param name="max">The greatest, 0 or more.</param>
    /// <param name="text">How a number is written.</param>
    public static Scale OfCounts(double max, Func<double, string> text)
    {
        var least = Math.Max(max, 1) / Parts;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = RoundFactors.Select(factor => factor * power).First(one => one >= least * (1 - 1e-9));
        return Of(Math.Max(1, step), max, text);
    }

    /// <summary>A scale of durations.</summary>
    /// <param name="max">The longest in seconds, 0 or more.</param>
    /// <param name="text">How a duration is written.</param>
    public static Scale OfDurations(double max, Func<double, string> text)
    {
        var step = Spans.FirstOrDefault(one => one * Parts >= max, 0);
        return step > 0 ? Of(step, max, text) : OfDays(max, text);
    }

    /// <summary>Where a value is on it, from 0 to 1.</summary>
    public double PlaceOf(double value) => Math.Clamp(value / Max, 0, 1);

    private static Scale OfDays(double max, Func<double, string> text)
    {
        var days = OfCounts(max / 86400, _ => "");
        return new Scale([.. days.Ticks.Select(tick => (tick.Value * 86400, text(tick.Value * 86400)))]);
    }

    private static Scale Of(double step, double max, Func<double, string> text)
    {
        var parts = Math.Max(1, (int)Math.Ceiling((max / step) - 1e-9));
        return new Scale([.. Enumerable.Range(0, parts + 1).Select(part => (part * step, text(part * step)))]);
    }
}
