namespace Leadline.Reports;

/// <summary>How long something took.</summary>
/// <param name="MedianSeconds">The median by nearest rank: the least duration that half of all do not pass.</param>
/// <param name="P90Seconds">The 90th percentile by nearest rank: the least duration that nine of ten do not pass.</param>
/// <param name="MeanSeconds">The mean, rounded to microseconds.</param>
public sealed record Durations(double MedianSeconds, double P90Seconds, double MeanSeconds)
{
    private const double Microseconds = 1_000_000;

    /// <summary>What durations come to.</summary>
    /// <param name="durations">In microseconds; they are sorted.</param>
    /// <returns>Null for none.</returns>
    internal static Durations? Of(List<long> durations)
    {
        if (durations.Count == 0)
        {
            return null;
        }

        durations.Sort();
        var sum = Int128.Zero;
        foreach (var duration in durations)
        {
            sum += duration;
        }

        return new Durations(At(50), At(90), Math.Round((double)sum / durations.Count / Microseconds, 6));

        double At(int percent) => durations[(int)(((long)durations.Count * percent + 99) / 100) - 1] / Microseconds;
    }
}
