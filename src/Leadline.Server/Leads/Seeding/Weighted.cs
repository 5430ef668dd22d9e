namespace Leadline.Leads.Seeding;

/// <summary>Items of which some are picked more often than others.</summary>
internal sealed class Weighted<T>
{
    private readonly T[] items;
    private readonly long[] weightUpTo;

    public Weighted(IReadOnlyList<T> items, Func<T, int, long> weightOf)
    {
        this.items = [.. items];
        weightUpTo = new long[items.Count];
        var total = 0L;
        for (var i = 0; i < items.Count; i++)
        {
            weightUpTo[i] = total += weightOf(items[i], i);
        }
    }

    public bool IsEmpty => items.Length == 0;

    /// <summary>The first item most often, the second half as often, the third a third as often.</summary>
    public static Weighted<T> Falling(IReadOnlyList<T> items) => new(items, (_, index) => 1_000_000_000 / (index + 1));

    public T Pick(SeededRandom random)
    {
        var point = random.Below(weightUpTo[^1]);
        var index = 0;
        while (weightUpTo[index] <= point)
        {
            index++;
        }

        return items[index];
    }
}
