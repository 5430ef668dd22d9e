using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Leadline.Platform.Database.Postgres;

/// <summary>One of the connections through which a process changes tenant data on PostgreSQL.</summary>
internal sealed class PostgresWriter(
    NpgsqlConnection connection,
    WallSide side,
    PreparedConnection prepared,
    DbContextOptions<PostgresTenantDb> tenantOptions,
    IReadOnlyList<TenantModelPart> tenantModel,
    DbContextOptions<PostgresPlatformDb> platformOptions,
    IReadOnlyList<PlatformModelPart> platformModel)
    : WritingConnection(connection, prepared)
{
    /// <inheritdoc />
    public override TenantDb For(TenantWrite write) => Attach(new PostgresTenantDb(tenantOptions, tenantModel, write.View, write));

    /// <inheritdoc />
    public override PlatformDb Platform() => Attach(new PostgresPlatformDb(platformOptions, platformModel));

    /// <summary>Begins a transaction behind the tenant's wall, and waits until it may run.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="isAlone">Whether no other change of the tenant may run beside it.</param>
    public async Task BeginAsync(TenantId tenant, bool isAlone)
    {
        side.IsBehind();
        await Prepared.Prepare(
            $"BEGIN; {PostgresWall.EnterSql}; {PostgresDatabase.TurnSql(isAlone)}; SAVEPOINT change",
            [PostgresWall.Parameter(tenant), ("@number", tenant.Value)]).ExecuteNonQueryAsync();
    }

    /// <summary>Commits; what was committed survives a power loss.</summary>
    public Task CommitAsync() => EndAsync("COMMIT");

    /// <summary>Takes all back.</summary>
    public Task RollBackAsync() => EndAsync("ROLLBACK");

    /// <inheritdoc />
    public override void OpenBatch(TenantId tenant, long batch, DateTime at) => Prepared.Prepare(
        "SELECT set_config('leadline.batch', @batch, TRUE), set_config('leadline.at', @at, TRUE)",
        [("@batch", Text(batch)), ("@at", Text(Timestamp.ToMicroseconds(at)))]).ExecuteNonQuery();

    /// <summary>Nothing: the batch ends with the transaction.</summary>
    public override void CloseBatch()
    {
    }

    /// <inheritdoc />
    public override void RollBackChange()
    {
        side.IsBehind(); // where the transaction was at the savepoint; after a fault nothing else could be asked before
        base.RollBackChange();
    }

    private async Task EndAsync(string sql)
    {
        side.IsBehind();
        await Prepared.Prepare(sql, []).ExecuteNonQueryAsync();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
