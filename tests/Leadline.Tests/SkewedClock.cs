namespace Leadline.Tests;

/// <summary>The machine's time, set forward or back while somebody reads it; what it measures goes on as it should.</summary>
public sealed class SkewedClock : TimeProvider
{
    private long skew;

    /// <summary>How far it is ahead.</summary>
    public TimeSpan Skew
    {
        get => new(Volatile.Read(ref skew));
        set => Volatile.Write(ref skew, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skew;
}
