using System.Collections.Concurrent;
using System.Numerics;

namespace Leadline.Leads;

/// <summary>The ids of some leads of a tenant, as a set of bits; once made it does not change.</summary>
public sealed class LeadHits
{
    private const int WordBits = 64;
    private const int MostTotals = 1000;
    private const int MostKinds = 30; // each as long as a tenant has members

    private readonly ConcurrentDictionary<LeadFilter, long> totals = new();
    private readonly ConcurrentDictionary<(LeadFilter, LeadGrouping), IReadOnlyDictionary<long, long>> kinds = new();
    private readonly long first;
    private readonly ulong[] bits;

    private LeadHits(long first, ulong[] bits)
    {
        this.first = first;
        this.bits = bits;
        Count = bits.Sum(BitOperations.PopCount);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The memory the set takes.</summary>
    public long Bytes => bits.LongLength * sizeof(ulong);

    /// <summary>A set of ids.</summary>
    public static LeadHits Of(IReadOnlyCollection<long> ids)
    {
        if (ids.Count == 0)
        {
            return new LeadHits(0, []);
        }

        var (first, last) = (WordStart(ids.Min()), ids.Max());
        var bits = new ulong[((last - first) / WordBits) + 1];
        foreach (var id in ids)
        {
            bits[(id - first) / WordBits] |= 1UL << (int)((id - first) % WordBits);
        }

        return new LeadHits(first, bits);
    }

    /// <summary>The ids of either set.</summary>
    public LeadHits Or(LeadHits other) => Count == 0 ? other : other.Count == 0 ? this : Spread(other, (mine, theirs) => mine | theirs);

    /// <summary>The ids of both sets.</summary>
    public LeadHits And(LeadHits other) => Count == 0 ? this : other.Count == 0 ? other : Spread(other, (mine, theirs) => mine & theirs);

    /// <summary>The set after some leads changed.</summary>
    /// <param name="changed">The leads that changed.</param>
    /// <param name="found">Those of them that belong to the set now.</param>
    public LeadHits After(IReadOnlyCollection<long> changed, LeadHits found)
    {
        var copy = (ulong[])bits.Clone();
        foreach (var id in changed.Where(Contains))
        {
            copy[(id - first) / WordBits] &= ~(1UL << (int)((id - first) % WordBits));
        }

        return new LeadHits(first, copy).Or(found);
    }

    /// <summary>Whether a lead is among them.</summary>
    public bool Contains(long id)
    {
        var at = id - first;
        return at >= 0 && at / WordBits < bits.LongLength && (bits[at / WordBits] & (1UL << (int)(at % WordBits))) != 0;
    }

    /// <summary>How many of them pass a filter; counted once for each.</summary>
    public async Task<long> TotalAsync(LeadFilter filter, Func<Task<long>> count)
    {
        if (filter.IsOpen)
        {
            return Count;
        }

        if (!totals.TryGetValue(filter, out var total))
        {
            total = await count();
            if (totals.Count < MostTotals)
            {
                totals[filter] = total;
            }
        }

        return total;
    }

    /// <summary>How many of each kind pass a filter; counted once for each.</summary>
    public async Task<IReadOnlyDictionary<long, long>> TotalAsync(LeadFilter filter, LeadGrouping by, Func<Task<IReadOnlyDictionary<long, long>>> count)
    {
        if (!kinds.TryGetValue((filter, by), out var found))
        {
            found = await count();
            if (kinds.Count < MostKinds)
            {
                kinds[(filter, by)] = found;
            }
        }

        return found;
    }

    /// <summary>All ids, ascending.</summary>
    public IEnumerable<long> Ids()
    {
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                yield return first + ((long)word * WordBits) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    private LeadHits Spread(LeadHits other, Func<ulong, ulong, ulong> combine)
    {
        var from = Math.Min(first, other.first);
        var to = Math.Max(first + (bits.LongLength * WordBits), other.first + (other.bits.LongLength * WordBits));
        var combined = new ulong[(to - from) / WordBits];
        for (var word = 0; word < combined.Length; word++)
        {
            combined[word] = combine(WordAt(from + ((long)word * WordBits)), other.WordAt(from + ((long)word * WordBits)));
        }

        return new LeadHits(from, combined);
    }

    private ulong WordAt(long start) => start >= first && start < first + (bits.LongLength * WordBits) ? bits[(start - first) / WordBits] : 0;

    private static long WordStart(long id) => id / WordBits * WordBits;
}
