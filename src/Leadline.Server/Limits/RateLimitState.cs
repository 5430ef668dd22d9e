using System.Globalization;

namespace Leadline.Limits;

/// <summary>Where a caller stands in the current window.</summary>
/// <param name="Limit">Calls allowed in the window; 2147483647 when unlimited.</param>
/// <param name="Remaining">Calls left in it.</param>
/// <param name="Reset">When it ends, in Unix seconds.</param>
/// <param name="RetryAfter">Seconds until then.</param>
/// <param name="IsExceeded">True for a call beyond the limit.</param>
public readonly record struct RateLimitState(int Limit, int Remaining, long Reset, int RetryAfter, bool IsExceeded)
{
    /// <summary>No limit.</summary>
    public static RateLimitState Unlimited(long reset) => new(int.MaxValue, int.MaxValue, reset, RetryAfter: 0, IsExceeded: false);

    /// <summary>The tighter of two limits that both hold.</summary>
    public RateLimitState Or(RateLimitState other) =>
        IsExceeded != other.IsExceeded ? (IsExceeded ? this : other) : Remaining <= other.Remaining ? this : other;

    /// <summary>Writes the published headers.</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers["X-RateLimit-Limit"] = Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = Reset.ToString(CultureInfo.InvariantCulture);
    }
}
