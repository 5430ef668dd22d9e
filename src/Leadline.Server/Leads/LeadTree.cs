using System.Text.Json;
using Leadline.Platform.Http;

namespace Leadline.Leads;

/// <summary>
/// A tree of conditions: <c>{"and": [...]}</c>, <c>{"or": [...]}</c>, or an object with the list's own filters, all of which must hold.
/// </summary>
/// <param name="body">Is told what is wrong.</param>
/// <param name="field">The field of the body that holds the tree.</param>
/// <param name="me">Whom <c>me</c> means; null where the caller is no person.</param>
internal sealed class LeadTree(Body body, BodyField field, long? me)
{
    private const int MostDeep = 8;
    private const int MostObjects = 100;

    private static readonly QueryParameter[] Filters = [.. LeadCriteria.Published, LeadCriteria.Words, .. LeadCriteria.More];

    private int objects;

    /// <summary>Reads the tree; what is wrong is told to the body.</summary>
    public LeadCriteria Read(JsonElement json) => IsBranch(json)
        ? new LeadCriteria(new LeadFilter(IsTrashed: false), null, null, Read(json, field.Name, depth: 1))
        : Leaf(json, field.Name);

    // Null for what asks nothing.
    private LeadCondition? Read(JsonElement json, string path, int depth)
    {
        if (depth > MostDeep || ++objects > MostObjects)
        {
            body.Reject(field.Name, $"must be at most {MostDeep} deep and have at most {MostObjects} objects");
            return null;
        }

        if (!IsBranch(json))
        {
            return Leaf(json, path).AsCondition();
        }

        var branch = json.EnumerateObject().ToList();
        if (branch is not [{ Value.ValueKind: JsonValueKind.Array } only] || only.Value.GetArrayLength() == 0)
        {
            body.Reject(path, "must hold \"and\" or \"or\" with an array of conditions, and nothing else");
            return null;
        }

        var conditions = only.Value.EnumerateArray().Select((item, at) => Read(item, $"{path}.{only.Name}[{at}]", depth + 1)).ToList();
        return only.Name == "and" ? LeadCondition.All([.. conditions.OfType<LeadCondition>()])
            : conditions.Contains(null) ? null
            : LeadCondition.Any([.. conditions.OfType<LeadCondition>()]);
    }

    private LeadCriteria Leaf(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            body.Reject(path, "must be an object");
            return new LeadCriteria(new LeadFilter(IsTrashed: false), null, null, null);
        }

        var query = QueryParameters.Of(json);
        query.RefuseOthersThan(Filters);
        var criteria = LeadCriteria.Read(query, me);
        body.Reject(path, query.Errors);
        return criteria;
    }

    private static bool IsBranch(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && (json.TryGetProperty("and", out _) || json.TryGetProperty("or", out _));
}
