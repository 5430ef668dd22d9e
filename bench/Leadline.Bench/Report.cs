using System.Globalization;
using System.Text;

namespace Leadline.Bench;

/// <summary>The measurements as the tables of docs/performance.md.</summary>
internal static class Report
{
    private const string FloorName = "floor: bare page query";
    private const string ListName = "list, first page";

    public static string Markdown(IReadOnlyList<Measurements> sizes)
    {
        var text = new StringBuilder();
        foreach (var size in sizes)
        {
            var floor = size.Figures.First(figure => figure.Name == FloorName).PerSecond;
            text.AppendLine(CultureInfo.InvariantCulture, $"\n### {size.Size:N0} leads in one tenant of a hundred\n");
            text.AppendLine("| what | requests/s | of the floor | p50 ms | p95 ms | p99 ms |").AppendLine("|---|---:|---:|---:|---:|---:|");
            foreach (var figure in size.Figures)
            {
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"| {figure.Name} | {figure.PerSecond:N0} | {figure.PerSecond / floor:0.00} | {figure.P50:0.0} | {figure.P95:0.0} | {figure.P99:0.0} |");
            }

            text.AppendLine(CultureInfo.InvariantCulture,
                $"\nThe page query in a loop without HTTP: {size.QueriesPerSecond:N0}/s. Start to first answer: {size.StartSeconds:0.00} s. Peak memory: {size.MemoryMegabytes} MB. Seeding: {size.SeedSeconds:0.0} s. {size.Bulk} {size.TokenCheck}");
        }

        if (sizes.Count > 1)
        {
            double List(Measurements size) => size.Figures.First(figure => figure.Name == ListName).PerSecond.GetValueOrDefault();
            text.AppendLine(CultureInfo.InvariantCulture, $"\nGrowth: the list at {sizes[0].Size:N0} leads is {List(sizes[0]) / List(sizes[^1]):0.00} times as fast as at {sizes[^1].Size:N0}.");
        }

        return text.ToString();
    }
}
