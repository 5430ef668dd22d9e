using System.Data.Common;
using System.Globalization;
using Leadline.Platform.Database;

namespace Leadline.Operations.Moving;

/// <summary>
/// One of the two databases of a move. A value on its way is a long, a text, bytes or null, the same on both engines: a boolean is 0 or 1, a
/// time its microseconds, a JSON document as the target writes it.
/// </summary>
internal abstract class Side(LeadlineDatabase database, DbConnection connection) : IDisposable
{
    /// <summary>Opens a side on its engine.</summary>
    /// <param name="database">The database.</param>
    /// <param name="connection">A connection of its own to it, closed with the side.</param>
    public static Side Of(LeadlineDatabase database, DbConnection connection) => connection switch
    {
        Npgsql.NpgsqlConnection postgres => new PostgresSide(database, postgres),
        Microsoft.Data.Sqlite.SqliteConnection sqlite => new SqliteSide(database, sqlite),
        _ => throw new InvalidOperationException($"{connection.GetType().Name} is of no engine that is known."),
    };

    /// <summary>The database.</summary>
    public LeadlineDatabase Database => database;

    /// <summary>The names of all its tables.</summary>
    public IReadOnlySet<string> Tables => TextsOf(TablesSql).ToHashSet();

    /// <summary>Which table refers to which.</summary>
    public ILookup<string, string> References => RowsOf(ReferencesSql, row => (From: row.GetString(0), To: row.GetString(1)))
        .Where(reference => reference.From != reference.To)
        .ToLookup(reference => reference.From, reference => reference.To);

    /// <summary>From here on all that is read is of one state.</summary>
    public abstract void BeginSnapshot();

    /// <summary>Gives the connection room to hold what a load touches.</summary>
    public abstract void BeginLoad();

    /// <summary>A table as the catalogue tells it, to be written to.</summary>
    public StoredTable Describe(string table) => Catalogued(table);

    /// <summary>A table as the catalogue tells it, to be read from.</summary>
    /// <param name="table">The table.</param>
    /// <param name="keepsOrder">Whether the order of the journal is moved beside it; else an entry's id on its way is its place in the feed.</param>
    public StoredTable DescribeSource(string table, bool keepsOrder) => Catalogued(table) with
    {
        ReadFrom = table switch
        {
            "journal" when !keepsOrder => JournalRows,
            MovedTables.JournalOrder => OrderRows,
            "tenant_revisions" => RevisionRows,
            _ => null,
        },
    };

    /// <summary>Puts the triggers to rest, so that what is written moves nothing else; they stay so whatever happens to the process.</summary>
    public abstract void RestTriggers(IEnumerable<string> tables, CopyMarks marks);

    /// <summary>Wakes the triggers that were put to rest.</summary>
    public abstract void WakeTriggers(IEnumerable<string> tables, CopyMarks marks);

    /// <summary>Empties tables, together with what is derived from them.</summary>
    public abstract void Empty(IReadOnlyCollection<string> tables);

    /// <summary>Writes rows that follow one another by their key, and what is derived from each.</summary>
    public abstract void Write(StoredTable table, IReadOnlyList<object?[]> rows);

    /// <summary>Makes what is derived from all rows together.</summary>
    public abstract void Derive();

    /// <summary>Tells the planner what is in the tables now.</summary>
    public abstract void Settle();

    /// <summary>The last number that the database has given in a column; 0 for none.</summary>
    public abstract long LastNumber(string table, string column);

    /// <summary>Lets the database go on after a number.</summary>
    public abstract void GoOnAfter(long number, string table, string column);

    /// <summary>Begins a transaction.</summary>
    public DbTransaction Begin() => connection.BeginTransaction();

    /// <summary>How many rows a table has.</summary>
    public long Count(StoredTable table) => Number($"SELECT count(*) FROM {RowsOf(table)}");

    /// <summary>Reads rows in the order of their key.</summary>
    /// <param name="table">The table.</param>
    /// <param name="after">The key after which to begin; null for the first.</param>
    /// <param name="upTo">The key with which to end; null for the last.</param>
    /// <param name="most">At most so many.</param>
    public List<object?[]> Read(StoredTable table, object?[]? after, object?[]? upTo, int most)
    {
        var key = string.Join(", ", table.Key.Select(Quoted));
        using var command = Command($"""
            SELECT {string.Join(", ", table.Columns.Select(column => Quoted(column.Name)))} FROM {RowsOf(table)}
            WHERE {Bound(">", "after", after)} AND {Bound("<=", "upto", upTo)} ORDER BY {key} LIMIT {most.ToString(CultureInfo.InvariantCulture)}
            """);
        Bind("after", after);
        Bind("upto", upTo);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[table.Columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = OnItsWay(reader.GetValue(i), table.Columns[i]);
            }

            rows.Add(row);
        }

        return rows;

        string Bound(string relation, string name, object?[]? bound) =>
            bound is null ? "TRUE" : $"({key}) {relation} ({string.Join(", ", bound.Select((_, i) => $"@{name}{i}"))})";

        void Bind(string name, object?[]? bound)
        {
            for (var i = 0; i < bound?.Length; i++)
            {
                command.Add($"@{name}{i}", bound[i]);
            }
        }
    }

    /// <summary>Counts and sums rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="upTo">The key with which to end; null for the last.</param>
    /// <param name="most">How many rows to read at once.</param>
    /// <param name="read">Told how many rows were read since the last time.</param>
    /// <param name="ct">Gives up.</param>
    public TableSum Sum(StoredTable table, object?[]? upTo, int most, Action<int> read, CancellationToken ct)
    {
        var sum = new TableSum();
        object?[]? after = null;
        List<object?[]> page;
        do
        {
            ct.ThrowIfCancellationRequested();
            page = Read(table, after, upTo, most);
            page.ForEach(sum.Add);
            after = page.Count > 0 ? table.KeyOf(page[^1]) : after;
            read(page.Count);
        }
        while (page.Count == most);

        return sum;
    }

    /// <summary>Runs SQL.</summary>
    public void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Asks for one number.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return Convert.ToInt64(command.ExecuteScalar() switch { null or DBNull => 0L, var number => number }, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads rows of any query.</summary>
    public List<T> RowsOf<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A command that may take as long as it takes.</summary>
    protected DbCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
        {
            command.Add(name, value);
        }

        return command;
    }

    /// <inheritdoc />
    public void Dispose() => connection.Dispose();

    /// <summary>A name as SQL writes it.</summary>
    protected static string Quoted(string name) => $"\"{name}\"";

    /// <summary>Asks for the names of all tables.</summary>
    protected abstract string TablesSql { get; }

    /// <summary>Asks for the two tables of each reference.</summary>
    protected abstract string ReferencesSql { get; }

    /// <summary>The table, its columns and its key, without what it computes.</summary>
    protected abstract StoredTable Catalogued(string table);

    /// <summary>What the rows of the journal are read from, where that is not the table: on its way an entry's id is its number in the feed.</summary>
    protected virtual string? JournalRows => null;

    /// <summary>What the order of the journal is read from, where that is not the table.</summary>
    protected virtual string? OrderRows => null;

    /// <summary>What the revisions of the tenants are read from, where that is not the table.</summary>
    protected virtual string? RevisionRows => null;

    private static string RowsOf(StoredTable table) => table.ReadFrom ?? Quoted(table.Name);

    private List<string> TextsOf(string sql) => RowsOf(sql, row => row.GetString(0));

    private static object? OnItsWay(object stored, StoredColumn column) => stored switch
    {
        DBNull => null,
        bool isTrue => isTrue ? 1L : 0L,
        int number => (long)number,
        DateTime time => Timestamp.ToMicroseconds(time),
        string text when column.Kind == ValueKind.Time => Timestamp.ToMicroseconds(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime),
        string text when column is { Kind: ValueKind.Json, Members: { } members, MembersAtTarget: { } target } => members.Rewrite(text, target),
        _ => stored,
    };
}
