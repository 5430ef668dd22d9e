using System.Globalization;

namespace Leadline.Bench.Web;

/// <summary>Something measured many times.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Goal">As the table writes it.</param>
internal sealed record Figure(string Name, string Goal)
{
    public const string Head = "| what | goal, ms | median, ms | p95, ms | samples |\n|---|---|---:|---:|---:|";

    private readonly List<double> times = [];

    /// <summary>How many samples count.</summary>
    public int Count => times.Count;

    /// <summary>Adds a sample, in milliseconds; one of the warming up counts for nothing.</summary>
    public void Add(double time, bool counts)
    {
        if (counts)
        {
            lock (times)
            {
                times.Add(time);
            }
        }
    }

    /// <summary>A line of the table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"| {Name} | {Goal} | {At(0.5):N0} | {At(0.95):N0} | {times.Count:N0} |");

    private double At(double share) => times.Order().ElementAt((int)Math.Ceiling(times.Count * share) - 1);
}
