using System.Data;
using System.Globalization;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Platform.Database.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Operations.Moving;

/// <summary>A side on PostgreSQL.</summary>
internal sealed class PostgresSide(LeadlineDatabase database, NpgsqlConnection connection) : Side(database, connection)
{
    protected override string TablesSql => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    protected override string ReferencesSql =>
        "SELECT f.relname, t.relname FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace";

    // An entry's place in the feed is its id on the way; what has none yet gets the next ones, as it would in the source.
    protected override string JournalRows => $"""
        (SELECT e.tenant_id, place.number AS id, e.batch_id, e.at, e.entity, e.entity_id, e.subject, e.subject_id, e.operation, e.changes
        FROM {OrderRows} JOIN journal e ON e.tenant_id = place.tenant_id AND e.id = place.id) placed
        """;

    protected override string OrderRows => """
        (SELECT tenant_id, number, id FROM journal_order
        UNION ALL
        SELECT a.tenant_id, kept.journal + row_number() OVER (PARTITION BY a.tenant_id ORDER BY a.id), a.id
        FROM journal_arrivals a JOIN tenant_revisions kept ON kept.tenant_id = a.tenant_id) place
        """;

    protected override string RevisionRows => """
        (SELECT state.tenant_id, state.leads, state.settings, state.journal, kept.journal_since
        FROM tenant_state state JOIN tenant_revisions kept ON kept.tenant_id = state.tenant_id) state
        """;

    public override void BeginSnapshot()
    {
        foreach (var tenant in ((PostgresDatabase)Database).UnsettledAsync(CancellationToken.None).GetAwaiter().GetResult())
        {
            Database.SettleAsync(tenant, CancellationToken.None).GetAwaiter().GetResult();
        }

        connection.BeginTransaction(IsolationLevel.RepeatableRead);
        Execute("SET TRANSACTION READ ONLY");
    }

    public override void BeginLoad()
    {
        // A server has its own room.
    }

    protected override StoredTable Catalogued(string table)
    {
        var columns = RowsOf(
            """
            SELECT attname, format_type(atttypid, NULL), attidentity <> '' FROM pg_attribute
            WHERE attrelid = @table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
            """,
            row => (Name: row.GetString(0), Type: row.GetString(1), IsNumbered: row.GetBoolean(2)),
            ("@table", Quoted(table)));
        var key = RowsOf(
            """
            SELECT a.attname FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY k (attnum, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = @table::regclass AND i.indisprimary ORDER BY k.place
            """,
            row => row.GetString(0),
            ("@table", Quoted(table)));
        return new StoredTable(table, [.. columns.Select(column => ColumnOf(table, column.Name, column.Type))], key)
        {
            Numbered = columns.FirstOrDefault(column => column.IsNumbered).Name,
        };
    }

    public override void RestTriggers(IEnumerable<string> tables, CopyMarks marks)
    {
        foreach (var table in tables)
        {
            Execute($"ALTER TABLE {Quoted(table)} DISABLE TRIGGER USER");
        }
    }

    public override void WakeTriggers(IEnumerable<string> tables, CopyMarks marks)
    {
        foreach (var table in tables)
        {
            Execute($"ALTER TABLE {Quoted(table)} ENABLE TRIGGER USER");
        }
    }

    public override void Empty(IReadOnlyCollection<string> tables) => Execute($"TRUNCATE {string.Join(", ", tables.Select(Quoted))}");

    public override void Write(StoredTable table, IReadOnlyList<object?[]> rows)
    {
        using var load = connection.BeginBinaryImport(
            $"COPY {Quoted(table.Name)} ({string.Join(", ", table.Columns.Select(column => Quoted(column.Name)))}) FROM STDIN (FORMAT binary)");
        load.Timeout = TimeSpan.Zero;
        foreach (var row in rows)
        {
            load.StartRow();
            for (var i = 0; i < row.Length; i++)
            {
                Write(load, table, row, i);
            }
        }

        load.Complete();
    }

    public override void Derive()
    {
        Execute("SELECT set_config('gin_pending_list_limit', '128MB', TRUE), set_config('maintenance_work_mem', '256MB', TRUE)");
        Execute(LeadDerivation.CountsSql);
        Execute("INSERT INTO lead_search (tenant_id, id, is_deleted, search_key, phone_key) SELECT tenant_id, id, is_deleted, search_key, phone_key FROM leads");
        Execute("SELECT gin_clean_pending_list('lead_search_by_trigram')");
        Execute("INSERT INTO journal_order (tenant_id, number, id) SELECT tenant_id, id, id FROM journal WHERE NOT EXISTS (SELECT 1 FROM journal_order)");
        Execute("SELECT setval('journal_ids', coalesce((SELECT max(id) FROM journal), 0) + 1, FALSE)");
    }

    public override void Settle() => Execute("VACUUM ANALYZE");

    public override long LastNumber(string table, string column) =>
        Number("SELECT pg_sequence_last_value(pg_get_serial_sequence(@table, @column)::regclass)", ("@table", Quoted(table)), ("@column", column));

    public override void GoOnAfter(long number, string table, string column) =>
        Number("SELECT setval(pg_get_serial_sequence(@table, @column), @number)", ("@table", Quoted(table)), ("@column", column), ("@number", number));

    private static void Write(NpgsqlBinaryImporter load, StoredTable table, object?[] row, int i)
    {
        var column = table.Columns[i];
        switch (row[i], column.Type)
        {
            case (null, _):
                load.WriteNull();
                break;
            case (long number, "boolean"):
                load.Write(number != 0, NpgsqlDbType.Boolean);
                break;
            case (long number, "integer"):
                load.Write(checked((int)number), NpgsqlDbType.Integer);
                break;
            case (long number, "bigint"):
                load.Write(number, NpgsqlDbType.Bigint);
                break;
            case (long time, _):
                load.Write(Timestamp.FromMicroseconds(time), NpgsqlDbType.TimestampTz);
                break;
            case (string text, "jsonb"):
                load.Write(Storable(text, "\\u0000", table, row, column), NpgsqlDbType.Jsonb);
                break;
            case (string text, _):
                load.Write(Storable(text, "\0", table, row, column), NpgsqlDbType.Text);
                break;
            case (byte[] bytes, _):
                load.Write(bytes, NpgsqlDbType.Bytea);
                break;
        }
    }

    private static string Storable(string text, string zero, StoredTable table, object?[] row, StoredColumn column)
    {
        if (text.Contains(zero, StringComparison.Ordinal))
        {
            var key = string.Join(", ", table.Key.Zip(table.KeyOf(row), (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value}")));
            throw new SetupException($"PostgreSQL stores no text with the character U+0000, which stands in the column {column.Name} of {table.Name}, in the row {key}; change it in the source.");
        }

        return text;
    }

    private StoredColumn ColumnOf(string table, string name, string type) =>
        new(name, type, KindOf(table, name, type)) { Members = type == "jsonb" ? JsonMembers.Of(Database, table, name) : null };

    private static ValueKind KindOf(string table, string column, string type) => type switch
    {
        "bigint" or "integer" => ValueKind.Integer,
        "boolean" => ValueKind.Boolean,
        "text" or "character varying" => ValueKind.Text,
        "bytea" => ValueKind.Bytes,
        "timestamp with time zone" => ValueKind.Time,
        "jsonb" => ValueKind.Json,
        _ => throw new SetupException($"The column {column} of {table} has the type {type}, which cannot be moved."),
    };
}
