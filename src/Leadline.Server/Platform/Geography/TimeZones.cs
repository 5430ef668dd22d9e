using System.Text.RegularExpressions;

namespace Leadline.Platform.Geography;

/// <summary>The time zones of the IANA database, as the operating system knows them.</summary>
public static partial class TimeZones
{
    /// <summary>The rule that names of time zones keep, to be read after "The field x".</summary>
    public const string Rule = "must be the name of a time zone of the IANA database, such as Europe/Istanbul";

    /// <summary>Whether a zone has this name, letter by letter.</summary>
    public static bool IsKnown(string name) => Name().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId && zone.Id == name;

    // Not the zones of other operating systems, nor the folders in which some keep the same zones by other clocks.
    [GeneratedRegex(@"^(?!posix/|right/|UTC[+-])[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
