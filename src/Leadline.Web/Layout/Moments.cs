using System.Globalization;
using Leadline.Web.Tasks;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Layout;

/// <summary>Times as people read them, in their zone and language.</summary>
public sealed class Moments(Browser browser, IStringLocalizer<Texts> texts, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private Action? listeners;
    private ITimer? timer;

    /// <summary>Told as each minute begins, for what turns with the time; one timer for all who listen, and none for nobody.</summary>
    public event Action MinuteBegan
    {
        add
        {
            lock (gate)
            {
                listeners += value;
                timer ??= clock.CreateTimer(_ => Tell(), null, ToNextMinute(), Timeout.InfiniteTimeSpan);
            }
        }

        remove
        {
            lock (gate)
            {
                listeners -= value;
                if (listeners is null)
                {
                    timer?.Dispose();
                    timer = null;
                }
            }
        }
    }

    /// <summary>Now.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Day and time, exactly.</summary>
    public string Exact(DateTimeOffset time) => Here(time).ToString("f", CultureInfo.CurrentCulture);

    /// <summary>The day.</summary>
    public string Day(DateTimeOffset time) => Here(time).ToString("d", CultureInfo.CurrentCulture);

    /// <summary>How long ago, or how far ahead; beyond a month the day.</summary>
    public string Relative(DateTimeOffset time)
    {
        var age = Now - time;
        return age.Duration() switch
        {
            { TotalSeconds: < 60 } => texts["just now"],
            { TotalMinutes: < 60 } span => age > TimeSpan.Zero ? texts["{0} min ago", (int)span.TotalMinutes] : texts["in {0} min", (int)span.TotalMinutes],
            { TotalHours: < 24 } span => age > TimeSpan.Zero ? texts["{0} h ago", (int)span.TotalHours] : texts["in {0} h", (int)span.TotalHours],
            { TotalDays: < 31 } span => age > TimeSpan.Zero ? texts["{0} d ago", (int)span.TotalDays] : texts["in {0} d", (int)span.TotalDays],
            _ => Day(time),
        };
    }

    /// <summary>The time in the person's zone.</summary>
    public DateTimeOffset Here(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, browser.Zone);

    /// <summary>The moment at which a day begins in the person's zone.</summary>
    public DateTimeOffset StartOf(DateOnly day) => StartOf(day, browser.Zone);

    /// <summary>The moment at which a day begins in a zone.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) => At(day.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>The moment of a time on the person's clock.</summary>
    public DateTimeOffset At(DateTime local) => At(local, browser.Zone);

    /// <summary>
    /// The moment of a time on the clocks of a zone. One that they leave out as summer time begins is as long after their jump as it would have been without it, as RFC 5545 has it:
    /// 2:20 is 3:20, and a midnight that is left out the very jump. Of one that they show twice it is the later.
    /// </summary>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone) => zone.IsInvalidTime(local)
        ? TimeZoneInfo.ConvertTime(new DateTimeOffset(local, zone.GetUtcOffset(local.AddDays(-1))), zone)
        : new DateTimeOffset(local, zone.GetUtcOffset(local));

    /// <summary>How near a time is at which something is due.</summary>
    public Due DueOf(DateTimeOffset time)
    {
        var days = (Here(time).Date - Here(Now).Date).Days;
        return time < Now ? Due.Overdue : days == 0 ? Due.Today : days <= 7 ? Due.Soon : Due.Later;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            (timer, listeners) = (null, null);
        }
    }

    private void Tell()
    {
        Action? told;
        lock (gate)
        {
            timer?.Change(ToNextMinute(), Timeout.InfiniteTimeSpan);
            told = listeners;
        }

        told?.Invoke();
    }

    // A little later, since a timer may be early.
    private TimeSpan ToNextMinute() => TimeSpan.FromTicks(Minute.Ticks - (Now.Ticks % Minute.Ticks)) + TimeSpan.FromMilliseconds(20);
}
