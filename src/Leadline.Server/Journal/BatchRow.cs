using System.Text.Json;
using Leadline.Platform.Database;

namespace Leadline.Journal;

/// <summary>One row that a batch changed, with what all entries of the batch made of it together.</summary>
internal sealed class BatchRow(string entity, long id, string subject, long subjectId, long lastEntry = 0)
{
    private string? firstOperation;
    private string? lastOperation;

    public string Entity => entity;

    public long Id => id;

    public string Subject => subject;

    public long SubjectId => subjectId;

    /// <summary>The number of the batch's last entry about it.</summary>
    public long LastEntry { get; private set; } = lastEntry;

    public Dictionary<string, (JsonElement Before, JsonElement After)> Fields { get; } = [];

    // By column, the batches that changed it since and were not taken back, oldest first.
    private readonly Dictionary<string, List<(long Batch, JournalAuthor Author)>> later = [];

    public bool WasCreated => firstOperation == "created";

    public bool WasDeleted => lastOperation == "deleted" && !WasCreated;

    /// <summary>Who changed a column last since the batch; null where nobody did, or where all that was done to it was taken back.</summary>
    public JournalAuthor? ChangedBy(string column) => later.TryGetValue(column, out var changes) && changes.Count > 0 ? changes[^1].Author : null;

    /// <summary>
    /// Rows in the order of their last entries, last first, so that what refers to others goes before them. A row of which a later entry
    /// stands before the step was done with that one.
    /// </summary>
    /// <param name="write">Where to read.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="before">Entries from this one on are done.</param>
    /// <param name="most">How many entries to go on by.</param>
    /// <returns>The rows, and where the next step goes on; null when nothing is left.</returns>
    public static async Task<(List<BatchRow> Rows, long? Next)> ReadAsync(TenantWrite write, long batch, long before, int most)
    {
        var rows = new Dictionary<(string Entity, long Id), BatchRow>();
        var entries = new List<Entry>();
        await using (var found = await write.Snapshot.QueryAsync(
            """
            SELECT id, entity, entity_id, operation, changes, subject, subject_id FROM journal
            WHERE tenant_id = @tenant AND batch_id = @batch AND id < @before ORDER BY id DESC LIMIT @limit
            """,
            CancellationToken.None, ("@tenant", write.Tenant.Value), ("@batch", batch), ("@before", before), ("@limit", most)))
        {
            while (found.Read())
            {
                var entry = new Entry(found.GetInt64(0), (found.GetString(1), found.GetInt64(2)), found.GetString(3), found.GetString(4));
                entries.Add(entry);
                rows.TryAdd(entry.Row, new BatchRow(entry.Row.Entity, entry.Row.Id, found.GetString(5), found.GetInt64(6)));
            }
        }

        if (entries.Count == 0)
        {
            return ([], null);
        }

        var (last, isLastStep) = (entries[^1].Id, entries.Count < most);
        foreach (var some in rows.Values.GroupBy(row => row.Subject).ToList())
        {
            entries.AddRange(await OthersAsync(write, batch, some.Key, some.Select(row => row.SubjectId).Distinct(), (last, before)));
        }

        foreach (var entry in entries.OrderByDescending(entry => entry.Id))
        {
            if (entry.Id >= before)
            {
                rows.Remove(entry.Row);
            }
            else if (rows.TryGetValue(entry.Row, out var row))
            {
                row.Add(entry);
            }
        }

        foreach (var some in rows.Values.GroupBy(row => row.Subject))
        {
            await ReadLaterAsync(write, batch, some.Key, some.ToDictionary(row => (row.Entity, row.Id)));
        }

        return ([.. rows.Values.OrderByDescending(row => row.LastEntry)], isLastStep ? null : last);
    }

    // What other batches made of the same rows since. A batch and the one that took it back leave nothing between them.
    private static async Task ReadLaterAsync(TenantWrite write, long batch, string subject, Dictionary<(string Entity, long Id), BatchRow> rows)
    {
        await using var found = await write.Snapshot.QueryAsync(
            """
            SELECT j.id, j.entity, j.entity_id, j.changes, j.batch_id, b.undoes_batch_id, b.author_kind, b.author_id, b.through
            FROM journal j INDEXED BY journal_by_subject JOIN batches b ON b.tenant_id = j.tenant_id AND b.id = j.batch_id
            WHERE j.tenant_id = @tenant AND j.subject = @subject AND j.subject_id IN (SELECT value FROM json_each(@ids)) AND j.id > @first
                AND j.operation = 'updated' AND j.batch_id NOT IN (@batch, @undo)
            ORDER BY j.id
            """,
            CancellationToken.None,
            ("@tenant", write.Tenant.Value), ("@subject", subject), ("@ids", JsonSerializer.Serialize(rows.Values.Select(row => row.SubjectId).Distinct())),
            ("@first", rows.Values.Min(row => row.LastEntry)), ("@batch", batch), ("@undo", write.BatchId ?? 0));
        while (found.Read())
        {
            if (rows.TryGetValue((found.GetString(1), found.GetInt64(2)), out var row) && found.GetInt64(0) > row.LastEntry)
            {
                row.AddLater(found.GetString(3), found.GetInt64(4), found.IsDBNull(5) ? null : found.GetInt64(5), new JournalAuthor(found.GetString(6), found.GetString(7), found.GetString(8)));
            }
        }
    }

    private void AddLater(string changes, long batch, long? undoes, JournalAuthor author)
    {
        foreach (var field in JsonElement.Parse(changes).EnumerateObject())
        {
            if (!later.TryGetValue(field.Name, out var since))
            {
                later.Add(field.Name, since = []);
            }

            if (undoes is null || since.RemoveAll(change => change.Batch == undoes) == 0)
            {
                since.Add((batch, author));
            }
        }
    }

    // The batch's entries about the same records, but for those between two numbers.
    private static async Task<List<Entry>> OthersAsync(TenantWrite write, long batch, string subject, IEnumerable<long> ids, (long From, long To) known)
    {
        await using var found = await write.Snapshot.QueryAsync(
            """
            SELECT id, entity, entity_id, operation, changes FROM journal INDEXED BY journal_by_subject
            WHERE tenant_id = @tenant AND subject = @subject AND subject_id IN (SELECT value FROM json_each(@ids)) AND (id < @from OR id >= @to) AND batch_id = @batch
            """,
            CancellationToken.None,
            ("@tenant", write.Tenant.Value), ("@subject", subject), ("@ids", JsonSerializer.Serialize(ids)), ("@from", known.From), ("@to", known.To), ("@batch", batch));
        var entries = new List<Entry>();
        while (found.Read())
        {
            entries.Add(new Entry(found.GetInt64(0), (found.GetString(1), found.GetInt64(2)), found.GetString(3), found.GetString(4)));
        }

        return entries;
    }

    // Entries come last first: the value of before is the one seen last, the value of after the one seen first.
    private void Add(Entry entry)
    {
        LastEntry = Math.Max(LastEntry, entry.Id);
        lastOperation ??= entry.Operation;
        firstOperation = entry.Operation;
        foreach (var field in JsonElement.Parse(entry.Changes).EnumerateObject())
        {
            var (before, after) = entry.Operation switch
            {
                "created" => (default, field.Value),
                "updated" => (field.Value[0], field.Value[1]),
                _ => (field.Value, default),
            };
            Fields[field.Name] = Fields.TryGetValue(field.Name, out var later) ? (before, later.After) : (before, after);
        }
    }

    private sealed record Entry(long Id, (string Entity, long Id) Row, string Operation, string Changes);
}
