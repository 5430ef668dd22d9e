using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Journal;

/// <summary>A value that a field had before one entry of its record's timeline, to be set again like any other change.</summary>
public static class FormerValue
{
    private static readonly BodyField Field = BodyField.Text("field", "The field, as the entry names it.") with { IsRequired = true };

    /// <summary>What a call that restores a value may send.</summary>
    public static IReadOnlyList<BodyField> Fields { get; } = [Field];

    /// <summary>Finds the value that is asked for.</summary>
    /// <param name="change">The call.</param>
    /// <param name="write">The change under way.</param>
    /// <param name="journal">Where the value is.</param>
    /// <param name="entity">The kind of record: <c>lead</c>.</param>
    /// <param name="id">The record's number.</param>
    /// <param name="entry">The entry's number.</param>
    /// <param name="known">What a change of the record may set.</param>
    /// <param name="nameOf">What a change of the record calls a field of its entries.</param>
    /// <param name="whyNot">Why a field of its entries is not set by a change; null for no reason of its own.</param>
    /// <returns>The body of the change that sets the value, or why there is none.</returns>
    public static async Task<(Body Body, Reply? Refusal)> ReadAsync(
        Change change, TenantWrite write, JournalReader journal, string entity, long id, long entry,
        IReadOnlyList<BodyField> known, Func<string, string> nameOf, Func<string, string?> whyNot)
    {
        var former = new Body(null);
        if (await journal.FindAsync(write.Snapshot, write.Tenant, entry, CancellationToken.None) is not { } found || found.Entity != entity || found.EntityId != id)
        {
            return (former, Reply.Refuse(ErrorKind.NotFound, $"No entry about this {entity} has this id."));
        }

        var field = "";
        change.Body.RefuseOthersThan(Fields);
        change.Body.Require(Fields);
        change.Body.Text(Field, text => field = text ?? "");
        using var changes = JsonDocument.Parse(found.Changes.Text);
        if (change.Body.IsValid && !(found.Operation == "updated" && changes.RootElement.TryGetProperty(field, out _)))
        {
            change.Body.Reject(Field.Name, "names nothing that this entry changed from another value");
        }
        else if (change.Body.IsValid && known.All(settable => settable.Name != nameOf(field)))
        {
            change.Body.Reject(Field.Name, $"names {field}, which is not restored by itself: {whyNot(field) ?? $"POST /api/v1/batches/{found.BatchId}/undo takes back all that was done with it"}");
        }

        if (!change.Body.IsValid)
        {
            return (former, Reply.Invalid(change.Body));
        }

        var body = new JsonObject { [nameOf(field)] = JsonNode.Parse(changes.RootElement.GetProperty(field).GetProperty("old").GetRawText()) };
        return (new Body(JsonSerializer.SerializeToElement(body)) { TakesNull = true }, null);
    }
}
