using System.Globalization;
using Leadline.Web.Tasks;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Layout;

/// <summary>Times as people read them, in their zone and language.</summary>
public sealed class Moments(Browser browser, IStringLocalizer<Texts> texts, TimeProvider clock)
{
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

    /// <summary>The moment at which a day begins in the person's zone; within a gap of summer time, the gap's end.</summary>
    public DateTimeOffset StartOf(DateOnly day) => At(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>The moment of a time on the person's clock; within a gap of summer time, the gap's end.</summary>
    public DateTimeOffset At(DateTime local)
    {
        while (browser.Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, browser.Zone.GetUtcOffset(local));
    }

    /// <summary>How near a time is at which something is due.</summary>
    public Due DueOf(DateTimeOffset time)
    {
        var days = (Here(time).Date - Here(Now).Date).Days;
        return time < Now ? Due.Overdue : days == 0 ? Due.Today : days <= 7 ? Due.Soon : Due.Later;
    }
}
