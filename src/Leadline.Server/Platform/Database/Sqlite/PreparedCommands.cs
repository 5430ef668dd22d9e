using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leadline.Platform.Database.Sqlite;

/// <summary>
/// Runs EF Core's commands of one connection as statements that are prepared once: compiling an insert with its triggers takes longer
/// than running it. Used by one caller at a time; SQLite answers at once, so nothing is awaited.
/// </summary>
/// <param name="connection">The connection with its prepared statements.</param>
internal sealed class PreparedCommands(PreparedConnection connection) : DbCommandInterceptor
{
    private const int Most = 500;

    private readonly HashSet<string> known = [];
    private readonly HashSet<string> reading = [];

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Prepared(command) is { } prepared ? InterceptionResult<DbDataReader>.SuppressWithResult(Read(prepared)) : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(ReaderExecuting(command, eventData, result));

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        reading.Remove(command.CommandText);
        return result;
    }

    private DbDataReader Read(DbCommand prepared)
    {
        try
        {
            return prepared.ExecuteReader();
        }
        catch
        {
            reading.Remove(prepared.CommandText);
            throw;
        }
    }

    // Null for a text that is being read from, or for one more than are worth their memory.
    private DbCommand? Prepared(DbCommand command)
    {
        if ((known.Count == Most && !known.Contains(command.CommandText)) || !reading.Add(command.CommandText))
        {
            return null;
        }

        known.Add(command.CommandText);
        var values = new (string, object)[command.Parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (command.Parameters[i].ParameterName, command.Parameters[i].Value ?? DBNull.Value);
        }

        return connection.Prepare(command.CommandText, values);
    }
}
