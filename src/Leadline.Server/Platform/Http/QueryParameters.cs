using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Leadline.Platform.Text;

namespace Leadline.Platform.Http;

/// <summary>One parameter that a list knows; read from the query and told in the OpenAPI document alike.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">Its JSON type: <c>integer</c>, <c>boolean</c> or <c>string</c>.</param>
/// <param name="Description">What it does, for the API reference.</param>
public sealed record QueryParameter(string Name, string Type, string Description)
{
    /// <summary>The values it may have; null for any.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>The least integer.</summary>
    public int? Minimum { get; init; }

    /// <summary>The greatest integer.</summary>
    public int? Maximum { get; init; }

    /// <summary>The most characters (Unicode code points).</summary>
    public int? MaxLength { get; init; }

    /// <summary>The form of a string: <c>date-time</c>; null for any.</summary>
    public string? Format { get; init; }

    /// <summary>True when a call must have it.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>
/// The query of a call as the client sent it: pairs in order. Parameters may be absent, empty (the same) or repeated (the last counts);
/// one that is not known, or breaks its rule, is an error with its name, and never ignored.
/// </summary>
public sealed class QueryParameters
{
    private readonly List<(string Name, string Value)> pairs = [];
    private readonly Dictionary<string, IReadOnlyList<string>> lists = [];
    private const int MostSentences = 50;

    private readonly Dictionary<string, List<string>> errors = [];

    private readonly HttpRequest? request;

    private QueryParameters(HttpRequest? request) => this.request = request;

    /// <summary>The request they came with.</summary>
    public HttpRequest Request => request ?? throw new InvalidOperationException("These parameters came with no request of their own.");

    /// <summary>The pairs as sent, decoded.</summary>
    public IReadOnlyList<(string Name, string Value)> Pairs => pairs;

    /// <summary>What is wrong with each parameter; empty when all is well.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors =>
        errors.ToDictionary(error => error.Key, error => (IReadOnlyList<string>)error.Value);

    /// <summary>True when all that was read so far is well.</summary>
    public bool IsValid => errors.Count == 0;

    /// <summary>Parameters that were sent as a JSON object: an array is several values, null is none.</summary>
    public static QueryParameters Of(JsonElement sent) => Of(sent.EnumerateObject().Select(field => (field.Name, field.Value)));

    /// <summary>Parameters that were sent as fields of JSON.</summary>
    public static QueryParameters Of(IEnumerable<(string Name, JsonElement Value)> sent)
    {
        var query = new QueryParameters(null);
        foreach (var (name, value) in sent)
        {
            query.lists.Remove(name);
            query.pairs.Add((name, value.ValueKind == JsonValueKind.Array ? query.ReadList(name, value) : value.ToString()));
            if (value.ValueKind == JsonValueKind.Object)
            {
                query.Reject(name, "must be a value, or an array of values");
            }
        }

        return query;
    }

    /// <summary>These parameters, and those of a body that are not among them.</summary>
    public QueryParameters Over(QueryParameters under)
    {
        var both = new QueryParameters(request);
        both.pairs.AddRange([.. under.pairs.Where(pair => pairs.TrueForAll(own => own.Name != pair.Name)), .. pairs]);
        foreach (var (name, values) in under.lists.Where(list => pairs.TrueForAll(own => own.Name != list.Key)).Concat(lists))
        {
            both.lists[name] = values;
        }

        foreach (var (name, sentences) in errors.Concat(under.errors))
        {
            both.errors[name] = sentences;
        }

        return both;
    }

    /// <summary>Takes the query apart (the form-encoded way: plus is a blank, %XX bytes are UTF-8).</summary>
    public static ValueTask<QueryParameters> BindAsync(HttpContext http)
    {
        var query = new QueryParameters(http.Request);
        foreach (var pair in (http.Request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var sentName = equals < 0 ? pair : pair[..equals];
            var name = Decode(sentName);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (name is null || value is null)
            {
                query.Reject(name ?? sentName, "must be percent-encoded UTF-8");
            }

            query.pairs.Add((name ?? sentName, value ?? ""));
        }

        return ValueTask.FromResult(query);
    }

    /// <summary>Refuses every parameter that is not among the known ones.</summary>
    public void RefuseOthersThan(IEnumerable<QueryParameter> known)
    {
        foreach (var name in pairs.Select(pair => pair.Name).Except(known.Select(parameter => parameter.Name)))
        {
            if (!errors.ContainsKey(name))
            {
                errors[name] = [$"The parameter {name} is not known."];
            }
        }
    }

    /// <summary>The parameter's text; null when absent or empty.</summary>
    public string? Text(QueryParameter parameter)
    {
        if (lists.ContainsKey(parameter.Name))
        {
            Reject(parameter.Name, "must be a single value");
            return null;
        }

        return Checked(parameter);
    }

    // An array that was sent is checked as the text between whose commas its values would stand.
    private string? Checked(QueryParameter parameter)
    {
        var value = pairs.FindLast(pair => pair.Name == parameter.Name).Value;
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        if (parameter.MaxLength is { } most && value.EnumerateRunes().Count() > most)
        {
            Reject(parameter.Name, $"must be at most {most} characters long");
            return null;
        }

        if (Nul.IsIn(value))
        {
            Reject(parameter.Name, Nul.Rule);
            return null;
        }

        return value;
    }

    /// <summary>The parameter's integer; null when absent, empty or refused.</summary>
    public long? Integer(QueryParameter parameter)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Reject(parameter.Name, parameter is { Minimum: { } least, Maximum: { } most } ? $"must be an integer from {least} to {most}" : "must be an integer");
            return null;
        }

        if (number < parameter.Minimum || number > parameter.Maximum)
        {
            Reject(parameter.Name, $"must be an integer from {parameter.Minimum} to {parameter.Maximum}");
            return null;
        }

        return number;
    }

    /// <summary>The parameter's texts, between commas or in an array, where they may hold commas; null when absent, empty or refused.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="most">How many there may be.</param>
    public IReadOnlyList<string>? Texts(QueryParameter parameter, int most)
    {
        if (Checked(parameter) is not { } sent)
        {
            return null;
        }

        var texts = lists.GetValueOrDefault(parameter.Name) ?? sent.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (texts.Count is 0 || texts.Count > most)
        {
            Reject(parameter.Name, $"must be 1 to {most} values with commas between them");
            return null;
        }

        return texts;
    }

    /// <summary>The parameter's integers, between commas; null when absent, empty or refused.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="most">How many there may be.</param>
    public IReadOnlyList<long>? Integers(QueryParameter parameter, int most)
    {
        if (Texts(parameter, most) is not { } texts)
        {
            return null;
        }

        var numbers = new List<long>(texts.Count);
        foreach (var text in texts)
        {
            if (!TryNumber(text, out var number))
            {
                Reject(parameter.Name, texts.Count == 1 ? "must be an integer" : "must be integers with commas between them");
                return null;
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>The parameter's time, ISO 8601; a time without an offset is UTC. Null when absent, empty or refused.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="isEnd">True where a date alone means its last microsecond, not its first.</param>
    public DateTime? Time(QueryParameter parameter, bool isEnd = false)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        if (IsoTime.Read(text, isEnd) is { } time)
        {
            return time;
        }

        Reject(parameter.Name, IsoTime.Rule);
        return null;
    }

    /// <summary>Reads an integer as parameters have it.</summary>
    public static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    /// <summary>The parameter's boolean, written 1, 0, true or false in any case; null when absent, empty or refused.</summary>
    public bool? Boolean(QueryParameter parameter)
    {
        switch (Text(parameter)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "1" or "true":
                return true;
            case "0" or "false":
                return false;
            default:
                Reject(parameter.Name, "must be 1, 0, true or false");
                return null;
        }
    }

    /// <summary>The parameter's value among its options; null when absent, empty or refused.</summary>
    public string? Option(QueryParameter parameter)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        if (parameter.Options?.Contains(text) != true)
        {
            Reject(parameter.Name, $"must be one of {string.Join(", ", parameter.Options ?? [])}");
            return null;
        }

        return text;
    }

    /// <summary>Refuses a parameter.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="rule">The rule it breaks, to be read after "The parameter x".</param>
    public void Reject(string name, string rule)
    {
        var sentence = $"The parameter {name} {rule}.";
        if (!errors.TryGetValue(name, out var sentences))
        {
            errors[name] = [sentence];
        }
        else if (sentences.Count < MostSentences && !sentences.Contains(sentence))
        {
            sentences.Add(sentence);
        }
    }

    private string ReadList(string name, JsonElement array)
    {
        string[] values = [.. array.EnumerateArray().Select(item => item.ToString().Trim())];
        lists[name] = values;
        if (values.Length == 0 || !array.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.String) || values.Contains(""))
        {
            Reject(name, "must be a value, or an array of values of which none is empty");
        }

        return string.Join(',', values);
    }

    // Null where the bytes are not UTF-8; a percent sign without two hexadecimal digits stands for itself.
    private static string? Decode(string encoded)
    {
        if (encoded.AsSpan().IndexOfAny('%', '+') < 0)
        {
            return encoded;
        }

        var source = Encoding.UTF8.GetBytes(encoded);
        var bytes = new byte[source.Length];
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length
                && byte.TryParse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes[length++] = value;
                i += 2;
            }
            else
            {
                bytes[length++] = source[i] == '+' ? (byte)' ' : source[i];
            }
        }

        return Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
