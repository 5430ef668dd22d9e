using System.Collections.Concurrent;
using System.Globalization;
using Leadline.Platform;
using Microsoft.Extensions.Options;

namespace Leadline.Callers;

/// <summary>Counts calls in windows of one clock minute, for each token and for each address without a good one.</summary>
public sealed class RateLimiter(IOptions<LeadlineOptions> options, TimeProvider clock)
{
    private const int WindowSeconds = 60;

    private readonly int permits = options.Value.RateLimit.PermitsPerMinute >= 0
        ? options.Value.RateLimit.PermitsPerMinute
        : throw new SetupException("The setting RateLimit:PermitsPerMinute must not be negative; 0 is unlimited.");

    private Window window = new(0);

    /// <summary>Counts one call.</summary>
    /// <param name="who">A <see cref="TokenHash"/> or an address.</param>
    public RateLimitState Count(object who)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var current = CurrentWindow(now / WindowSeconds);
        var reset = (current.Number + 1) * WindowSeconds;
        if (permits <= 0)
        {
            return new RateLimitState(int.MaxValue, int.MaxValue, reset, RetryAfter: 0, IsExceeded: false);
        }

        var calls = current.Count(who);
        return new RateLimitState(permits, Math.Max(0, permits - calls), reset, (int)(reset - now), calls > permits);
    }

    private Window CurrentWindow(long number)
    {
        var current = Volatile.Read(ref window);
        if (current.Number >= number)
        {
            return current;
        }

        var next = new Window(number);
        var seen = Interlocked.CompareExchange(ref window, next, current);
        return seen == current ? next : seen;
    }

    private sealed class Window(long number)
    {
        private readonly ConcurrentDictionary<object, StrongBox> calls = new();

        public long Number => number;

        public int Count(object who) => Interlocked.Increment(ref calls.GetOrAdd(who, static _ => new StrongBox()).Value);

        private sealed class StrongBox
        {
            public int Value;
        }
    }
}

/// <summary>Where a caller stands in the current window.</summary>
/// <param name="Limit">Calls allowed in the window; 2147483647 when unlimited.</param>
/// <param name="Remaining">Calls left in it.</param>
/// <param name="Reset">When it ends, in Unix seconds.</param>
/// <param name="RetryAfter">Seconds until then.</param>
/// <param name="IsExceeded">True for a call beyond the limit.</param>
public readonly record struct RateLimitState(int Limit, int Remaining, long Reset, int RetryAfter, bool IsExceeded)
{
    /// <summary>Writes the published headers.</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers["X-RateLimit-Limit"] = Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = Reset.ToString(CultureInfo.InvariantCulture);
    }
}
