namespace Leadline.Leads.Seeding;

/// <summary>What random numbers are drawn for; each purpose has its own streams.</summary>
internal enum Purpose
{
    Lead,
    Person,
    ExternalIds,
}

/// <summary>SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every machine and every .NET.</summary>
internal sealed class SeededRandom
{
    private ulong state;

    // Hashed, so that neighbouring numbers give unrelated streams.
    public SeededRandom(int seed, Purpose purpose, long number) =>
        state = Mix(Mix(Mix((ulong)seed) + (ulong)purpose) + (ulong)number);

    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15);

    /// <summary>A number from 0 to just below the bound.</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from 0 to just below the bound.</summary>
    public int Below(int bound) => (int)Below((long)bound);

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => (Next() >> 11) * (1.0 / (1UL << 53)) < probability;

    public T Of<T>(T[] items) => items[Below(items.Length)];

    public T Of<T>(ReadOnlySpan<T> items) => items[Below(items.Length)];

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
