using System.Data;
using System.Globalization;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Database;
using Npgsql;
using NpgsqlTypes;

namespace Leadline.Operations.Moving;

/// <summary>A side on PostgreSQL.</summary>
internal sealed class PostgresSide(LeadlineDatabase database, NpgsqlConnection connection) : Side(database, connection)
{
    protected override string TablesSql => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    protected override string ReferencesSql =>
        "SELECT f.relname, t.relname FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace";

    public override void BeginSnapshot()
    {
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

    public override void Derive() => Execute(LeadDerivation.CountsSql);

    public override void Settle() => Execute("ANALYZE");

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
