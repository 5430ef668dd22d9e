using System.Reflection;
using System.Text.Json;
using Leadline.Callers;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Leadline.Journal;

/// <summary>
/// Takes a batch back, row by row and field by field: what still has the value the batch gave it gets the value of before; what was
/// changed since is kept. A row the batch made is deleted unless it was touched since; a row it removed comes back.
/// </summary>
public sealed class Undo(LeadlineDatabase database, TenantWrites writes)
{
    private const int RowsPerChange = 500;

    private static readonly string[] MovesOn = ["updated_at", "version"];

    private static readonly MethodInfo LoadOf = new Func<TenantDb, string, long[], Task>(LoadAsync<object>).Method.GetGenericMethodDefinition();

    private readonly Lazy<Dictionary<string, JournalledEntity>> journalled = new(() =>
    {
        using var db = database.For(new TenantId(0));
        return JournalConventions.Of(JournalTriggers.ModelOf(db)).ToDictionary(entity => entity.Name);
    });

    /// <summary>The kinds of rows that a batch changed; empty for no batch of the tenant.</summary>
    public async Task<IReadOnlyList<string>> EntitiesAsync(TenantId tenant, long batch, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            "SELECT DISTINCT entity FROM journal WHERE tenant_id = @tenant AND batch_id = @batch", ct, ("@tenant", tenant.Value), ("@batch", batch));
        var entities = new List<string>();
        while (rows.Read())
        {
            entities.Add(rows.GetString(0));
        }

        return entities;
    }

    /// <summary>Takes a batch back.</summary>
    public async Task<UndoReport> HandleAsync(Caller caller, long batch, CancellationToken ct)
    {
        var author = caller.Author with { Through = "undo" };
        await StopAsync(caller.Tenant, author, batch, ct);
        var rows = await RowsAsync(caller.Tenant, batch, ct);
        var report = new UndoReport();
        long? undo = null;
        foreach (var chunk in rows.Chunk(RowsPerChange))
        {
            try
            {
                undo = await RunAsync(chunk, report);
            }
            catch (DbUpdateException)
            {
                foreach (var row in chunk)
                {
                    try
                    {
                        undo = await RunAsync([row], report);
                    }
                    catch (DbUpdateException)
                    {
                        report.Failed.Add(new UndoneRow(row.Entity, row.Id) { Reason = "A live record has a value by now that only one may have." });
                    }
                }
            }
        }

        return report with { BatchId = undo };

        async Task<long?> RunAsync(IReadOnlyCollection<Row> chunk, UndoReport into)
        {
            var outcome = new UndoReport();
            var used = await writes.RunAsync(
                caller.Tenant, author, "batch.undo",
                async write =>
                {
                    write.Undoes = batch;
                    foreach (var rows in chunk.GroupBy(row => row.Entity))
                    {
                        await LoadAsync(write.Db, journalled.Value[rows.Key].Type, [.. rows.Select(row => row.Id)]);
                    }

                    foreach (var row in chunk)
                    {
                        await ReverseAsync(write, batch, row, outcome);
                    }

                    await write.Db.SaveChangesAsync(ct);
                    return write.BatchId ?? 0;
                },
                undo,
                ct);
            into.Add(outcome);
            return used == 0 ? undo : used;
        }
    }

    // All at once, so that finding each of them asks the database no more.
    private static Task LoadAsync(TenantDb db, IEntityType type, long[] ids) =>
        (Task?)LoadOf.MakeGenericMethod(type.ClrType).Invoke(null, [db, type.FindPrimaryKey()?.Properties[^1].Name, ids])
        ?? throw new InvalidOperationException($"{type.Name} cannot be loaded.");

    private static Task LoadAsync<T>(TenantDb db, string key, long[] ids)
        where T : class => db.Set<T>().Where(row => ids.Contains(EF.Property<long>(row, key))).LoadAsync();

    // A job that is still making the batch makes no more of it.
    private Task<int> StopAsync(TenantId tenant, Author author, long batch, CancellationToken ct) => writes.RunAsync(
        tenant, author, "job.cancel",
        write => Task.FromResult(write.Execute(
            "UPDATE jobs SET state = 'cancelled', finished_at = @now WHERE tenant_id = @tenant AND batch_id = @batch AND state IN ('queued', 'running')",
            ("@now", Timestamp.ToMicroseconds(write.Now)), ("@tenant", tenant.Value), ("@batch", batch))),
        ct);

    // The rows of the batch, last touched first, so that what refers to others goes before them.
    private async Task<List<Row>> RowsAsync(TenantId tenant, long batch, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(ct);
        await using var entries = await snapshot.QueryAsync(
            "SELECT entity, entity_id, operation, changes, id, subject, subject_id FROM journal WHERE tenant_id = @tenant AND batch_id = @batch ORDER BY id DESC",
            ct, ("@tenant", tenant.Value), ("@batch", batch));
        var rows = new Dictionary<(string, long), Row>();
        while (entries.Read())
        {
            var key = (entries.GetString(0), entries.GetInt64(1));
            if (!rows.TryGetValue(key, out var row))
            {
                rows.Add(key, row = new Row(key.Item1, key.Item2, entries.GetString(5), entries.GetInt64(6), LastEntry: entries.GetInt64(4)));
            }

            row.Add(entries.GetString(2), entries.GetString(3));
        }

        return [.. rows.Values];
    }

    private async Task ReverseAsync(TenantWrite write, long batch, Row row, UndoReport report)
    {
        var entity = journalled.Value[row.Entity];
        var found = await write.Db.FindAsync(entity.Type.ClrType, [write.Tenant.Value, row.Id]);
        var done = new UndoneRow(row.Entity, row.Id);
        if (row.WasDeleted)
        {
            BringBack(write.Db, entity, row, found);
        }
        else if (found is null)
        {
            done = done with { Reason = "The row is gone." };
        }
        else if (row.WasCreated)
        {
            if (await TouchedByAsync(write, row, batch) is { } author)
            {
                done = done with { KeptFields = ["*"], ChangedBy = author };
            }
            else
            {
                Remove(write, found);
            }
        }
        else
        {
            done = await RestoreAsync(write, write.Db.Entry(found), entity, row, done);
        }

        (done.Reason is not null ? report.Failed : done.KeptFields.Count > 0 ? report.Kept : report.Reversed).Add(done);
    }

    private static async Task<UndoneRow> RestoreAsync(TenantWrite write, EntityEntry entry, JournalledEntity entity, Row row, UndoneRow done)
    {
        var kept = new List<string>();
        foreach (var (column, (before, after)) in row.Fields.Where(field => !MovesOn.Contains(field.Key)))
        {
            if (entity.Fields.FirstOrDefault(field => field.GetColumnName() == column) is not { } field)
            {
                continue;
            }

            var property = entry.Property(field.Name);
            if (Equals(property.CurrentValue, JournalValue.Of(field, after)))
            {
                property.CurrentValue = JournalValue.Of(field, before);
            }
            else
            {
                kept.Add(column);
            }
        }

        return kept.Count == 0 ? done : done with { KeptFields = kept, ChangedBy = await TouchedByAsync(write, row) };
    }

    private static void Remove(TenantWrite write, object found)
    {
        if (found is IRecord record)
        {
            record.DeletedAt ??= write.Now;
        }
        else
        {
            write.Db.Remove(found);
        }
    }

    private static void BringBack(TenantDb db, JournalledEntity entity, Row row, object? found)
    {
        if (found is not null)
        {
            return;
        }

        var again = Activator.CreateInstance(entity.Type.ClrType) ?? throw new InvalidOperationException($"No new {entity.Name}.");
        var entry = db.Entry(again);
        entry.Property(nameof(ITenantOwned.TenantId)).CurrentValue = db.Tenant.Value;
        entry.Properties.Single(property => property.Metadata.GetColumnName() == entity.Key).CurrentValue = row.Id;
        foreach (var field in entity.Fields)
        {
            if (row.Fields.TryGetValue(field.GetColumnName(), out var values))
            {
                entry.Property(field.Name).CurrentValue = JournalValue.Of(field, values.Before);
            }
        }

        entry.State = EntityState.Added;
    }

    // Who changed the row after the batch, or, where the batch made it, what belongs to it: its notes, its tags; null for nobody.
    private static async Task<JournalAuthor?> TouchedByAsync(TenantWrite write, Row row, long? maker = null)
    {
        await using var later = await write.Snapshot.QueryAsync(
            """
            SELECT b.author_kind, b.author_id, b.through FROM journal j JOIN batches b ON b.tenant_id = j.tenant_id AND b.id = j.batch_id
            WHERE j.tenant_id = @tenant AND j.subject = @subject AND j.subject_id = @subject_id AND j.id > @last AND j.batch_id NOT IN (@batch, @undo)
                AND (@is_subject OR (j.entity = @entity AND j.entity_id = @id))
            ORDER BY j.id DESC LIMIT 1
            """,
            CancellationToken.None,
            ("@tenant", write.Tenant.Value), ("@subject", row.Subject), ("@subject_id", row.SubjectId), ("@last", row.LastEntry), ("@entity", row.Entity), ("@id", row.Id),
            ("@batch", maker ?? 0), ("@undo", write.BatchId ?? 0), ("@is_subject", maker is not null && row.Entity == row.Subject));
        return later.Read() ? new JournalAuthor(later.GetString(0), later.GetString(1), later.GetString(2)) : null;
    }

    private sealed record Row(string Entity, long Id, string Subject, long SubjectId, long LastEntry)
    {
        private string? firstOperation;
        private string? lastOperation;

        public Dictionary<string, (JsonElement Before, JsonElement After)> Fields { get; } = [];

        public bool WasCreated => firstOperation == "created";

        public bool WasDeleted => lastOperation == "deleted" && !WasCreated;

        // Entries come last first: the value of before is the one seen last, the value of after the one seen first.
        public void Add(string operation, string changes)
        {
            lastOperation ??= operation;
            firstOperation = operation;
            using var document = JsonDocument.Parse(changes);
            foreach (var field in document.RootElement.EnumerateObject())
            {
                var (before, after) = operation switch
                {
                    "created" => (default, field.Value.Clone()),
                    "updated" => (field.Value[0].Clone(), field.Value[1].Clone()),
                    _ => (field.Value.Clone(), default),
                };
                Fields[field.Name] = Fields.TryGetValue(field.Name, out var later) ? (before, later.After) : (before, after);
            }
        }
    }
}

/// <summary>What became of each row of a batch that was taken back.</summary>
public sealed record UndoReport
{
    /// <summary>The batch of the undo itself, which can be undone, too; null when nothing was left to take back.</summary>
    public long? BatchId { get; init; }

    /// <summary>Rows that are as before.</summary>
    public List<UndoneRow> Reversed { get; init; } = [];

    /// <summary>Rows of which something was changed since, and kept.</summary>
    public List<UndoneRow> Kept { get; init; } = [];

    /// <summary>Rows that could not be taken back.</summary>
    public List<UndoneRow> Failed { get; init; } = [];

    internal void Add(UndoReport more)
    {
        Reversed.AddRange(more.Reversed);
        Kept.AddRange(more.Kept);
        Failed.AddRange(more.Failed);
    }
}

/// <summary>One row of an undone batch.</summary>
/// <param name="Entity">The kind of row.</param>
/// <param name="Id">Its number.</param>
public sealed record UndoneRow(string Entity, long Id)
{
    /// <summary>The fields that were changed since, and kept; <c>*</c> for a whole row.</summary>
    public IReadOnlyList<string> KeptFields { get; init; } = [];

    /// <summary>Who changed them last.</summary>
    public JournalAuthor? ChangedBy { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Reason { get; init; }
}

/// <summary>Values of the journal as the properties of entities have them.</summary>
internal static class JournalValue
{
    public static object? Of(IProperty field, JsonElement stored)
    {
        if (stored.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        return type == typeof(bool) ? stored.GetInt64() != 0
            : type == typeof(DateTime) ? Timestamp.FromMicroseconds(stored.GetInt64())
            : type == typeof(long) ? stored.GetInt64()
            : type == typeof(int) ? stored.GetInt32()
            : stored.GetString();
    }
}
