using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Leadline.Platform.Database.Sqlite;

/// <summary>How every SQLite connection is set: an acknowledged write survives power loss, and writers wait for one another.</summary>
public static class SqliteSettings
{
    /// <summary>
    /// Run on each connection as it opens, which may be a pooled one that only read before. WAL itself is a property of the file, set when it
    /// is migrated.
    /// </summary>
    public const string OnOpen = "PRAGMA query_only = 0; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000;";

    /// <summary>
    /// Sets the library itself, before the first connection: no locks around connections and no memory statistics,
    /// since no connection is ever used by two threads at once.
    /// </summary>
    public static void Initialize() => LibrarySettings.Value.ToString();

    /// <summary>Sets the connections that EF Core opens.</summary>
    public static DbConnectionInterceptor Interceptor { get; } = new OnOpenInterceptor();

    private static readonly Lazy<bool> LibrarySettings = new(() =>
    {
        SQLitePCL.Batteries_V2.Init();
        return SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD) == SQLitePCL.raw.SQLITE_OK
            && SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0) == SQLitePCL.raw.SQLITE_OK;
    });

    private sealed class OnOpenInterceptor : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var settings = connection.CreateCommand();
            settings.CommandText = OnOpen;
            settings.ExecuteNonQuery();
        }

        // Microsoft.Data.Sqlite has no asynchronous calls to wait for.
        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}
