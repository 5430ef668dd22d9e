using System.Globalization;
using System.Text;

namespace Leadline.Bench;

/// <summary>The measurements as the tables of docs/performance.md.</summary>
internal static class Report
{
    private const string FloorName = "floor: bare page query";
    private const string ListName = "list, first page";

    /// <summary>The table of one size on one engine.</summary>
    public static string Table(Measurements size)
    {
        var text = new StringBuilder();
        var floor = Rate(size, FloorName);
        text.AppendLine(CultureInfo.InvariantCulture, $"\n### {size.Size:N0} leads in one tenant of a hundred, on {size.Engine.Name}\n");
        text.AppendLine("| what | requests/s | of the floor | p50 ms | p95 ms | p99 ms |").AppendLine("|---|---:|---:|---:|---:|---:|");
        foreach (var figure in size.Figures)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {figure.Name} | {figure.PerSecond:N0} | {figure.PerSecond / floor:0.00} | {figure.P50:0.0} | {Known(figure.P95)} | {Known(figure.P99)} |");
        }

        text.AppendLine(CultureInfo.InvariantCulture,
            $"\nThe page query in a loop without HTTP: {size.QueriesPerSecond:N0}/s. Start to first answer: {size.StartSeconds:0.00} s. Peak memory: {size.MemoryMegabytes} MB. Seeding: {size.SeedSeconds:0.0} s, {size.Size / size.SeedSeconds:N0} leads/s. {size.Bulk} {size.TokenCheck}");
        return text.ToString();
    }

    /// <summary>How the list fares as the tenant grows.</summary>
    public static string Growth(IReadOnlyList<Measurements> sizes) => sizes.Count < 2 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"\nGrowth on {sizes[0].Engine.Name}: the list at {sizes[0].Size:N0} leads is {Rate(sizes[0], ListName) / Rate(sizes[^1], ListName):0.00} times as fast as at {sizes[^1].Size:N0}.");

    private static double? Rate(Measurements size, string name) => size.Figures.First(figure => figure.Name == name).PerSecond;

    private static string Known(double milliseconds) => double.IsNaN(milliseconds) ? "" : milliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
