using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database;

/// <summary>The one connection through which a process changes tenant data, with what is made only once for it.</summary>
internal sealed class WritingConnection : IDisposable
{
    private const int CommitsPerCheckpoint = 200;

    private readonly Func<SqliteConnection> open;
    private int commits;
    private Task checkpoint = Task.CompletedTask;

    public WritingConnection(Func<SqliteConnection> open, DbContextOptions<SqliteTenantDb> tenantOptions, DbContextOptions<SqlitePlatformDb> platformOptions, SqliteConnection connection, PreparedConnection prepared)
    {
        this.open = open;
        Connection = connection;
        Prepared = prepared;
        TenantOptions = tenantOptions;
        PlatformOptions = platformOptions;
    }

    public SqliteConnection Connection { get; }

    public PreparedConnection Prepared { get; }

    public DbContextOptions<SqliteTenantDb> TenantOptions { get; }

    public DbContextOptions<SqlitePlatformDb> PlatformOptions { get; }

    public void Execute(string sql) => Prepared.Prepare(sql, []).ExecuteNonQuery();

    /// <summary>Commits. Now and then the log is copied into the file, by another connection, so that nobody waits for it.</summary>
    public void Commit()
    {
        Execute("COMMIT");
        if (++commits % CommitsPerCheckpoint == 0 && checkpoint.IsCompleted)
        {
            checkpoint = Task.Run(Checkpoint);
        }
    }

    public void Dispose()
    {
        checkpoint.Wait();
        Connection.Dispose();
    }

    private void Checkpoint()
    {
        using var connection = open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }
}
