using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Leadline.Platform.Database.Postgres;

/// <summary>The database on PostgreSQL, 15 or later.</summary>
public sealed class PostgresDatabase : LeadlineDatabase
{
    // Any numbers, the same in every process: who holds the lock migrates, and who holds the other changes tenant data.
    private const long MigrationLock = 5_323_476_363;
    private const long WriteLock = 5_323_476_364;

    // Beside these two, each tenant has locks of its own, by its number.
    private const long TenantLocks = 1L << 60;
    private const long SettlingLocks = 1L << 61;

    // Changes wait for the database on threads of the pool, which would make new ones too slowly.
    private const int FewestThreads = 48;

    private static readonly string WaitSql = $"SELECT pg_advisory_xact_lock({WriteLock})";

    private readonly PostgresServers servers;
    private readonly NpgsqlDataSource source;
    private readonly PostgresDatabase? replica;
    private readonly JournalPositions positions;
    private readonly IReadOnlyList<PlatformModelPart> platformModel;
    private readonly IReadOnlyList<TenantModelPart> tenantModel;
    private readonly DbContextOptions<PostgresPlatformDb> platformOptions;
    private readonly DbContextOptions<PostgresTenantDb> tenantOptions;

    /// <summary>Binds the connection string; nothing is opened yet.</summary>
    public PostgresDatabase(
        IOptions<LeadlineOptions> options,
        IEnumerable<PlatformModelPart> platformModel,
        IEnumerable<TenantModelPart> tenantModel,
        ILoggerFactory loggers)
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, FewestThreads), ports);
        servers = new PostgresServers(options.Value);
        source = servers.Primary;
        positions = new JournalPositions(PositionsAsync);
        this.platformModel = [.. platformModel];
        this.tenantModel = [.. tenantModel];
        platformOptions = Configure(new DbContextOptionsBuilder<PostgresPlatformDb>(), MigrationHistory.Platform, loggers).Options;
        tenantOptions = Configure(new DbContextOptionsBuilder<PostgresTenantDb>(), MigrationHistory.Tenant, loggers).Options;
        replica = servers.Standbys is { } standbys ? new PostgresDatabase(this, standbys, loggers) : null;
    }

    // The same database, at its standbys.
    private PostgresDatabase(PostgresDatabase primary, NpgsqlDataSource standbys, ILoggerFactory loggers)
    {
        (servers, source, positions, platformModel, tenantModel) = (primary.servers, standbys, primary.positions, primary.platformModel, primary.tenantModel);
        platformOptions = Configure(new DbContextOptionsBuilder<PostgresPlatformDb>(), MigrationHistory.Platform, loggers).Options;
        tenantOptions = Configure(new DbContextOptionsBuilder<PostgresTenantDb>(), MigrationHistory.Tenant, loggers).Options;
    }

    /// <inheritdoc />
    public override string? MissingFile => null;

    /// <inheritdoc />
    public override LeadlineDatabase? Replica => replica;

    /// <inheritdoc />
    public override long History => servers.History;

    /// <inheritdoc />
    public override Task<long> JournalAsync(TenantId tenant, CancellationToken ct) => positions.OfAsync(tenant).WaitAsync(ct);

    /// <summary>Makes the database itself, if the server has none of its name and the role may.</summary>
    public override void Create() => servers.Create();

    /// <inheritdoc />
    public override PlatformDb Platform() => new PostgresPlatformDb(platformOptions, platformModel);

    /// <inheritdoc />
    public override TenantDb For(TenantView view) => new PostgresTenantDb(tenantOptions, tenantModel, view, write: null);

    /// <inheritdoc />
    public override DbConnection OpenForWriting() => servers.Direct.OpenConnection();

    /// <inheritdoc />
    public override DbConnection OpenForBulkLoad() => servers.Direct.OpenConnection();

    /// <summary>Two: each has a process of the database to itself.</summary>
    public override int LoadsSideBySide => 2;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        replica?.Dispose();
        servers.Dispose();
    }

    internal override string Dialect(string sql) => PostgresText.Of(sql);

    // Set for the transaction alone, as all that is set: the next on the connection may be anybody's, through a pooler.
    internal override DbTransaction BeginForgetful(DbConnection connection)
    {
        var transaction = connection.BeginTransaction();
        connection.Execute("SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = 2000");
        return transaction;
    }

    internal override string BeginMigrationSql => $"BEGIN; SELECT pg_advisory_xact_lock({MigrationLock})";

    internal override string CountTablesSql => "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = @table";

    internal override Dictionary<string, (string Table, string Text)> TextsOfTriggers(DbConnection connection, string prefix)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT made.tgname, "table".relname, coalesce(obj_description(made.tgfoid, 'pg_proc'), '')
            FROM pg_trigger made JOIN pg_class "table" ON "table".oid = made.tgrelid
            WHERE NOT made.tgisinternal AND starts_with(made.tgname, @prefix) AND "table".relnamespace = current_schema()::regnamespace
            """;
        command.Add("@prefix", prefix);
        using var rows = command.ExecuteReader();
        var triggers = new Dictionary<string, (string, string)>();
        while (rows.Read())
        {
            triggers.Add(rows.GetString(0), (rows.GetString(1), rows.GetString(2)));
        }

        return triggers;
    }

    internal override string TextOf(TableTrigger trigger) => $"{trigger.Event}; {trigger.When}; {trigger.Body}";

    internal override string CreateSql(TableTrigger trigger) => PostgresText.Trigger(trigger)
        + $"COMMENT ON FUNCTION {trigger.Name}() IS '{TextOf(trigger).Replace("'", "''", StringComparison.Ordinal)}';";

    internal override string DropSql(string trigger, string table) => $"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {trigger}();";

    internal override void RaiseWall()
    {
        using var connection = servers.Direct.OpenConnection();
        PostgresWall.Raise(connection, MigrationLock);
    }

    internal override (IReadOnlyList<string> Breaches, int Tables)? TryWall()
    {
        using var connection = servers.Direct.OpenConnection();
        return WallTrial.Run(connection);
    }

    internal override bool ReservesIdsApart => true;

    // Those of one record stand in the order in which it was locked. Their place in the feed they get once they are committed.
    internal override (string Before, string Id) NextEntrySql(string tenant) => ("", "nextval('journal_ids')");

    internal override Task SettleAsync(TenantId tenant, CancellationToken ct) => SettleAsync(tenant, SettleSql, ct);

    /// <summary>Does the same, and tells every process that the tenant was changed.</summary>
    internal Task SettleAndTellAsync(TenantId tenant, CancellationToken ct) =>
        SettleAsync(tenant, $"{SettleSql}; SELECT pg_notify('{Changes}', @tenant::text)", ct);

    /// <summary>Puts new texts into the search index, which else every search looks through beside it.</summary>
    internal async Task IndexTextsAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var clean = new NpgsqlCommand("SELECT gin_clean_pending_list('lead_search_by_trigram')", connection);
        await clean.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Clears the room of what was settled, unless another process does.</summary>
    internal async Task ClearSettledAsync(CancellationToken ct)
    {
        await using var connection = await servers.Direct.OpenConnectionAsync(ct);
        await using var vacuum = new NpgsqlCommand("VACUUM (SKIP_LOCKED, TRUNCATE FALSE) journal_arrivals, lead_count_deltas, revision_deltas", connection);
        await vacuum.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Opens a connection that hears of the tenants that any process has changed, for as long as it lives; the caller closes it.</summary>
    internal async Task<NpgsqlConnection> OpenToHearAsync(Action<TenantId> changed, CancellationToken ct)
    {
        var connection = await servers.Direct.OpenConnectionAsync(ct);
        try
        {
            connection.Notification += (_, told) => changed(new TenantId(long.Parse(told.Payload, CultureInfo.InvariantCulture)));
            await using var listen = new NpgsqlCommand($"LISTEN {Changes}", connection);
            await listen.ExecuteNonQueryAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The tenants of which something is to be settled, whichever process left it.</summary>
    internal async Task<List<TenantId>> UnsettledAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT tenant_id FROM journal_arrivals UNION SELECT tenant_id FROM lead_count_deltas UNION SELECT tenant_id FROM revision_deltas";
        await using var rows = await command.ExecuteReaderAsync(ct);
        var tenants = new List<TenantId>();
        while (await rows.ReadAsync(ct))
        {
            tenants.Add(new TenantId(rows.GetInt64(0)));
        }

        return tenants;
    }

    /// <summary>How many changes run at once; with the readers that are kept they leave a fifth of the pool to all else.</summary>
    internal int MostWriters => Math.Max(1, servers.PoolSize * 3 / 10);

    internal override PostgresWriter OpenWriter()
    {
        var connection = source.OpenConnection();
        var side = PostgresWall.Watch(connection);
        var prepared = new PreparedConnection(connection, Dialect, () => side.Go(behind: true));
        return new PostgresWriter(connection, side, prepared, tenantOptions, tenantModel, platformOptions, platformModel);
    }

    /// <summary>Waits in a transaction until a change may run: alone in its tenant, or beside others of its kind.</summary>
    internal static string TurnSql(bool isAlone) => isAlone
        ? $"{WaitSql}, pg_advisory_xact_lock({TenantLocks} + @number)"
        : $"SELECT pg_advisory_xact_lock_shared({TenantLocks} + @number)";

    private protected override int ReadersKept => servers.PoolSize / 2;

    private protected override PreparedConnection OpenReader() => new(source.OpenConnection(), Dialect) { Watch = command => Watch?.Invoke(command) };

    private protected override Task BeginReadAsync(PreparedConnection reader, TenantId? tenant, CancellationToken ct) => tenant is { } whose
        ? reader.Prepare($"{BeginReadSql}; {PostgresWall.EnterToReadSql}", [PostgresWall.Parameter(whose)]).ExecuteNonQueryAsync(ct)
        : reader.Prepare(BeginReadSql, []).ExecuteNonQueryAsync(ct);

    // Statements that are sent together are one transaction.
    private protected override async Task<DbDataReader> QueryAsync(
        PreparedConnection reader, TenantId tenant, string sql, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken ct)
    {
        var command = reader.Prepare($"{PostgresWall.EnterToReadSql}; {sql}", [PostgresWall.Parameter(tenant), .. parameters]);
        if (servers.Prepares && !((NpgsqlCommand)command).IsPrepared)
        {
            await command.PrepareAsync(ct);
        }

        var rows = await command.ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        return rows;
    }

    private async Task SettleAsync(TenantId tenant, string sql, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var settle = connection.CreateCommand();
        settle.CommandText = sql;
        settle.Add("@tenant", tenant.Value);
        await settle.ExecuteNonQueryAsync(ct);
    }

    private async Task<Dictionary<long, long>> PositionsAsync(long[] tenants)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT tenant_id, journal FROM tenant_state WHERE tenant_id = ANY(@tenants)", connection);
        command.Parameters.AddWithValue("@tenants", tenants);
        await using var rows = await command.ExecuteReaderAsync();
        var journals = new Dictionary<long, long>();
        while (await rows.ReadAsync())
        {
            journals.Add(rows.GetInt64(0), rows.GetInt64(1));
        }

        return journals;
    }

    private static readonly string SettleSql = $"SELECT settle_tenant(@tenant, {SettlingLocks} + @tenant) WHERE is_unsettled(@tenant)";

    // The channel on which processes tell each other of changed tenants.
    private const string Changes = "leadline_changes";

    private const string BeginReadSql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private DbContextOptionsBuilder<TDb> Configure<TDb>(DbContextOptionsBuilder<TDb> builder, string historyTable, ILoggerFactory loggers)
        where TDb : DbContext =>
        builder
            .UseNpgsql(source, postgres => postgres.MigrationsHistoryTable(historyTable))
            .UseLoggerFactory(loggers)
            .AddInterceptors(OneWriter.AtATime, PostgresWall.Guard);

    // What is looked at and then written in one transaction is written by one at a time, as on SQLite.
    private sealed class OneWriter : DbTransactionInterceptor
    {
        public static readonly OneWriter AtATime = new();

        public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
        {
            connection.Execute(WaitSql);
            return result;
        }

        public override ValueTask<DbTransaction> TransactionStartedAsync(
            DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(TransactionStarted(connection, eventData, result));
    }
}
