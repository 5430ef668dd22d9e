using System.Text.Json;
using Leadline.Platform.Text;

namespace Leadline.Reports;

/// <summary>The campaign of a marketing touch. Touches are free JSON: most tools name it <c>utm_campaign</c>, some <c>campaign</c>.</summary>
internal static class Campaign
{
    private const int Longest = 255;

    private static readonly string[] Names = ["utm_campaign", "campaign"];

    /// <summary>The campaign of a lead's first or last touch; null where it names none.</summary>
    /// <param name="attribution">The text of a JSON array of touches.</param>
    /// <param name="isFirst">The first touch, or the last.</param>
    public static string? Of(string attribution, bool isFirst)
    {
        using var document = JsonDocument.Parse(attribution);
        var touches = document.RootElement;
        return touches.GetArrayLength() is > 0 and var count && touches[isFirst ? 0 : count - 1] is { ValueKind: JsonValueKind.Object } touch
            ? Names.Select(name => touch.TryGetProperty(name, out var value) ? TextOf(value) : null).FirstOrDefault(text => text is not null)
            : null;
    }

    private static string? TextOf(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()?.Trim(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : Cut.To(text, Longest);
    }
}
