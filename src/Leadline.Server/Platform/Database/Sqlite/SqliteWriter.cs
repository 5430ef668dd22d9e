using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database.Sqlite;

/// <summary>The one connection through which a process changes tenant data on SQLite.</summary>
internal sealed class SqliteWriter(
    SqliteDatabase database,
    IReadOnlyList<TenantModelPart> tenantModel,
    IReadOnlyList<PlatformModelPart> platformModel,
    DbContextOptions<SqliteTenantDb> tenantOptions,
    DbContextOptions<SqlitePlatformDb> platformOptions,
    SqliteConnection connection,
    PreparedConnection prepared)
    : WritingConnection(connection, prepared)
{
    private const int CommitsPerCheckpoint = 200;

    private int commits;
    private Task checkpoint = Task.CompletedTask;

    /// <summary>Whether a transaction is under way.</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

    public override TenantDb For(TenantWrite write) => Attach(new SqliteTenantDb(tenantOptions, tenantModel, write.View, write));

    public override PlatformDb Platform() => Attach(new SqlitePlatformDb(platformOptions, platformModel));

    public override void OpenBatch(TenantId tenant, long batch, DateTime at) => Prepared.Prepare(
        "INSERT INTO open_batch (tenant_id, batch_id, at, is_bulk) VALUES (@tenant, @batch, @now, FALSE)",
        [("@tenant", tenant.Value), ("@batch", batch), ("@now", Timestamp.ToMicroseconds(at))]).ExecuteNonQuery();

    public override void CloseBatch() => Execute("DELETE FROM open_batch");

    /// <summary>Begins a transaction and waits until no other process has one.</summary>
    public void Begin() => Execute("BEGIN IMMEDIATE");

    /// <summary>Commits; what was committed survives a power loss.</summary>
    public void Commit()
    {
        Execute("COMMIT");
        // Now and then the log is copied into the file, by another connection, so that nobody waits for it.
        if (++commits % CommitsPerCheckpoint == 0 && checkpoint.IsCompleted)
        {
            checkpoint = Task.Run(Checkpoint);
        }
    }

    public override void Dispose()
    {
        checkpoint.Wait();
        base.Dispose();
    }

    private void Checkpoint()
    {
        using var other = database.OpenForWriting();
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
    }
}
