using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Leadline.Client;

/// <summary>The parameters of a call; what is null is left out.</summary>
internal sealed class Query
{
    private readonly List<(string Name, string Value)> pairs = [];

    public Query Add(string name, string? value)
    {
        if (value is not null)
        {
            pairs.Add((name, value));
        }

        return this;
    }

    public Query Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public Query Add(string name, bool? value) => Add(name, value switch { true => "true", false => "false", null => null });

    public Query Add(string name, DateTimeOffset? value) => Add(name, value?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public Query Add(string name, DateOnly? value) => Add(name, value?.ToString("O", CultureInfo.InvariantCulture));

    public Query Add<TOption>(string name, TOption? value)
        where TOption : struct, Enum => Add(name, value is { } option ? WireName(option) : null);

    public Query Add(string name, SortOrder? value) => Add(name, value switch { SortOrder.Ascending => "asc", SortOrder.Descending => "desc", _ => null });

    /// <summary>Several values, with commas between them.</summary>
    /// <exception cref="ArgumentException">There is none, which the server would read as no filter at all, or one holds a comma.</exception>
    public Query AddAll<T>(string name, IReadOnlyList<T>? values)
    {
        if (values is null)
        {
            return this;
        }

        string[] texts = [.. values.Select(value => value is Enum option ? WireName(option) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];
        return texts is [] || texts.Any(text => string.IsNullOrWhiteSpace(text) || text.Contains(',', StringComparison.Ordinal))
            ? throw new ArgumentException($"{name} takes one value or more, none of which is empty or holds a comma; null is for no filter.", name)
            : Add(name, string.Join(',', texts));
    }

    /// <summary>As they stand in an address, with the question mark; empty where there are none.</summary>
    public override string ToString() => pairs is []
        ? ""
        : $"?{string.Join('&', pairs.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";

    /// <summary>As the fields of a body.</summary>
    public JsonObject ToJson() => new(pairs.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Name, JsonValue.Create(pair.Value))));

    private static string WireName(Enum option) => JsonNamingPolicy.SnakeCaseLower.ConvertName(option.ToString());
}

/// <summary>The direction of a sort. Records without a value come last in both.</summary>
public enum SortOrder
{
    /// <summary>The least first: from A, the oldest.</summary>
    Ascending,

    /// <summary>The greatest first: from Z, the newest.</summary>
    Descending,
}

/// <summary>What lists of named records may be sorted by.</summary>
public enum NameSort
{
    /// <summary>When the record was made.</summary>
    CreatedAt,

    /// <summary>What people call it.</summary>
    Name,

    /// <summary>When it was last changed.</summary>
    UpdatedAt,
}
