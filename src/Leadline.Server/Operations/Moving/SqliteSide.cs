using System.Globalization;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;

namespace Leadline.Operations.Moving;

/// <summary>A side on SQLite.</summary>
internal sealed class SqliteSide(LeadlineDatabase database, SqliteConnection connection) : Side(database, connection)
{
    // As EF Core writes a DateTimeOffset.
    private const string TimeForm = "yyyy-MM-dd HH:mm:ss.FFFFFFF+00:00";

    protected override string TablesSql => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'";

    protected override string ReferencesSql =>
        """SELECT made.name, reference."table" FROM sqlite_master made JOIN pragma_foreign_key_list(made.name) reference WHERE made.type = 'table'""";

    public override void BeginSnapshot()
    {
        Execute("PRAGMA query_only = 1");
        connection.BeginTransaction(deferred: true);
        Number("SELECT count(*) FROM sqlite_master"); // the state is that of the first read
    }

    public override void BeginLoad() => Execute("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 32768");

    protected override StoredTable Catalogued(string table)
    {
        var columns = RowsOf(
            "SELECT name, type, pk FROM pragma_table_xinfo(@table) WHERE hidden = 0 ORDER BY cid",
            row => (Name: row.GetString(0), Type: row.GetString(1), Key: row.GetInt32(2)),
            ("@table", table));
        var key = columns.Where(column => column.Key > 0).OrderBy(column => column.Key).ToList();
        return new StoredTable(table, [.. columns.Select(column => ColumnOf(table, column.Name, column.Type))], [.. key.Select(column => column.Name)])
        {
            Numbered = key is [{ Type: "INTEGER" } number] ? number.Name : null,
        };
    }

    public override void RestTriggers(IEnumerable<string> tables, CopyMarks marks)
    {
        foreach (var (name, sql) in RowsOf("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", row => (row.GetString(0), row.GetString(1))))
        {
            marks.KeepTrigger(name, sql);
            Execute($"DROP TRIGGER {Quoted(name)}");
        }
    }

    public override void WakeTriggers(IEnumerable<string> tables, CopyMarks marks)
    {
        foreach (var sql in marks.Triggers)
        {
            Execute(sql);
        }
    }

    public override void Empty(IReadOnlyCollection<string> tables)
    {
        // Whole tables are emptied, and so many of them that nothing is left that refers to them.
        Execute("PRAGMA defer_foreign_keys = 1");
        foreach (var table in tables)
        {
            Execute($"DELETE FROM {Quoted(table)}");
        }

        if (tables.Contains(LeadDerivation.Leads))
        {
            Execute(LeadDerivation.EmptySearchSql);
        }
    }

    public override void Write(StoredTable table, IReadOnlyList<object?[]> rows)
    {
        using var insert = Command($"""
            INSERT INTO {Quoted(table.Name)} ({string.Join(", ", table.Columns.Select(column => Quoted(column.Name)))})
            VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@{i}"))})
            """);
        var values = table.Columns.Select((_, i) => insert.Add($"@{i}")).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                values[i].Value = Stored(row[i], table.Columns[i]);
            }

            insert.ExecuteNonQuery();
        }

        if (table.Name == LeadDerivation.Leads)
        {
            var (first, last) = (table.KeyOf(rows[0]), table.KeyOf(rows[^1]));
            Execute(LeadDerivation.SearchSql, ("@first_tenant", first[0]), ("@first", first[1]), ("@last_tenant", last[0]), ("@last", last[1]));
        }
    }

    public override void Derive() => Execute(LeadDerivation.CountsSql);

    public override void Settle() => Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    public override long LastNumber(string table, string column) =>
        Number($"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = @table), (SELECT max({Quoted(column)}) FROM {Quoted(table)}))", ("@table", table));

    public override void GoOnAfter(long number, string table, string column)
    {
        Execute("DELETE FROM sqlite_sequence WHERE name = @table", ("@table", table));
        Execute("INSERT INTO sqlite_sequence (name, seq) VALUES (@table, @number)", ("@table", table), ("@number", number));
    }

    private static object Stored(object? value, StoredColumn column) => (value, column.Kind) switch
    {
        (null, _) => DBNull.Value,
        (long time, ValueKind.Time) => Timestamp.FromMicroseconds(time).ToString(TimeForm, CultureInfo.InvariantCulture),
        _ => value,
    };

    private StoredColumn ColumnOf(string table, string name, string type)
    {
        var members = JsonMembers.Of(Database, table, name);
        return new StoredColumn(name, type, members is null ? KindOf(table, name, type) : ValueKind.Json) { Members = members };
    }

    private static ValueKind KindOf(string table, string column, string type) => type switch
    {
        "INTEGER" => ValueKind.Integer,
        "TEXT" => ValueKind.Text,
        "BLOB" => ValueKind.Bytes,
        _ => throw new SetupException($"The column {column} of {table} has the type {type}, which cannot be moved."),
    };
}
