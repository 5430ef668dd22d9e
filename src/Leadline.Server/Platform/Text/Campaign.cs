using System.Text.Json;

namespace Leadline.Platform.Text;

/// <summary>
/// The campaign of a marketing touch. Touches are free JSON: most tools name it <c>utm_campaign</c>, some <c>campaign</c>. Queries know it as
/// <c>campaign_of</c>, which on SQLite is this and on PostgreSQL a function of the database, by which filters and reports mean the same.
/// </summary>
public static class Campaign
{
    private const int Longest = 255;

    /// <summary>The campaign of a lead's first or last touch; null where it names none.</summary>
    /// <param name="attribution">The text of a JSON array of touches.</param>
    /// <param name="isFirst">The first touch, or the last.</param>
    public static string? Of(ReadOnlySpan<byte> attribution, bool isFirst)
    {
        var json = new Utf8JsonReader(attribution);
        if (!IsNamed(attribution) || !IsText(attribution) || !json.Read() || json.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        string? campaign = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            campaign = json.TokenType == JsonTokenType.StartObject ? OfTouch(ref json) : null;
            json.Skip();
            if (isFirst)
            {
                break;
            }
        }

        return campaign;
    }

    private static string? OfTouch(ref Utf8JsonReader json)
    {
        string? tagged = null, plain = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var (isTagged, isPlain) = (json.ValueTextEquals("utm_campaign"u8), json.ValueTextEquals("campaign"u8));
            json.Read();
            tagged = isTagged ? TextOf(json) : tagged;
            plain = isPlain ? TextOf(json) : plain;
            json.Skip();
        }

        return tagged ?? plain;
    }

    private static string? TextOf(Utf8JsonReader value)
    {
        var text = value.TokenType switch
        {
            JsonTokenType.String => value.GetString()?.Trim(),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(value.ValueSpan),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null
            : text.Length <= Longest ? text
            : string.Concat(text.EnumerateRunes().Take(Longest)).TrimEnd();
    }

    // Most touches without a campaign do not say the word, unless it is escaped.
    private static bool IsNamed(ReadOnlySpan<byte> attribution) => attribution.IndexOf("campaign"u8) >= 0 || attribution.Contains((byte)'\\');

    // NUL and half a surrogate pair, which can only be there as escapes, are in no text: PostgreSQL reads none of a document that has one.
    private static bool IsText(ReadOnlySpan<byte> attribution)
    {
        if (attribution.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        var json = new Utf8JsonReader(attribution);
        try
        {
            while (json.Read())
            {
                if (json.ValueIsEscaped && Nul.IsIn(json.GetString()))
                {
                    return false;
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
