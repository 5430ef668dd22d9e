using System.Text.Encodings.Web;
using System.Text.Json;

namespace Leadline.Web.Layout;

/// <summary>JSON as people read and write it.</summary>
public static class JsonTexts
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value, indented; letters of all scripts stand as they are.</summary>
    public static string Readable(this JsonElement json) => JsonSerializer.Serialize(json, Indented);

    /// <summary>The value in words: a text without its quotes, all else as JSON.</summary>
    public static string Plain(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString() ?? "",
        JsonValueKind.Object or JsonValueKind.Array => json.Readable(),
        _ => json.GetRawText(),
    };

    /// <summary>The line, from 1, from which on a text is no JSON; null where it is.</summary>
    public static long? FaultyLineOf(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return null;
        }
        catch (JsonException wrong)
        {
            return (wrong.LineNumber ?? 0) + 1;
        }
    }
}
