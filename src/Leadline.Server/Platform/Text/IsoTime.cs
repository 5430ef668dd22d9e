using System.Globalization;
using System.Text.RegularExpressions;

namespace Leadline.Platform.Text;

/// <summary>Times as clients send them: a date or a time in ISO 8601's extended form, and nothing else.</summary>
public static partial class IsoTime
{
    /// <summary>The rule, to be read after the name of a field.</summary>
    public const string Rule = "must be a date or a time in ISO 8601, as 2026-02-28 or 2026-02-28T12:00:00Z";

    /// <summary>Reads a time; one without an offset is UTC.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isEnd">True where a date alone means its last microsecond, not its first.</param>
    /// <returns>The time in UTC, to the microsecond; null for what is none.</returns>
    public static DateTime? Read(string text, bool isEnd = false)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            var start = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            return isEnd ? start.AddTicks(TimeSpan.TicksPerDay - TimeSpan.TicksPerMicrosecond) : start;
        }

        if (!Form().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return null;
        }

        var utc = time.UtcDateTime;
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Form();
}
