using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Leadline.Platform.Database;

/// <summary>
/// A read transaction for hand-written SQL: all its queries see the state of the first one.
/// Statements are prepared once for each pooled connection, so the texts of queries must be few.
/// </summary>
public sealed class Snapshot : IAsyncDisposable
{
    private readonly PreparedConnection connection;
    private readonly Action<PreparedConnection>? giveBack;
    private readonly List<DbCommand> once = [];

    private Snapshot(PreparedConnection connection, Action<PreparedConnection>? giveBack)
    {
        this.connection = connection;
        this.giveBack = giveBack;
    }

    /// <summary>Whether the database is SQLite, for the few queries that have no common words.</summary>
    internal bool IsSqlite => connection.IsSqlite;

    /// <summary>True within a change: what is seen may yet be taken back, and must not be remembered.</summary>
    public bool IsTentative => giveBack is null;

    /// <summary>What a change sees, its own rows included.</summary>
    internal static Snapshot Within(PreparedConnection connection) => new(connection, giveBack: null);

    /// <summary>A read transaction that has begun.</summary>
    internal static Snapshot Of(PreparedConnection connection, Action<PreparedConnection> giveBack) => new(connection, giveBack);

    /// <summary>Runs a query.</summary>
    /// <param name="sql">SQL with named parameters.</param>
    /// <param name="ct">Gives the query up.</param>
    /// <param name="parameters">Name and value of each, always in the same order for the same text.</param>
    public Task<DbDataReader> QueryAsync(string sql, CancellationToken ct, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        connection.Prepare(sql, parameters).ExecuteReaderAsync(ct);

    /// <summary>Runs a query whose text is one of very many, so that preparing it for the next time would only fill the memory.</summary>
    /// <param name="sql">SQL with named parameters.</param>
    /// <param name="ct">Gives the query up.</param>
    /// <param name="parameters">Name and value of each.</param>
    public Task<DbDataReader> QueryOnceAsync(string sql, CancellationToken ct, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.MakeOnce(sql, parameters);
        once.Add(command);
        return command.ExecuteReaderAsync(ct);
    }

    /// <summary>Ends the read and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var command in once)
        {
            await command.DisposeAsync();
        }

        if (giveBack is null)
        {
            return;
        }

        // A connection that cannot end its read is of no use for the next; what was read is read.
        try
        {
            await connection.Prepare("COMMIT", []).ExecuteNonQueryAsync();
        }
        catch (Exception fault) when (fault is DbException or InvalidOperationException)
        {
            connection.Dispose();
            return;
        }

        giveBack(connection);
    }
}

/// <summary>A snapshot is older than what is remembered: a new one, to which that can be brought forward, costs less than looking all up for the old one.</summary>
public sealed class OldSnapshotException() : Exception("The snapshot is older than what is remembered.");

/// <summary>A pooled connection with its prepared statements.</summary>
/// <param name="connection">The connection.</param>
/// <param name="dialect">Writes SQL as the engine wants it.</param>
/// <param name="before">What is seen to before a statement is run.</param>
internal sealed class PreparedConnection(DbConnection connection, Func<string, string> dialect, Action? before = null) : IDisposable
{
    private readonly Dictionary<string, DbCommand> prepared = [];

    /// <summary>Told of every statement before it is run.</summary>
    public Action<DbCommand>? Watch { get; init; }

    public bool IsOpen => connection.State == ConnectionState.Open;

    public bool IsSqlite => connection is SqliteConnection;

    public DbCommand Prepare(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        before?.Invoke();
        if (!prepared.TryGetValue(sql, out var command))
        {
            prepared.Add(sql, command = Make(sql, parameters));
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value;
        }

        Watch?.Invoke(command);
        return command;
    }

    /// <summary>Makes a command for one use.</summary>
    public DbCommand MakeOnce(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        before?.Invoke();
        var command = Make(sql, parameters);
        Watch?.Invoke(command);
        return command;
    }

    private DbCommand Make(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = dialect(sql);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public void Dispose() => connection.Dispose();
}
