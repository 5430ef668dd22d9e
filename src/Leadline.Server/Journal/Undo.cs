using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Leadline.Journal;

/// <summary>
/// Takes a batch back, row by row and field by field: what still has the value the batch gave it gets the value of before; what was
/// changed since is kept. A row the batch made is deleted unless it was touched since; a row it removed comes back.
/// </summary>
public sealed class Undo(LeadlineDatabase database, IEnumerable<UndoGuard> guards)
{
    private const int EntriesPerStep = 500;

    private static readonly string[] MovesOn = ["updated_at", "version"];

    private static readonly MethodInfo LoadOf = new Func<TenantDb, string, long[], Task>(LoadAsync<object>).Method.GetGenericMethodDefinition();

    private readonly Lazy<Dictionary<string, JournalledEntity>> journalled = new(() =>
    {
        using var db = database.For(new TenantId(0));
        return JournalConventions.Of(JournalTriggers.ModelOf(db)).ToDictionary(entity => entity.Name);
    });

    /// <summary>How many rows of each kind a batch changed; empty for no batch of the tenant.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RowsAsync(TenantId tenant, long batch, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            "SELECT entity, count(DISTINCT entity_id) FROM journal WHERE tenant_id = @tenant AND batch_id = @batch GROUP BY entity",
            ct, ("@tenant", tenant.Value), ("@batch", batch));
        var entities = new Dictionary<string, long>();
        while (rows.Read())
        {
            entities.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return entities;
    }

    /// <summary>Whether a batch began before what the tenant keeps of its journal, so that some of its entries may be gone.</summary>
    public static bool IsPartlyGone(TenantWrite write, long batch) => write.Read(
        """
        SELECT 1 FROM batches b JOIN tenant_revisions r ON r.tenant_id = b.tenant_id AND r.journal_since > b.created_at
        WHERE b.tenant_id = @tenant AND b.id = @batch
        """,
        ("@tenant", write.Tenant.Value), ("@batch", batch)) is not null;

    /// <summary>The guards of some kinds of rows.</summary>
    public IReadOnlyList<UndoGuard> GuardsOf(IEnumerable<string> entities) => [.. guards.Where(guard => guard.Entities.Intersect(entities).Any())];

    /// <summary>Takes a whole batch back, in the change at hand.</summary>
    public async Task<UndoReport> AllAsync(TenantWrite write, long batch)
    {
        var report = new UndoReport();
        long? next = long.MaxValue;
        while (next is { } before)
        {
            next = await StepAsync(write, batch, before, report);
        }

        return report with { BatchId = report.Count > report.Failed.Count ? write.BatchId : null };
    }

    /// <summary>Takes back the rows last touched before an entry of the batch.</summary>
    /// <param name="write">The change.</param>
    /// <param name="batch">The batch to take back.</param>
    /// <param name="before">Entries from this one on are done.</param>
    /// <param name="report">Gets what became of the rows.</param>
    /// <returns>Where the next step goes on; null when nothing is left.</returns>
    public async Task<long?> StepAsync(TenantWrite write, long batch, long before, UndoReport report)
    {
        write.Undoes = batch;
        var (rows, next) = await RowsAsync(write, batch, before);
        if (await TryAsync(write, batch, rows) is { } done)
        {
            report.Add(done);
            return next;
        }

        foreach (var row in rows)
        {
            report.Add(await TryAsync(write, batch, [row]) ?? new UndoReport
            {
                Failed = [new UndoneRow(row.Entity, row.Id) { Reason = "A live record has a value by now that only one may have." }],
            });
        }

        return next;
    }

    // Null when the database refuses one of the rows: then none of them is changed.
    private async Task<UndoReport?> TryAsync(TenantWrite write, long batch, IReadOnlyList<Row> rows)
    {
        var report = new UndoReport();
        foreach (var some in rows.GroupBy(row => row.Entity))
        {
            await LoadAsync(write.Db, journalled.Value[some.Key].Type, [.. some.Select(row => row.Id)]);
        }

        foreach (var row in rows)
        {
            await ReverseAsync(write, batch, row, report);
        }

        if (!write.Db.ChangeTracker.HasChanges())
        {
            return report;
        }

        write.OpenBatch();
        write.Execute("SAVEPOINT rows");
        try
        {
            await write.Db.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            write.Execute("ROLLBACK TO rows");
            Forget(write.Db);
            return null;
        }
        finally
        {
            write.Execute("RELEASE rows");
        }

        Forget(write.Db);
        return report;
    }

    // What is tracked beyond a step, as the job's own row, stays.
    private static void Forget(TenantDb db)
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.Entity is not IUnjournalled).ToList())
        {
            entry.State = EntityState.Detached;
        }
    }

    // All at once, so that finding each of them asks the database no more.
    private static Task LoadAsync(TenantDb db, IEntityType type, long[] ids) =>
        (Task?)LoadOf.MakeGenericMethod(type.ClrType).Invoke(null, [db, type.FindPrimaryKey()?.Properties[^1].Name, ids])
        ?? throw new InvalidOperationException($"{type.Name} cannot be loaded.");

    private static Task LoadAsync<T>(TenantDb db, string key, long[] ids)
        where T : class => db.Set<T>().Where(row => ids.Contains(EF.Property<long>(row, key))).LoadAsync();

    // Rows in the order of their last entries, last first, so that what refers to others goes before them. A row of which a later entry
    // stands before the step was done with that one.
    private static async Task<(List<Row> Rows, long? Next)> RowsAsync(TenantWrite write, long batch, long before)
    {
        var found = new Dictionary<(string, long), Row>();
        var (count, last) = (0, before);
        await using (var entries = await write.Snapshot.QueryAsync(
            """
            SELECT id, entity, entity_id, subject, subject_id FROM journal
            WHERE tenant_id = @tenant AND batch_id = @batch AND id < @before ORDER BY id DESC LIMIT @limit
            """,
            CancellationToken.None, ("@tenant", write.Tenant.Value), ("@batch", batch), ("@before", before), ("@limit", EntriesPerStep)))
        {
            for (; entries.Read(); count++)
            {
                last = entries.GetInt64(0);
                var key = (entries.GetString(1), entries.GetInt64(2));
                found.TryAdd(key, new Row(key.Item1, key.Item2, entries.GetString(3), entries.GetInt64(4), last));
            }
        }

        var rows = new List<Row>();
        foreach (var row in found.Values)
        {
            if (await ReadAsync(write, batch, row) < before)
            {
                rows.Add(row);
            }
        }

        return (rows, count == EntriesPerStep ? last : null);
    }

    private static async Task<long> ReadAsync(TenantWrite write, long batch, Row row)
    {
        var last = 0L;
        await using var entries = await write.Snapshot.QueryAsync(
            """
            SELECT id, operation, changes FROM journal INDEXED BY journal_by_subject
            WHERE tenant_id = @tenant AND subject = @subject AND subject_id = @subject_id AND batch_id = @batch AND entity = @entity AND entity_id = @id ORDER BY id DESC
            """,
            CancellationToken.None,
            ("@tenant", write.Tenant.Value), ("@subject", row.Subject), ("@subject_id", row.SubjectId), ("@batch", batch), ("@entity", row.Entity), ("@id", row.Id));
        while (entries.Read())
        {
            last = Math.Max(last, entries.GetInt64(0));
            row.Add(entries.GetString(1), entries.GetString(2));
        }

        return last;
    }

    private async Task ReverseAsync(TenantWrite write, long batch, Row row, UndoReport report)
    {
        var entity = journalled.Value[row.Entity];
        var found = await write.Db.FindAsync(entity.Type.ClrType, [write.Tenant.Value, row.Id]);
        var done = new UndoneRow(row.Entity, row.Id);
        if (row.WasDeleted)
        {
            done = found is null ? await BringBackAsync(write, batch, entity, row, done) : done;
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
            else if (await LinkedByAsync(write, entity, row.Id) is { } link)
            {
                done = done with { KeptFields = ["*"], Reason = $"The {link} refers to it." };
            }
            else
            {
                Remove(write, found);
            }
        }
        else
        {
            done = await RestoreAsync(write, batch, write.Db.Entry(found), entity, row, done);
        }

        (done.KeptFields.Count > 0 ? report.Kept : done.Reason is not null ? report.Failed : report.Reversed).Add(done);
    }

    private async Task<UndoneRow> RestoreAsync(TenantWrite write, long batch, EntityEntry entry, JournalledEntity entity, Row row, UndoneRow done)
    {
        var (kept, gone) = (new List<string>(), new List<string>());
        foreach (var (column, (before, after)) in row.Fields.Where(field => !MovesOn.Contains(field.Key)))
        {
            if (entity.Fields.FirstOrDefault(field => field.GetColumnName() == column) is not { } field)
            {
                continue;
            }

            var property = entry.Property(field.Name);
            if (!Equals(property.CurrentValue, JournalValue.Of(field, after)))
            {
                kept.Add(column);
            }
            else if (await DeletedAsync(write, batch, field, JournalValue.Of(field, before)) is { } reason)
            {
                gone.Add($"{column}: {reason}");
                done = done with { KeptFields = [.. done.KeptFields, column] };
            }
            else
            {
                property.CurrentValue = JournalValue.Of(field, before);
            }
        }

        return done with
        {
            KeptFields = [.. kept, .. done.KeptFields],
            ChangedBy = kept.Count == 0 ? null : await TouchedByAsync(write, row),
            Reason = gone.Count == 0 ? null : string.Join(" ", gone),
        };
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

    private async Task<UndoneRow> BringBackAsync(TenantWrite write, long batch, JournalledEntity entity, Row row, UndoneRow done)
    {
        foreach (var field in entity.Fields.Where(field => row.Fields.ContainsKey(field.GetColumnName())))
        {
            if (await DeletedAsync(write, batch, field, JournalValue.Of(field, row.Fields[field.GetColumnName()].Before)) is { } reason)
            {
                return done with { Reason = $"{field.GetColumnName()}: {reason}" };
            }
        }

        var db = write.Db;
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
        return done;
    }

    // Why a field cannot refer to a record again: it is deleted, and this undo does not bring it back. Null where it can.
    private async Task<string?> DeletedAsync(TenantWrite write, long batch, IProperty field, object? value)
    {
        if (value is not long id
            || field.GetContainingForeignKeys().Select(key => key.PrincipalEntityType).FirstOrDefault(type => type.ClrType.IsAssignableTo(typeof(IRecord))) is not { } type
            || await write.Db.FindAsync(type.ClrType, [write.Tenant.Value, id]) is IRecord { DeletedAt: null })
        {
            return null;
        }

        var name = journalled.Value.Values.First(entity => entity.Type.ClrType == type.ClrType).Name;
        var isBroughtBack = write.Read(
            """
            SELECT 1 FROM journal INDEXED BY journal_by_subject
            WHERE tenant_id = @tenant AND subject = @entity AND subject_id = @id AND batch_id = @batch AND entity = @entity
                AND json_extract(changes, '$.deleted_at[1]') IS NOT NULL LIMIT 1
            """,
            ("@tenant", write.Tenant.Value), ("@batch", batch), ("@entity", name), ("@id", id)) is not null;
        return isBroughtBack ? null : string.Create(CultureInfo.InvariantCulture, $"the {name} {id} is deleted.");
    }

    // A live record that refers to one of which it is no part; null for none.
    private async Task<string?> LinkedByAsync(TenantWrite write, JournalledEntity entity, long id)
    {
        foreach (var other in journalled.Value.Values.Where(other => other.Subject != entity.Name && other.Type.ClrType.IsAssignableTo(typeof(IRecord))))
        {
            foreach (var key in other.Type.GetForeignKeys().Where(key => key.PrincipalEntityType.ClrType == entity.Type.ClrType))
            {
                var column = key.Properties[^1];
                foreach (var linked in IdsOf(write, other, column.GetColumnName(), id))
                {
                    if (await write.Db.FindAsync(other.Type.ClrType, [write.Tenant.Value, linked]) is IRecord { DeletedAt: null } live
                        && Equals(write.Db.Entry(live).Property(column.Name).CurrentValue, id))
                    {
                        return string.Create(CultureInfo.InvariantCulture, $"{other.Name} {linked}");
                    }
                }
            }
        }

        return null;
    }

    // One more than a step can have taken back already without having saved it.
    private static List<long> IdsOf(TenantWrite write, JournalledEntity entity, string column, long value)
    {
        using var rows = write.Query(
            $"SELECT {entity.Key} FROM {entity.Table} WHERE tenant_id = @tenant AND {column} = @value AND deleted_at IS NULL LIMIT {EntriesPerStep + 1}",
            ("@tenant", write.Tenant.Value), ("@value", value));
        var ids = new List<long>();
        while (rows.Read())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
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

    /// <summary>The job that takes the batch back; null when that is done.</summary>
    public long? JobId { get; init; }

    /// <summary>Rows that are as before.</summary>
    public List<UndoneRow> Reversed { get; init; } = [];

    /// <summary>Rows of which something was changed since, and kept.</summary>
    public List<UndoneRow> Kept { get; init; } = [];

    /// <summary>Rows that could not be taken back.</summary>
    public List<UndoneRow> Failed { get; init; } = [];

    internal int Count => Reversed.Count + Kept.Count + Failed.Count;

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

    /// <summary>Why it failed, or was kept though nobody changed it.</summary>
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
