using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Leadline.Platform.Http;

/// <summary>How JSON looks on the wire: snake_case names, times in UTC, numbers as numbers only.</summary>
public static class Wire
{
    /// <summary>Sets the options of every serializer.</summary>
    /// <param name="options">The options.</param>
    /// <param name="types">The generated contracts of the modules' wire types.</param>
    public static void Configure(JsonSerializerOptions options, IEnumerable<IJsonTypeInfoResolver> types)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;

        // Replies are application/json with nosniff and never stand inside a page, so only JSON's own characters are escaped.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new UtcTimeConverter());
        foreach (var resolver in types)
        {
            options.TypeInfoResolverChain.Insert(0, resolver);
        }
    }

    /// <summary>Times are ISO 8601 in UTC with a Z; the fraction, six digits, only where there is one.</summary>
    public sealed class UtcTimeConverter : JsonConverter<DateTime>
    {
        /// <inheritdoc />
        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset().UtcDateTime;

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
        {
            // The round-trip form is cut: it has seven digits, of which the last is always 0 here.
            Span<byte> text = stackalloc byte[28];
            value.ToUniversalTime().TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
            var length = value.Ticks % TimeSpan.TicksPerSecond == 0 ? 20 : 27;
            text[length - 1] = (byte)'Z';
            writer.WriteStringValue(text[..length]);
        }
    }
}

/// <summary>A piece of JSON that is stored and answered as it is.</summary>
/// <param name="Text">Valid JSON.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(string Text)
{
    /// <summary>JSON that the database wrote itself, without the blanks that only one of the engines leaves in it.</summary>
    public static RawJson Compact(string text)
    {
        using var document = JsonDocument.Parse(text);
        var bytes = new ArrayBufferWriter<byte>(text.Length);
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.RootElement.WriteTo(writer);
        }

        return new RawJson(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    /// <summary>Writes the text unchanged.</summary>
    public sealed class Converter : JsonConverter<RawJson>
    {
        /// <inheritdoc />
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new RawJson(document.RootElement.GetRawText());
        }

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
