namespace Leadline.Leads.Seeding;

/// <summary>When leads come in during the three years before a moment: more each month, on working days, and by day.</summary>
internal sealed class LeadCalendar
{
    private const long MicrosecondsPerHour = 3_600_000_000;

    private static readonly int[] WeightByHour = [2, 1, 1, 1, 1, 2, 4, 8, 12, 15, 16, 15, 13, 14, 15, 14, 12, 11, 10, 10, 9, 8, 6, 4];
    private static readonly int[] WeightByWeekday = [5, 12, 13, 12, 12, 10, 6];

    private readonly DateTime start;
    private readonly ulong[] weightBefore;

    public LeadCalendar(DateTime until)
    {
        start = until.AddYears(-3);
        var hours = (int)((until - start).Ticks / TimeSpan.TicksPerHour);
        weightBefore = new ulong[hours + 1];
        for (var hour = 0; hour < hours; hour++)
        {
            var time = start.AddHours(hour);
            var growth = 300 + 700 * hour / hours;
            weightBefore[hour + 1] = weightBefore[hour] + (ulong)(growth * WeightByWeekday[(int)time.DayOfWeek] * WeightByHour[time.Hour]);
        }
    }

    /// <summary>The time of one of many leads. It lies in the lead's own equal share of the weights, so that times ascend without a sort.</summary>
    public DateTime At(long index, long count, SeededRandom random)
    {
        // Weights with 32 binary places: whole hours weigh too much to tell microseconds apart.
        var share = ((UInt128)(ulong)index << 32) | (random.Next() >> 32);
        var point = (ulong)(share * weightBefore[^1] / (ulong)count);
        var found = Array.BinarySearch(weightBefore, point >> 32);
        var hour = found >= 0 ? found : ~found - 1;
        var intoHour = point - (weightBefore[hour] << 32);
        var weightOfHour = (weightBefore[hour + 1] - weightBefore[hour]) << 32;
        var microseconds = (long)(ulong)((UInt128)intoHour * MicrosecondsPerHour / weightOfHour);
        return start.AddTicks(hour * TimeSpan.TicksPerHour + microseconds * TimeSpan.TicksPerMicrosecond);
    }
}
