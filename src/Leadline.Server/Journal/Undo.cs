using System.Globalization;
using System.Reflection;
using Leadline.Platform.Database;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Leadline.Journal;

/// <summary>
/// Takes a batch back, row by row and field by field: what nobody changed since gets the value of before; what somebody did is
/// kept, even where it has the same value again. A row the batch made is deleted unless it was touched since; a row it removed comes back.
/// </summary>
public sealed class Undo(LeadlineDatabase database, IEnumerable<UndoGuard> guards)
{
    // Few enough that what SQLite keeps for taking a step back stays small: with every row it walks through all of that.
    private const int EntriesPerStep = 200;

    private static readonly string[] MovesOn = ["updated_at", "version"];

    private static readonly MethodInfo LoadOf = new Func<TenantDb, string, long[], Task>(LoadAsync<object>).Method.GetGenericMethodDefinition();

    private readonly Lazy<Dictionary<string, JournalledEntity>> journalled = new(() =>
    {
        using var db = database.For(new TenantId(0).Whole);
        return JournalConventions.Of(JournalTriggers.ModelOf(db)).ToDictionary(entity => entity.Name);
    });

    /// <summary>How many rows of each kind a batch changed; empty for no batch of the tenant.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RowsAsync(TenantId tenant, long batch, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(tenant, ct);
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

    /// <summary>Whether a batch made rows that every tenant has, and which are never deleted.</summary>
    /// <param name="write">Where to look.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="entities">The kinds of rows it changed.</param>
    public bool MadeSystemRows(TenantWrite write, long batch, IEnumerable<string> entities) =>
        entities.Any(entity => journalled.Value[entity].Fields.Any(field => field.GetColumnName() == "is_system")) && write.Read(
            "SELECT 1 FROM journal WHERE tenant_id = @tenant AND batch_id = @batch AND operation = 'created' AND CAST(json_extract(changes, '$.is_system') AS TEXT) = '1' LIMIT 1",
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

        return report.InOrder() with { BatchId = report.Count > report.Failed.Count + report.Unchanged ? write.BatchId : null };
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
        var (rows, next) = await BatchRow.ReadAsync(write, batch, before, EntriesPerStep);
        var handovers = journalled.Value.Values.Where(entity => entity.HeldByOne is not null)
            .Select(entity => Handover.Of(write, entity, rows)).OfType<Handover>().ToList();
        if (await TryAsync(write, batch, rows, handovers) is { } done)
        {
            report.Add(done);
            return next;
        }

        foreach (var some in rows.GroupBy(row => handovers.Find(handover => handover.Has(row))?.From ?? row))
        {
            report.Add(await TryAsync(write, batch, [.. some], handovers) ?? new UndoReport
            {
                Failed = [.. some.Select(row => new UndoneRow(row.Entity, row.Id) { Reason = "A live record has a value by now that only one may have." })],
            });
        }

        return next;
    }

    // Null when the database refuses one of the rows: then none of them is changed.
    private async Task<UndoReport?> TryAsync(TenantWrite write, long batch, IReadOnlyList<BatchRow> rows, IReadOnlyList<Handover> handovers)
    {
        var report = new UndoReport();
        foreach (var handover in handovers)
        {
            handover.Reset();
        }

        foreach (var some in rows.GroupBy(row => row.Entity))
        {
            await LoadAsync(write.Db, journalled.Value[some.Key].Type, [.. some.Select(row => row.Id)]);
        }

        // Who hands over goes first: only then is it known whether the other one gets it.
        foreach (var row in rows.OrderBy(row => handovers.Any(handover => handover.To == row)))
        {
            await ReverseAsync(write, batch, row, handovers.FirstOrDefault(handover => handover.Has(row)), report);
        }

        if (handovers.Any(handover => handover is { IsReleased: true, IsTaken: false }) || !write.Db.ChangeTracker.HasChanges())
        {
            Forget(write.Db);
            return handovers.Any(handover => handover is { IsReleased: true, IsTaken: false }) ? null : report;
        }

        var isSaved = await write.TryAsync(() => write.Db.SaveChangesAsync());
        Forget(write.Db);
        return isSaved ? report : null;
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

    private async Task ReverseAsync(TenantWrite write, long batch, BatchRow row, Handover? handover, UndoReport report)
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
            done = await TouchedByAsync(write, row, batch) is { } author ? done with { KeptFields = ["*"], ChangedBy = author }
                : await LinkedByAsync(write, entity, row.Id) is { } link ? done with { KeptFields = ["*"], Reason = $"The {link} refers to it." }
                : handover is null && IsHolder(write, entity, found) ? done with { KeptFields = ["*"], Reason = $"It is the one with {entity.HeldByOne?.GetColumnName()}, and no other has it back." }
                : done;
            if (done.KeptFields.Count == 0)
            {
                Remove(write, found);
            }
        }
        else
        {
            done = await RestoreAsync(write, batch, write.Db.Entry(found), entity, row, handover, done);
        }

        if (entity.GivenOnce is not null && found is IRecord { DeletedAt: null } && NameTakenBy(write, entity, write.Db.Entry(found)) is { } other)
        {
            write.Db.Entry(found).CurrentValues.SetValues(write.Db.Entry(found).OriginalValues);
            done = new UndoneRow(row.Entity, row.Id) { Reason = string.Create(CultureInfo.InvariantCulture, $"The {entity.Name} {other} has its name by now.") };
        }

        if (handover is not null && found is IRecord record)
        {
            handover.Note(row, has: record.DeletedAt is null && write.Db.Entry(found).Property(entity.HeldByOne?.Name ?? "").CurrentValue is true);
        }

        // A row that was written again only to move its version on, as when its roles change, has nothing to take back.
        if (!row.WasCreated && !row.WasDeleted && row.Fields.Keys.All(MovesOn.Contains))
        {
            report.Unchanged++;
            return;
        }

        (done.KeptFields.Count > 0 ? report.Kept : done.Reason is not null ? report.Failed : report.Reversed).Add(done);
    }

    private async Task<UndoneRow> RestoreAsync(
        TenantWrite write, long batch, EntityEntry entry, JournalledEntity entity, BatchRow row, Handover? handover, UndoneRow done)
    {
        var (kept, reasons, author) = (new List<string>(), new List<string>(), (JournalAuthor?)null);
        var restored = new List<(string Column, PropertyEntry Property, object? Given)>();
        foreach (var (column, (before, after)) in row.Fields.Where(field => !MovesOn.Contains(field.Key)))
        {
            if (entity.Fields.FirstOrDefault(field => field.GetColumnName() == column) is not { } field)
            {
                continue;
            }

            if (JournalConventions.WhyOneWay(field) is { } why)
            {
                reasons.Add(why);
                continue;
            }

            var property = entry.Property(field.Name);
            var (value, given) = (JournalValue.Of(field, before), JournalValue.Of(field, after));
            if (Equals(value, given))
            {
                continue;
            }

            if (row.ChangedBy(column) is { } changer)
            {
                kept.Add(column);
                author ??= changer;
            }
            else if (!Equals(property.CurrentValue, given))
            {
                kept.Add(column);
                author ??= await TouchedByAsync(write, row);
            }
            else if (WhyHeld(write, entity, row, entry, field, value, handover) is { } held)
            {
                kept.Add(column);
                reasons.Add($"{column}: {held.Reason}");
                author ??= held.Holder is { } holder ? await TouchedByAsync(write, new BatchRow(entity.Name, holder, entity.Name, holder, row.LastEntry)) : null;
            }
            else if (field.Name == nameof(IRecord.DeletedAt) && value is not null && await LinkedByAsync(write, entity, row.Id) is { } link)
            {
                kept.Add(column);
                reasons.Add($"{column}: the {link} refers to it.");
            }
            else if (await DeletedAsync(write, batch, row, field, value) is { } reason)
            {
                kept.Add(column);
                reasons.Add($"{column}: {reason}");
            }
            else
            {
                property.CurrentValue = value;
                restored.Add((column, property, given));
            }
        }

        foreach (var (column, property, given) in kept.Any(entity.Together.Contains) ? restored.Where(field => entity.Together.Contains(field.Column)) : [])
        {
            property.CurrentValue = given;
            kept.Add(column);
        }

        return done with { KeptFields = kept, ChangedBy = author, Reason = reasons.Count == 0 ? null : string.Join(' ', reasons) };
    }

    // Why a row must keep, or cannot have, what exactly one live row has; null where it may go over.
    private static (string Reason, long? Holder)? WhyHeld(
        TenantWrite write, JournalledEntity entity, BatchRow row, EntityEntry entry, IProperty field, object? value, Handover? handover)
    {
        if (entity.HeldByOne is not { } sole || (handover is { IsReleased: true } && handover.To == row))
        {
            return null;
        }

        if (field == sole && value is true && Handover.HolderOf(write, entity) is { } holder)
        {
            return (string.Create(CultureInfo.InvariantCulture, $"the {entity.Name} {holder} has it by now."), holder);
        }

        var letsGo = field == sole ? value is not true : field.Name == nameof(IRecord.DeletedAt) && value is not null;
        return letsGo && handover is null && IsHolder(write, entity, entry.Entity) ? ($"it is the one with {sole.GetColumnName()}, and no other has it back.", null) : null;
    }

    private static bool IsHolder(TenantWrite write, JournalledEntity entity, object row) =>
        entity.HeldByOne is not null && row is IRecord record && Handover.HolderOf(write, entity) == record.Id;

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

    private async Task<UndoneRow> BringBackAsync(TenantWrite write, long batch, JournalledEntity entity, BatchRow row, UndoneRow done)
    {
        foreach (var field in entity.Fields.Where(field => row.Fields.ContainsKey(field.GetColumnName())))
        {
            if (await DeletedAsync(write, batch, row, field, JournalValue.Of(field, row.Fields[field.GetColumnName()].Before)) is { } reason)
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

        if (entity.HeldByOne is { } sole && Handover.HolderOf(write, entity) is not null)
        {
            entry.Property(sole.Name).CurrentValue = false;
        }

        entry.State = EntityState.Added;
        return done;
    }

    // Why a field cannot refer to a record again: it is deleted, and this undo does not bring it back later. Null where it can.
    private async Task<string?> DeletedAsync(TenantWrite write, long batch, BatchRow row, IProperty field, object? value)
    {
        if (value is not long id
            || field.GetContainingForeignKeys().Select(key => key.PrincipalEntityType).FirstOrDefault(type => type.ClrType.IsAssignableTo(typeof(IRecord))) is not { } type
            || await write.Db.FindAsync(type.ClrType, [write.Tenant.Value, id]) is IRecord { DeletedAt: null })
        {
            return null;
        }

        var (name, table) = journalled.Value.Values.Where(entity => entity.Type.ClrType == type.ClrType).Select(entity => (entity.Name, entity.Table)).First();
        if (write.View.Sees.IsLimited
            && write.Read($"SELECT 1 FROM {table} WHERE tenant_id = @tenant AND id = @id AND deleted_at IS NULL", ("@tenant", write.Tenant.Value), ("@id", id)) is not null)
        {
            return null; // it lives, though the caller does not see it
        }

        var isBroughtBack = write.Read(
            """
            SELECT CASE WHEN max(id) < @last AND max(CAST(json_extract(changes, '$.deleted_at[1]') AS TEXT)) IS NOT NULL THEN 1 ELSE 0 END FROM journal INDEXED BY journal_by_subject
            WHERE tenant_id = @tenant AND subject = @entity AND subject_id = @id AND batch_id = @batch AND entity = @entity
            """,
            ("@tenant", write.Tenant.Value), ("@batch", batch), ("@entity", name), ("@id", id), ("@last", row.LastEntry)) is 1L or 1;
        return isBroughtBack ? null : string.Create(CultureInfo.InvariantCulture, $"the {name} {id} is deleted.");
    }

    // The other live row with the row's name, letter by letter or in another case, where a name is given once only; null for none.
    private static long? NameTakenBy(TenantWrite write, JournalledEntity entity, EntityEntry entry)
    {
        if (entity.GivenOnce is not { } name || entry.State != EntityState.Modified
            || !(entry.Property(name.Name).IsModified || entry.Property(nameof(IRecord.DeletedAt)).IsModified))
        {
            return null;
        }

        var (id, text) = (((IRecord)entry.Entity).Id, Folding.SortKey(entry.Property(name.Name).CurrentValue as string));
        using var others = write.Query(
            $"SELECT {entity.Key}, {name.GetColumnName()} FROM {entity.Table} WHERE tenant_id = @tenant AND {entity.Key} <> @id AND deleted_at IS NULL",
            ("@tenant", write.Tenant.Value), ("@id", id));
        while (others.Read())
        {
            if (Folding.SortKey(others.GetString(1)) == text)
            {
                return others.GetInt64(0);
            }
        }

        return null;
    }

    // A live record that refers to one of which it is no part; null for none.
    private async Task<string?> LinkedByAsync(TenantWrite write, JournalledEntity entity, long id)
    {
        foreach (var other in journalled.Value.Values.Where(other => other.Subject != entity.Name && other.PrivateTo is null && other.Type.ClrType.IsAssignableTo(typeof(IRecord))))
        {
            foreach (var key in other.Type.GetForeignKeys().Where(key => key.PrincipalEntityType.ClrType == entity.Type.ClrType))
            {
                var column = key.Properties[^1];
                foreach (var linked in IdsOf(write, other, column.GetColumnName(), id))
                {
                    switch (await write.Db.FindAsync(other.Type.ClrType, [write.Tenant.Value, linked]))
                    {
                        case null: // there, but not to be seen
                            return $"{other.Name} of somebody else";
                        case IRecord { DeletedAt: null } live when Equals(write.Db.Entry(live).Property(column.Name).CurrentValue, id):
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
    private static async Task<JournalAuthor?> TouchedByAsync(TenantWrite write, BatchRow row, long? maker = null)
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
}
