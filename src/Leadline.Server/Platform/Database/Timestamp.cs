namespace Leadline.Platform.Database;

/// <summary>Times are stored as whole microseconds since 1970-01-01T00:00:00Z, which both engines compare as plain integers.</summary>
public static class Timestamp
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>The stored form; a time that is not UTC is turned into UTC first.</summary>
    public static long ToMicroseconds(DateTime time) =>
        (time.ToUniversalTime().Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond;

    /// <summary>The time of a stored value, in UTC.</summary>
    public static DateTime FromMicroseconds(long stored) =>
        new(DateTime.UnixEpoch.Ticks + stored * TicksPerMicrosecond, DateTimeKind.Utc);

    /// <summary>Whether a number of microseconds is a time that there is.</summary>
    public static bool IsTime(long microseconds) => microseconds >= ToMicroseconds(DateTime.MinValue) && microseconds <= ToMicroseconds(DateTime.MaxValue);
}
