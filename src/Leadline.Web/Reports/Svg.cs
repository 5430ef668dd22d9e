using System.Globalization;

namespace Leadline.Web.Reports;

/// <summary>Numbers as a drawing has them.</summary>
internal static class Svg
{
    /// <summary>A length in pixels.</summary>
    public static string Px(double length) => length.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A share of the drawing's width, of which 1 is all.</summary>
    public static string Share(double share) => (share * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";
}
