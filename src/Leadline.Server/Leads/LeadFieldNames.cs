using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>Which fields of leads a caller wants; beyond those of the published page there are <c>tags</c> and <c>version</c>.</summary>
public sealed class LeadFieldNames
{
    private const string Tags = "tags";
    private const string Version = "version";

    private static readonly string[] Known =
        [.. typeof(LeadResource).GetProperties().Select(field => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Name)), Tags, Version];

    private readonly HashSet<string> names;

    private LeadFieldNames(IEnumerable<string> names) => this.names = [.. names];

    /// <summary>The parameter that names them.</summary>
    public static QueryParameter Parameter { get; } = new(
        "fields", "string", "Only these fields, with commas; beside those of the list there are tags and version. Absent, the fields of the list.")
    { MaxLength = 1000 };

    /// <summary>True when tags are wanted.</summary>
    public bool HaveTags => names.Contains(Tags);

    /// <summary>True when versions are wanted.</summary>
    public bool HaveVersion => names.Contains(Version);

    /// <summary>Reads them; what is wrong is told by the query.</summary>
    /// <returns>The fields; null when none is named.</returns>
    public static LeadFieldNames? Read(QueryParameters query)
    {
        if (query.Texts(Parameter, Known.Length) is not { } named)
        {
            return null;
        }

        foreach (var unknown in named.Except(Known))
        {
            query.Reject(Parameter.Name, $"names what is no field of a lead: {unknown}");
        }

        return new LeadFieldNames(named);
    }

    /// <summary>Whether a field is wanted.</summary>
    public bool Contains(string name) => names.Contains(name);
}

/// <summary>A lead with the fields that were asked for, in their usual order.</summary>
/// <param name="Lead">The lead.</param>
/// <param name="Fields">The fields.</param>
/// <param name="Tags">Its tags, where they were asked for.</param>
/// <param name="Version">Its version, where it was asked for.</param>
[JsonConverter(typeof(Converter))]
public sealed record SelectedLead(LeadResource Lead, LeadFieldNames Fields, IReadOnlyList<TagReference> Tags, long Version)
{
    /// <summary>Writes the fields that were asked for.</summary>
    public sealed class Converter : JsonConverter<SelectedLead>
    {
        /// <inheritdoc />
        public override SelectedLead Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Leads with some of their fields are only written.");

        /// <inheritdoc />
        public override void Write(Utf8JsonWriter writer, SelectedLead value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var field in options.GetTypeInfo(typeof(LeadResource)).Properties.Where(field => value.Fields.Contains(field.Name)))
            {
                writer.WritePropertyName(field.Name);
                JsonSerializer.Serialize(writer, field.Get?.Invoke(value.Lead), options.GetTypeInfo(field.PropertyType));
            }

            if (value.Fields.HaveTags)
            {
                writer.WritePropertyName("tags");
                JsonSerializer.Serialize(writer, value.Tags, options);
            }

            if (value.Fields.HaveVersion)
            {
                writer.WriteNumber("version", value.Version);
            }

            writer.WriteEndObject();
        }
    }
}

/// <summary>A tag, as a lead shows it.</summary>
/// <param name="Id">The tag's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Color">The colour it is shown in.</param>
public sealed record TagReference(long Id, string Name, string Color);
