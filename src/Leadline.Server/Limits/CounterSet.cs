using System.Collections.Concurrent;

namespace Leadline.Limits;

/// <summary>
/// Counts one kind of thing in windows of the clock, together with the other processes on the database. A process counts in memory and
/// reports to the others; it never counts more than a hundredth of a limit beyond what it has reported, and where that is less than one
/// it reports each before it decides. So up to six processes let through at most 5 % over a limit, and nothing over a small one.
/// </summary>
/// <param name="shared">Reports to the others.</param>
/// <param name="kind">What is counted, in a word.</param>
/// <param name="length">How long a window is.</param>
/// <param name="clock">The time.</param>
public sealed class CounterSet(SharedCounters shared, string kind, TimeSpan length, TimeProvider clock)
{
    private const int UnreportedShare = 100;
    private readonly long seconds = (long)length.TotalSeconds;
    private Window window = new(kind, 0, 0);

    /// <summary>Counts one, unless the limit is reached.</summary>
    /// <param name="key">What it is.</param>
    /// <param name="limit">How many there may be in the window; 0 is any number.</param>
    public ValueTask<RateLimitState> CountAsync(CounterKey key, int limit)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var reset = (now / seconds + 1) * seconds;
        if (limit <= 0)
        {
            return ValueTask.FromResult(RateLimitState.Unlimited(reset));
        }

        var counter = WindowOf(now / seconds).Counter(key);
        var unreported = limit / UnreportedShare;
        return unreported > 0 && counter.TryCount(limit, unreported, out var used, out var isPressing)
            ? ValueTask.FromResult(Told(counter, used, isPressing))
            : WaitAsync();

        RateLimitState Told(Counter counted, long place, bool isUrgent)
        {
            shared.Report(counted, isUrgent);
            return State(place);
        }

        RateLimitState State(long place) =>
            new(limit, (int)Math.Max(0, limit - place), reset, (int)(reset - now), place > limit);

        async ValueTask<RateLimitState> WaitAsync()
        {
            if (counter.IsKnownBeyond(limit))
            {
                return State(limit + 1L);
            }

            var place = counter.Count();
            await shared.ReportedAsync(counter);
            var state = State(place + counter.Others);
            if (state.IsExceeded)
            {
                counter.GiveBack();
                shared.Report(counter, isUrgent: false);
            }

            return state;
        }
    }

    /// <summary>In how many seconds one may be counted; null where the limit is not known to be reached. What was never counted leaves no counter.</summary>
    public int? WaitFor(CounterKey key, int limit)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return limit > 0 && WindowOf(now / seconds).Find(key)?.IsKnownBeyond(limit) == true ? (int)((now / seconds + 1) * seconds - now) : null;
    }

    /// <summary>Takes one back, as if it had not been counted.</summary>
    public void GiveBack(CounterKey key)
    {
        if (WindowOf(clock.GetUtcNow().ToUnixTimeSeconds() / seconds).Find(key) is { } counter)
        {
            counter.GiveBack();
            shared.Report(counter, isUrgent: false);
        }
    }

    // Who read the clock just before a window ended counts in the next one; a clock that was set back is followed.
    private Window WindowOf(long number)
    {
        var current = Volatile.Read(ref window);
        if (current.Number == number || current.Number == number + 1)
        {
            return current;
        }

        var next = new Window(kind, number, (number + 1) * seconds);
        var seen = Interlocked.CompareExchange(ref window, next, current);
        return seen == current ? next : seen;
    }

    // Nothing is forgotten within a window, so nobody is forgotten by a flood of others: past the cap newcomers share counters.
    private sealed class Window(string kind, long number, long endsAt)
    {
        private const int MostKept = 65_536;
        private const int Shared = 65_536;

        private readonly ConcurrentDictionary<CounterKey, Counter> counters = new();
        private int kept;

        public long Number => number;

        public Counter Counter(CounterKey key)
        {
            if (counters.TryGetValue(key, out var known))
            {
                return known;
            }

            if (Volatile.Read(ref kept) >= MostKept)
            {
                return counters.GetOrAdd(CommonOf(key), static (shared, end) => new Counter(shared, end), endsAt);
            }

            var counter = new Counter(key, endsAt);
            if (!counters.TryAdd(key, counter))
            {
                return counters.GetOrAdd(key, counter);
            }

            Interlocked.Increment(ref kept);
            return counter;
        }

        public Counter? Find(CounterKey key) =>
            counters.GetValueOrDefault(key) ?? (Volatile.Read(ref kept) >= MostKept ? counters.GetValueOrDefault(CommonOf(key)) : null);

        private CounterKey CommonOf(CounterKey key) => CounterKey.Of(kind, $"shared {key.A % Shared}");
    }
}

/// <summary>How many there were in one window: counted here, reported by us, and counted by the other processes as far as known.</summary>
internal sealed class Counter(CounterKey key, long endsAt)
{
    private readonly Lock gate = new();
    private long counted;
    private long reported;
    private long others;
    private bool isWaiting;

    public CounterKey Key => key;

    public long EndsAt => endsAt;

    public long Others => Volatile.Read(ref others);

    /// <summary>Counts one, unless too many are unreported; past the limit nothing is counted.</summary>
    public bool TryCount(int limit, int mostUnreported, out long used, out bool isPressing)
    {
        lock (gate)
        {
            isPressing = (counted - reported) * 2 >= mostUnreported;
            used = counted + others + 1;
            if (used > limit)
            {
                return true;
            }

            if (counted - reported >= mostUnreported)
            {
                return false;
            }

            counted++;
            return true;
        }
    }

    /// <summary>Counts one in any case.</summary>
    /// <returns>Its place among ours.</returns>
    public long Count()
    {
        lock (gate)
        {
            return ++counted;
        }
    }

    public bool IsKnownBeyond(int limit)
    {
        lock (gate)
        {
            return counted + others >= limit && counted == reported;
        }
    }

    public void GiveBack()
    {
        lock (gate)
        {
            counted = Math.Max(0, counted - 1);
        }
    }

    /// <summary>Notes that it waits to be reported.</summary>
    /// <returns>False when it does already.</returns>
    public bool Enlist()
    {
        lock (gate)
        {
            return !isWaiting && (isWaiting = true);
        }
    }

    /// <summary>What is to be reported now.</summary>
    public long Take()
    {
        lock (gate)
        {
            isWaiting = false;
            return counted - reported;
        }
    }

    /// <summary>Learns what all together have counted, after a report.</summary>
    public void Learn(long delta, long total)
    {
        lock (gate)
        {
            reported += delta;
            others = Math.Max(0, total - reported);
        }
    }
}
