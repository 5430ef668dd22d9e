using System.Text.Json;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Leadline.Operations.Moving;

/// <summary>How one engine writes the members of a JSON document that the model maps: bytes and times have another text on each.</summary>
/// <param name="members">Name and form of each.</param>
internal sealed class JsonMembers(IReadOnlyList<(string Name, JsonValueReaderWriter Form)> members)
{
    /// <summary>The members of a column's documents; null for a column that the model maps to no JSON.</summary>
    public static JsonMembers? Of(LeadlineDatabase database, string table, string column)
    {
        using var platform = database.Platform();
        using var tenant = database.For(new TenantId(0).Whole);
        var document = new[] { platform.Model, tenant.Model }
            .SelectMany(model => model.GetEntityTypes())
            .FirstOrDefault(entity => entity.IsMappedToJson() && entity.GetTableName() == table && entity.GetContainerColumnName() == column);
        return document is null ? null : new JsonMembers([.. document.GetProperties().Where(property => property.GetJsonPropertyName() is not null).Select(MemberOf)]);
    }

    /// <summary>Writes a document as another engine does, its members in the order of the model.</summary>
    public string Rewrite(string document, JsonMembers other)
    {
        using var parsed = JsonDocument.Parse(document);
        var values = members.Zip(other.members, (own, theirs) =>
            $"{JsonSerializer.Serialize(own.Name)}:{(ValueOf(parsed.RootElement, own) is { } value ? theirs.Form.ToJsonString(value) : "null")}");
        return $"{{{string.Join(',', values)}}}";
    }

    private readonly IReadOnlyList<(string Name, JsonValueReaderWriter Form)> members = members;

    private static object? ValueOf(JsonElement document, (string Name, JsonValueReaderWriter Form) member) =>
        document.TryGetProperty(member.Name, out var value) && value.ValueKind != JsonValueKind.Null ? member.Form.FromJsonString(value.GetRawText()) : null;

    private static (string Name, JsonValueReaderWriter Form) MemberOf(IProperty property) => (
        property.GetJsonPropertyName() ?? property.Name,
        property.GetJsonValueReaderWriter() ?? property.GetTypeMapping().JsonValueReaderWriter ?? throw new InvalidOperationException($"{property.Name} has no form in JSON."));
}
