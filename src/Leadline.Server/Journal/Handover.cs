using System.Text.Json;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Journal;

/// <summary>
/// An undo gives back what exactly one live row of the tenant has, as being the default status: from the row to which the batch gave it,
/// and which still has it, to the row from which the batch took it.
/// </summary>
internal sealed class Handover
{
    private Handover(BatchRow from, BatchRow to) => (From, To) = (from, to);

    public BatchRow From { get; }

    public BatchRow To { get; }

    /// <summary>True once the row that hands over does so.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>True once the other row has it.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The handover among some rows of a batch; null where there is none, and everything held stays where it is.</summary>
    public static Handover? Of(TenantWrite write, JournalledEntity entity, IEnumerable<BatchRow> rows)
    {
        var ofKind = rows.Where(row => row.Entity == entity.Name).ToList();
        if (ofKind.Count < 2 || HolderOf(write, entity) is not { } holder)
        {
            return null;
        }

        var column = entity.HeldByOne?.GetColumnName() ?? "";
        var from = ofKind.Find(row => row.Id == holder && !IsTrue(row, column).Before && IsTrue(row, column).After);
        var to = ofKind.Find(row => IsTrue(row, column) is { Before: true, After: false } && WillLive(write, entity, row));
        return from is null || to is null ? null : new Handover(from, to);
    }

    /// <summary>The live row that has it now; null for none.</summary>
    public static long? HolderOf(TenantWrite write, JournalledEntity entity) => write.Read(
        $"SELECT {entity.Key} FROM {entity.Table} WHERE tenant_id = @tenant AND {entity.HeldByOne?.GetColumnName()} AND deleted_at IS NULL",
        ("@tenant", write.Tenant.Value)) as long?;

    /// <summary>Whether it is from or to a row.</summary>
    public bool Has(BatchRow row) => row == From || row == To;

    /// <summary>Takes note of a row that was taken back.</summary>
    /// <param name="row">One of the two.</param>
    /// <param name="has">Whether it has it now.</param>
    public void Note(BatchRow row, bool has)
    {
        IsReleased = row == From ? !has : IsReleased;
        IsTaken = row == To ? has : IsTaken;
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => (IsReleased, IsTaken) = (false, false);

    private static (bool Before, bool After) IsTrue(BatchRow row, string column) =>
        row.Fields.TryGetValue(column, out var values) ? (IsOne(values.Before), IsOne(values.After)) : default;

    private static bool IsOne(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetInt64() == 1;

    // Live now, or deleted by the batch itself.
    private static bool WillLive(TenantWrite write, JournalledEntity entity, BatchRow row) =>
        (row.Fields.TryGetValue("deleted_at", out var deleted) && deleted.Before.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined && deleted.After.ValueKind == JsonValueKind.Number)
        || write.Read($"SELECT 1 FROM {entity.Table} WHERE tenant_id = @tenant AND {entity.Key} = @id AND deleted_at IS NULL", ("@tenant", write.Tenant.Value), ("@id", row.Id)) is not null;
}
