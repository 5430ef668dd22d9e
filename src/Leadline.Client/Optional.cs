using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Client;

/// <summary>
/// A field of a change: unset, it is not sent and stays as it is; set, it is sent, and null clears it. A value converts to it by itself:
/// <c>new LeadChange { FirstName = "Ada", Email = null }</c> changes the first name, clears the e-mail address and touches nothing else.
/// </summary>
/// <typeparam name="T">The field's type.</typeparam>
[JsonConverter(typeof(OptionalConverters))]
public readonly record struct Optional<T>
{
    /// <summary>A field that is sent.</summary>
    /// <param name="value">Its new value.</param>
    public Optional(T value)
    {
        IsSet = true;
        Value = value;
    }

    /// <summary>Whether the field is sent.</summary>
    public bool IsSet { get; }

    /// <summary>The new value; the default of its type where it is not set.</summary>
    public T? Value { get; }

    /// <summary>Sets a field.</summary>
    /// <param name="value">Its new value.</param>
    public static implicit operator Optional<T>(T value) => new(value);
}

internal sealed class OptionalConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter?)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))
        ?? throw new InvalidOperationException($"There is no converter for {typeToConvert}.");

    private sealed class Converter<T> : JsonConverter<Optional<T>>
    {
        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Changes are only written.");

        // Those that are not set never come here: they are the default, which is left out.
        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options)
        {
            if (value.Value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                JsonSerializer.Serialize(writer, value.Value, options.GetTypeInfo(typeof(T)));
            }
        }
    }
}
