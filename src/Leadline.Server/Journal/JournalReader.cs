using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Leadline.Journal;

/// <summary>Reads entries of the journal as they go over the wire.</summary>
public sealed class JournalReader(LeadlineDatabase database)
{
    private const string Columns = """
        j.id, j.batch_id, j.at, j.entity, j.entity_id, j.subject, j.subject_id, j.operation, j.changes,
        b.action, b.author_kind, b.author_id, b.through
        """;

    private const int Plain = 13;
    private const int Number = Plain;
    private const int Seen = Number + 1;

    private const string Source = "journal j JOIN batches b ON b.tenant_id = j.tenant_id AND b.id = j.batch_id";

    private const string Feed = "journal_feed j JOIN batches b ON b.tenant_id = j.tenant_id AND b.id = j.batch_id";

    private readonly Lazy<Dictionary<string, JournalledEntity>> entities = new(() => EntitiesOf(database));
    private readonly Lazy<(string Whole, string Limited)> seenSql = new(() => (SeenSqlOf(EntitiesOf(database).Values, isLimited: false), SeenSqlOf(EntitiesOf(database).Values, isLimited: true)));
    private readonly Lazy<Dictionary<string, Dictionary<string, FieldKind>>> kinds = new(() => EntitiesOf(database).ToDictionary(
        entity => entity.Key, entity => entity.Value.Fields.ToDictionary(field => field.GetColumnName(), KindOf)));

    private enum FieldKind
    {
        Plain,
        Boolean,
        Time,
        Json,
    }

    /// <summary>A record's entries, newest first.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="tenant">Whose journal; that the record is seen, <see cref="IsThereAsync"/> tells.</param>
    /// <param name="subject">The kind of record: <c>lead</c>.</param>
    /// <param name="id">The record's number.</param>
    /// <param name="before">Only entries older than this one.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="ct">Gives up.</param>
    public Task<List<JournalEntry>> OfRecordAsync(
        Snapshot snapshot, TenantId tenant, string subject, long id, long before, int limit, CancellationToken ct) => ReadAsync(
        snapshot,
        $"SELECT {Columns} FROM {Source} WHERE j.tenant_id = @tenant AND j.subject = @subject AND j.subject_id = @id AND j.id < @before ORDER BY j.id DESC LIMIT @limit",
        ct,
        ("@tenant", tenant.Value), ("@subject", subject), ("@id", id), ("@before", before), ("@limit", limit));

    /// <summary>Whether the tenant has a record that is seen, deleted or not; its entries may be gone.</summary>
    public async Task<bool> IsThereAsync(Snapshot snapshot, TenantView view, string entity, long id, CancellationToken ct)
    {
        var record = entities.Value[entity];
        var seen = record.Owner is { } owner ? view.Sees.Sql(owner) : "";
        await using var rows = await snapshot.QueryAsync(
            $"SELECT 1 FROM {record.Table} WHERE tenant_id = @tenant AND {record.Key} = @id{seen}",
            ct, [("@tenant", view.Tenant.Value), ("@id", id), .. seen.Length > 0 ? view.Sees.Parameters() : []]);
        return rows.Read();
    }

    /// <summary>Whether all that a batch changed is seen.</summary>
    /// <param name="snapshot">Where to look.</param>
    /// <param name="view">Whose eyes.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="changed">The kinds of rows it changed.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> IsSeenAsync(Snapshot snapshot, TenantView view, long batch, IEnumerable<string> changed, CancellationToken ct)
    {
        if (!view.Sees.IsLimited && changed.All(entity => entities.Value[entity].PrivateTo is null))
        {
            return true;
        }

        await using var rows = await snapshot.QueryAsync(
            $"SELECT 1 FROM journal j WHERE j.tenant_id = @tenant AND j.batch_id = @batch AND NOT {SeenSql(view)} LIMIT 1",
            ct, [("@tenant", view.Tenant.Value), ("@batch", batch), .. SeenParameters(view)]);
        return !rows.Read();
    }

    /// <summary>SQL that is true for entries <c>j</c> of the journal about what is seen: by the owner their record has now, and by whether it is shared now, and read by what the caller may do. It asks for <see cref="SeenParameters"/>.</summary>
    public string SeenSql(TenantView view) => view.Sees.IsLimited ? seenSql.Value.Limited : seenSql.Value.Whole;

    /// <summary>The parameters of <see cref="SeenSql"/>: <c>@me</c>, and <c>@seen</c> for a view that is limited.</summary>
    public static IEnumerable<(string Name, object Value)> SeenParameters(TenantView view) => [("@me", view.Member ?? 0), ("@scopes", ScopesOf(view)), .. view.Sees.Parameters()];

    /// <summary>The value of <c>@scopes</c>: what whoever looks may do, as the text of a JSON array.</summary>
    public static string ScopesOf(TenantView view) => JsonSerializer.Serialize(view.Scopes ?? Scopes.All);

    /// <summary>SQL for the batches that touched what is others' alone now, or what who looks may not read, or what is removed; there is little of that beside the journal, so it is not looked for batch by batch. It asks for <c>@tenant</c>, <c>@me</c> and <c>@scopes</c>.</summary>
    public string HiddenBatchesSql => string.Join(" UNION ", entities.Value.Values.Where(entity => entity.PrivateTo is not null).Select(entity =>
        $"SELECT j.batch_id FROM journal j LEFT JOIN {entity.Table} o ON o.tenant_id = j.tenant_id AND o.{entity.Key} = j.subject_id WHERE j.tenant_id = @tenant AND j.subject = '{entity.Subject}' AND NOT coalesce({IsOpenSql(entity)}, FALSE)"));

    /// <summary>One entry; null for none of the tenant.</summary>
    public async Task<JournalEntry?> FindAsync(Snapshot snapshot, TenantId tenant, long id, CancellationToken ct) => (await ReadAsync(
        snapshot,
        $"SELECT {Columns} FROM {Source} WHERE j.tenant_id = @tenant AND j.id = @id",
        ct,
        ("@tenant", tenant.Value), ("@id", id))).FirstOrDefault();

    /// <summary>The tenant's entries after a cursor, in the order of their commits; those about what is not seen are marked.</summary>
    public Task<List<JournalEntry>> AfterAsync(Snapshot snapshot, TenantView view, long after, int limit, CancellationToken ct) => ReadAsync(
        snapshot,
        $"SELECT {Columns}, j.number, {SeenSql(view)} FROM {Feed} WHERE j.tenant_id = @tenant AND j.number > @after ORDER BY j.number LIMIT @limit",
        ct,
        [("@tenant", view.Tenant.Value), ("@after", after), ("@limit", limit), .. SeenParameters(view)]);

    /// <summary>Whether entries after a cursor are gone, since the tenant keeps its journal for a time only.</summary>
    public async Task<bool> HasGapAfterAsync(Snapshot snapshot, TenantId tenant, long after, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            """
            SELECT coalesce(
                (SELECT number FROM journal_feed WHERE tenant_id = @tenant ORDER BY number LIMIT 1),
                coalesce((SELECT numbered FROM tenant_state WHERE tenant_id = @tenant), 0) + 1)
            """,
            ct, ("@tenant", tenant.Value));
        return rows.Read() && rows.GetInt64(0) > after + 1;
    }

    /// <summary>The place in the feed of the tenant's newest entry; 0 for none.</summary>
    public async Task<long> LastAsync(Snapshot snapshot, TenantId tenant, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync("SELECT numbered FROM tenant_state WHERE tenant_id = @tenant", ct, ("@tenant", tenant.Value));
        return rows.Read() ? rows.GetInt64(0) : 0;
    }

    private async Task<List<JournalEntry>> ReadAsync(Snapshot snapshot, string sql, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var rows = await snapshot.QueryAsync(sql, ct, parameters);
        var entries = new List<JournalEntry>();
        while (rows.Read())
        {
            entries.Add(EntryOf(rows));
        }

        return entries;
    }

    private JournalEntry EntryOf(DbDataReader row)
    {
        var (entity, operation) = (row.GetString(3), row.GetString(7));
        return new JournalEntry(
            row.GetInt64(0), row.GetInt64(1), Timestamp.FromMicroseconds(row.GetInt64(2)), entity, row.GetInt64(4), row.GetString(5), row.GetInt64(6), operation,
            row.GetString(9), new JournalAuthor(row.GetString(10), row.GetString(11), row.GetString(12)),
            new RawJson(ChangesOf(row.GetString(8), operation, kinds.Value.GetValueOrDefault(entity) ?? [])))
        {
            Number = row.FieldCount > Number ? row.GetInt64(Number) : 0,
            IsSeen = row.FieldCount <= Seen || row.GetBoolean(Seen),
        };
    }

    // Stored: created and deleted {field: value}, updated {field: [old, new]}. On the wire always {field: {old, new}}.
    private static string ChangesOf(string stored, string operation, Dictionary<string, FieldKind> kinds)
    {
        using var document = JsonDocument.Parse(stored);
        using var buffer = new MemoryStream(stored.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var field in document.RootElement.EnumerateObject())
            {
                if (field.Name is "updated_at" or "version")
                {
                    continue;
                }

                var kind = kinds.GetValueOrDefault(field.Name);
                writer.WriteStartObject(field.Name);
                Write(writer, "old", operation switch { "created" => default, "updated" => field.Value[0], _ => field.Value }, kind);
                Write(writer, "new", operation switch { "created" => field.Value, "updated" => field.Value[1], _ => default }, kind);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement value, FieldKind kind)
    {
        writer.WritePropertyName(name);
        switch (kind)
        {
            case var _ when value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            case FieldKind.Boolean:
                writer.WriteBooleanValue(value.GetInt64() != 0);
                break;
            case FieldKind.Time:
                writer.WriteRawValue(JsonSerializer.Serialize(Timestamp.FromMicroseconds(value.GetInt64()), Times));
                break;
            case FieldKind.Json:
                writer.WriteRawValue(value.GetString() ?? "null");
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static readonly JsonSerializerOptions Times = new() { Converters = { new Wire.UtcTimeConverter() } };

    private static string SeenSqlOf(IEnumerable<JournalledEntity> entities, bool isLimited)
    {
        var cases =
            from entity in entities
            let isSeen = entity.PrivateTo is not null ? IsOpenSql(entity)
                : entity.Owner is not null && isLimited ? $"o.{entity.Owner} IN (SELECT value FROM json_each(@seen))"
                : null
            where isSeen is not null
            select $"WHEN '{entity.Name}' THEN EXISTS (SELECT 1 FROM {entity.Table} o WHERE o.tenant_id = j.tenant_id AND o.{entity.Key} = j.subject_id AND {isSeen})";
        return $"(CASE j.subject {string.Join(' ', cases)} ELSE TRUE END)";
    }

    // Whether who looks sees a row o that may be somebody's alone.
    private static string IsOpenSql(JournalledEntity entity) =>
        $"(o.{entity.PrivateTo?.Unless} OR o.{entity.PrivateTo?.Member} = @me)" + (entity.ReadBy is { } by
            ? $" AND (CASE o.{by.Column} {string.Join(' ', by.Scopes.Select(one => $"WHEN '{one.Text}' THEN '{one.Scope}'"))} END) IN (SELECT atom FROM json_each(@scopes))"
            : "");

    private static Dictionary<string, JournalledEntity> EntitiesOf(LeadlineDatabase database)
    {
        using var db = database.For(new TenantId(0).Whole);
        return JournalConventions.Of(JournalTriggers.ModelOf(db)).ToDictionary(entity => entity.Name);
    }

    private static FieldKind KindOf(IProperty field) =>
        field.ClrType == typeof(bool) ? FieldKind.Boolean
        : field.ClrType == typeof(DateTime) || field.ClrType == typeof(DateTime?) ? FieldKind.Time
        : JournalConventions.IsJson(field) ? FieldKind.Json
        : FieldKind.Plain;
}

/// <summary>What one change made of one row.</summary>
/// <param name="Id">The entry's number; those of one record are in the order of its changes.</param>
/// <param name="BatchId">The batch it belongs to; can be undone as a whole.</param>
/// <param name="At">When.</param>
/// <param name="Entity">The kind of row: <c>lead</c>, <c>lead_note</c>.</param>
/// <param name="EntityId">The row's number.</param>
/// <param name="Subject">The kind of record in whose timeline it stands.</param>
/// <param name="SubjectId">That record's number.</param>
/// <param name="Operation"><c>created</c>, <c>updated</c> or <c>deleted</c>; a soft deletion is an update of <c>deleted_at</c>.</param>
/// <param name="Action">What was done: <c>lead.convert</c>.</param>
/// <param name="Author">Who did it, and through what.</param>
/// <param name="Changes">By field: <c>{"old": ..., "new": ...}</c>.</param>
public sealed record JournalEntry(
    long Id, long BatchId, DateTime At, string Entity, long EntityId, string Subject, long SubjectId, string Operation,
    string Action, JournalAuthor Author, RawJson Changes)
{
    /// <summary>In the feed: the cursor to go on from behind it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor => Number > 0 ? Number.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Its place in the feed, in the order of the tenant's commits; 0 where it is not asked for.</summary>
    internal long Number { get; init; }

    /// <summary>Whether it is about a record that is seen.</summary>
    internal bool IsSeen { get; init; } = true;
}

/// <summary>Who made a change.</summary>
/// <param name="Kind"><c>person</c>, <c>app</c>, <c>operator</c> or <c>system</c>.</param>
/// <param name="Id">The user's id, or the app's client id.</param>
/// <param name="Through"><c>api</c>, <c>command line</c>, <c>seed</c>, <c>bulk</c>, <c>undo</c>.</param>
public sealed record JournalAuthor(string Kind, string Id, string Through);
