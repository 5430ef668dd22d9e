using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Leadline.Platform.Text;

namespace Leadline.Platform.Http;

/// <summary>One field that a body may have; read from it and told in the OpenAPI document alike.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Type">Its JSON type: <c>string</c>, <c>integer</c>, <c>boolean</c>, <c>array</c> or <c>object</c>.</param>
/// <param name="Description">What it means, for the API reference.</param>
public sealed record BodyField(string Name, string Type, string Description)
{
    /// <summary>The form of a string: <c>email</c>, <c>date-time</c>; null for any.</summary>
    public string? Format { get; init; }

    /// <summary>The most characters (Unicode code points) of a string.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The least integer.</summary>
    public int? Minimum { get; init; }

    /// <summary>The greatest integer.</summary>
    public int? Maximum { get; init; }

    /// <summary>The values a string may have; null for any.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>True when a new record must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>False when null is refused.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>A short text.</summary>
    public static BodyField Text(string name, string description, int maxLength = 255) => new(name, "string", description) { MaxLength = maxLength };

    /// <summary>A long text.</summary>
    public static BodyField LongText(string name, string description) => Text(name, description, 65_535);

    /// <summary>A phone number as people type it.</summary>
    public static BodyField Phone(string name, string description) => Text(name, description, 32);

    /// <summary>An e-mail address (the rule of HTML's e-mail input).</summary>
    public static BodyField Email(string name, string description) => Text(name, description) with { Format = "email" };

    /// <summary>A time, ISO 8601.</summary>
    public static BodyField Time(string name, string description) => new(name, "string", description) { Format = "date-time" };

    /// <summary>An integer.</summary>
    public static BodyField Integer(string name, string description) => new(name, "integer", description);

    /// <summary>A boolean.</summary>
    public static BodyField Boolean(string name, string description) => new(name, "boolean", description);
}

/// <summary>
/// The JSON object of a call's body. Only what was sent is told to the setters; strings are trimmed, and an empty one is null.
/// A field that is not known, or breaks its rule, is an error with its name, and never ignored.
/// </summary>
public sealed class Body
{
    private const int MostSentences = 50;

    private readonly Dictionary<string, List<string>> errors = [];
    private readonly Dictionary<string, JsonElement> fields = [];
    private readonly JsonElement? json;

    /// <summary>Takes the object apart.</summary>
    /// <param name="json">A JSON object; null for a call without a body, which is an empty object.</param>
    public Body(JsonElement? json)
    {
        this.json = json;
        foreach (var field in json?.EnumerateObject() ?? default)
        {
            fields[field.Name] = field.Value;
        }

        if (json is { } sent && JsonMarshal.GetRawUtf8Value(sent).IndexOf(Nul.InJson) >= 0)
        {
            RefuseNul(sent, "");
        }
    }

    /// <summary>True where a field that must not be null may be: a value is given back that a record had before.</summary>
    public bool TakesNull { get; init; }

    /// <summary>What is wrong with each field; empty when all is well.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors =>
        errors.ToDictionary(error => error.Key, error => (IReadOnlyList<string>)error.Value);

    /// <summary>True when all that was read so far is well.</summary>
    public bool IsValid => errors.Count == 0;

    /// <summary>The JSON that was sent.</summary>
    public override string ToString() => json?.GetRawText() ?? "{}";

    /// <summary>Whether the field was sent.</summary>
    public bool Has(BodyField field) => fields.ContainsKey(field.Name);

    /// <summary>Those fields that could as well have been sent as parameters of the address.</summary>
    public QueryParameters Parameters(IEnumerable<QueryParameter> known) =>
        QueryParameters.Of(known.Where(parameter => fields.ContainsKey(parameter.Name)).Select(parameter => (parameter.Name, fields[parameter.Name])));

    /// <summary>Refuses every field that is not among the known ones.</summary>
    public void RefuseOthersThan(IEnumerable<BodyField> known)
    {
        foreach (var name in fields.Keys.Except(known.Select(field => field.Name)))
        {
            Reject(name, "is not known");
        }
    }

    /// <summary>Refuses the body of a new record without one of these.</summary>
    public void Require(IEnumerable<BodyField> known)
    {
        foreach (var field in known.Where(field => field.IsRequired && !fields.ContainsKey(field.Name)))
        {
            Reject(field.Name, "is required");
        }
    }

    /// <summary>Hands on a text, if it was sent and is well.</summary>
    public void Text(BodyField field, Action<string?> set)
    {
        if (!IsSent(field, out var value))
        {
            return;
        }

        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            Reject(field.Name, "must be a string");
            return;
        }

        var text = value.GetString()?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
        if (Complaint(field, text) is { } rule)
        {
            Reject(field.Name, rule);
        }
        else
        {
            set(text);
        }
    }

    /// <summary>Hands on an integer, if it was sent and is well.</summary>
    public void Integer(BodyField field, Action<long?> set)
    {
        if (!IsSent(field, out var value))
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Null && !IsNullAllowed(field))
        {
            Reject(field.Name, "must not be null");
        }
        else if (value.ValueKind == JsonValueKind.Null)
        {
            set(null);
        }
        else if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            Reject(field.Name, "must be an integer");
        }
        else if (number < field.Minimum)
        {
            Reject(field.Name, string.Create(CultureInfo.InvariantCulture, $"must be at least {field.Minimum}"));
        }
        else if (number > field.Maximum)
        {
            Reject(field.Name, string.Create(CultureInfo.InvariantCulture, $"must be at most {field.Maximum}"));
        }
        else
        {
            set(number);
        }
    }

    /// <summary>Hands on a boolean, if it was sent and is well.</summary>
    public void Boolean(BodyField field, Action<bool?> set)
    {
        if (!IsSent(field, out var value))
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                set(value.GetBoolean());
                break;
            case JsonValueKind.Null when IsNullAllowed(field):
                set(null);
                break;
            default:
                Reject(field.Name, "must be true or false");
                break;
        }
    }

    /// <summary>Hands on a time in UTC, to the microsecond, if it was sent and is well.</summary>
    public void Time(BodyField field, Action<DateTime?> set) => Text(field, text =>
    {
        if (text is null)
        {
            set(null);
        }
        else if (IsoTime.Read(text) is { } time)
        {
            set(time);
        }
        else
        {
            Reject(field.Name, IsoTime.Rule);
        }
    });

    /// <summary>Hands on a list of integers, if it was sent and is well.</summary>
    public void Integers(BodyField field, Action<IReadOnlyList<long>?> set)
    {
        if (!IsSent(field, out var value))
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Null && IsNullAllowed(field))
        {
            set(null);
        }
        else if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out _)))
        {
            Reject(field.Name, "must be a list of integers");
        }
        else
        {
            set([.. value.EnumerateArray().Select(item => item.GetInt64())]);
        }
    }

    /// <summary>Hands on a list of texts, if it was sent and is well; each is trimmed and stands once.</summary>
    public void Texts(BodyField field, Action<IReadOnlyList<string>?> set)
    {
        if (!IsSent(field, out var value))
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.Null && IsNullAllowed(field))
        {
            set(null);
        }
        else if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            Reject(field.Name, "must be a list of strings");
        }
        else
        {
            set([.. value.EnumerateArray().Select(item => item.GetString()?.Trim() ?? "").Where(text => text.Length > 0).Distinct()]);
        }
    }

    /// <summary>Hands on any JSON, if it was sent; null for null.</summary>
    public void Json(BodyField field, Action<JsonElement?> set)
    {
        if (IsSent(field, out var value))
        {
            set(value.ValueKind == JsonValueKind.Null ? null : value);
        }
    }

    /// <summary>Refuses a field.</summary>
    /// <param name="name">The field.</param>
    /// <param name="rule">The rule it breaks, to be read after "The field x".</param>
    public void Reject(string name, string rule) => Add(name, $"The field {name} {rule}.");

    /// <summary>Refuses a parameter of the address that the body came to.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="rule">The rule it breaks, to be read after "The parameter x".</param>
    public void RejectParameter(string name, string rule) => Add(name, $"The parameter {name} {rule}.");

    /// <summary>Takes over what is wrong with a part of the body.</summary>
    /// <param name="part">The field that holds it.</param>
    /// <param name="wrong">What is wrong with each of its own fields.</param>
    public void Reject(string part, IReadOnlyDictionary<string, IReadOnlyList<string>> wrong)
    {
        foreach (var (name, sentences) in wrong)
        {
            errors[$"{part}.{name}"] = [.. sentences];
        }
    }

    // Wherever it stands, also where no rule looks: in lists, in what is kept as it is, in names.
    private void RefuseNul(JsonElement part, string path)
    {
        switch (part.ValueKind)
        {
            case JsonValueKind.String when Nul.IsIn(part.GetString()):
                Reject(path, Nul.Rule);
                break;
            case JsonValueKind.Array:
                foreach (var (at, item) in part.EnumerateArray().Index())
                {
                    RefuseNul(item, item.ValueKind == JsonValueKind.String ? path : $"{path}[{at}]");
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in part.EnumerateObject())
                {
                    var name = path.Length > 0 ? $"{path}.{field.Name}" : field.Name;
                    if (Nul.IsIn(field.Name))
                    {
                        Reject(name.Replace("\0", "", StringComparison.Ordinal), Nul.NameRule);
                    }

                    RefuseNul(field.Value, name);
                }

                break;
        }
    }

    private void Add(string name, string sentence)
    {
        if (!errors.TryGetValue(name, out var sentences))
        {
            errors[name] = [sentence];
        }
        else if (sentences.Count < MostSentences && !sentences.Contains(sentence))
        {
            sentences.Add(sentence);
        }
    }

    private bool IsSent(BodyField field, out JsonElement value) => fields.TryGetValue(field.Name, out value);

    private bool IsNullAllowed(BodyField field) => TakesNull || field is { IsNullable: true, IsRequired: false };

    private string? Complaint(BodyField field, string? text) =>
        text is null ? IsNullAllowed(field) ? null : "must not be empty"
        : field.MaxLength is { } most && text.EnumerateRunes().Count() > most ? $"must be at most {most} characters long"
        : field.Options?.Contains(text) == false ? $"must be one of {string.Join(", ", field.Options)}"
        : field.Format == "email" && !EmailAddress.IsValid(text) ? "must be an e-mail address"
        : null;
}
