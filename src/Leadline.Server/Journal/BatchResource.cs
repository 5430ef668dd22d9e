using System.Text.Json.Serialization;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Journal;

/// <summary>Changes that belong together.</summary>
/// <param name="Id">The batch's number.</param>
/// <param name="Action">What was done: <c>lead.convert</c>.</param>
/// <param name="Author">Who did it, and through what.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="UndoesBatchId">For an undo: the batch it took back.</param>
/// <param name="UndoneByBatchId">The last undo of this batch; null for none.</param>
public sealed record BatchResource(long Id, string Action, JournalAuthor Author, DateTime CreatedAt, long? UndoesBatchId, long? UndoneByBatchId)
{
    /// <summary>How many records it changed; only where one batch is read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Records { get; init; }

    internal static async Task<IReadOnlyList<BatchResource>> ShowAsync(TenantDb db, IReadOnlyList<Batch> batches, CancellationToken ct)
    {
        var ids = batches.Select(batch => (long?)batch.Id).ToList();
        var undone = await db.Set<Batch>().Where(undo => ids.Contains(undo.UndoesBatchId))
            .GroupBy(undo => undo.UndoesBatchId).ToDictionaryAsync(undos => undos.Key ?? 0, undos => undos.Max(undo => undo.Id), ct);
        return
        [
            .. batches.Select(batch => new BatchResource(
                batch.Id, batch.Action, new JournalAuthor(batch.AuthorKind, batch.AuthorId, batch.Through), batch.CreatedAt, batch.UndoesBatchId,
                undone.TryGetValue(batch.Id, out var undo) ? undo : null)),
        ];
    }
}
