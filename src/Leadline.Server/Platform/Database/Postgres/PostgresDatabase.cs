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
    private const string NoSuchDatabase = "3D000";
    private const int MostPrepared = 400;

    // Any numbers, the same in every process: who holds the lock migrates, and who holds the other changes tenant data.
    private const long MigrationLock = 5_323_476_363;
    private const long WriteLock = 5_323_476_364;

    // Beside these two, each tenant has locks of its own, by its number.
    private const long TenantLocks = 1L << 60;
    private const long SettlingLocks = 1L << 61;

    // What a connection string does not say otherwise: two processes and an operator fit into the server's own hundred.
    private const int MostConnections = 40;

    // Changes wait for the database on threads of the pool, which would make new ones too slowly.
    private const int FewestThreads = 48;

    private static readonly string WaitSql = $"SELECT pg_advisory_xact_lock({WriteLock})";

    // How long it is known of a server that it is lost, or follows another: so long a promoted one may go unnoticed.
    private const int SecondsUntilLookedAgain = 1;

    private const int SecondsBetweenSignsOfLife = 30;

    private readonly NpgsqlDataSource source;
    private readonly PostgresDatabase? replica;
    private readonly JournalPositions positions;
    private readonly string connectionString;
    private readonly NpgsqlConnectionStringBuilder hearing;
    private string? timeline;
    private long history;
    private readonly bool prepares;
    private readonly int poolSize;
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
        var settings = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString());
        settings.MaxAutoPrepare = settings.MaxAutoPrepare > 0 || settings.NoResetOnClose ? settings.MaxAutoPrepare : MostPrepared;
        var given = new DbConnectionStringBuilder { ConnectionString = options.Value.Database };
        if (!given.ContainsKey("Maximum Pool Size"))
        {
            settings.MaxPoolSize = MostConnections;
        }

        if (!given.ContainsKey("Host Recheck Seconds"))
        {
            settings.HostRecheckSeconds = SecondsUntilLookedAgain;
        }

        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, FewestThreads), ports);
        prepares = settings.MaxAutoPrepare > 0;
        poolSize = settings.MaxPoolSize;
        settings.TargetSessionAttributes = null; // that is ours to say
        settings.LoadBalanceHosts = IsSeveral(settings);
        connectionString = settings.ConnectionString;
        hearing = new NpgsqlConnectionStringBuilder(options.Value.DirectConnectionString()) { Pooling = false, KeepAlive = SecondsBetweenSignsOfLife };
        hearing.TargetSessionAttributes = IsSeveral(hearing) ? "primary" : null;
        positions = new JournalPositions(PositionsAsync);
        this.platformModel = [.. platformModel];
        this.tenantModel = [.. tenantModel];
        if (IsSeveral(settings))
        {
            var servers = new NpgsqlDataSourceBuilder(connectionString).UsePhysicalConnectionInitializer(LearnTimeline, LearnTimelineAsync).BuildMultiHost();
            source = servers.WithTargetSession(TargetSessionAttributes.Primary);
            replica = new PostgresDatabase(this, servers.WithTargetSession(TargetSessionAttributes.Standby), loggers);
        }
        else
        {
            source = new NpgsqlDataSourceBuilder(connectionString).UsePhysicalConnectionInitializer(LearnTimeline, LearnTimelineAsync).Build();
        }

        platformOptions = Configure(new DbContextOptionsBuilder<PostgresPlatformDb>(), MigrationHistory.Platform, loggers).Options;
        tenantOptions = Configure(new DbContextOptionsBuilder<PostgresTenantDb>(), MigrationHistory.Tenant, loggers).Options;
    }

    // The same database, at its standbys.
    private PostgresDatabase(PostgresDatabase primary, NpgsqlDataSource standbys, ILoggerFactory loggers)
    {
        source = standbys;
        (connectionString, hearing, prepares, poolSize) = (primary.connectionString, primary.hearing, primary.prepares, primary.poolSize);
        (platformModel, tenantModel, positions) = (primary.platformModel, primary.tenantModel, primary.positions);
        platformOptions = Configure(new DbContextOptionsBuilder<PostgresPlatformDb>(), MigrationHistory.Platform, loggers).Options;
        tenantOptions = Configure(new DbContextOptionsBuilder<PostgresTenantDb>(), MigrationHistory.Tenant, loggers).Options;
    }

    /// <inheritdoc />
    public override string? MissingFile => null;

    /// <inheritdoc />
    public override LeadlineDatabase? Replica => replica;

    /// <inheritdoc />
    public override long History => Volatile.Read(ref history);

    /// <inheritdoc />
    public override Task<long> JournalAsync(TenantId tenant, CancellationToken ct) => positions.OfAsync(tenant).WaitAsync(ct);

    /// <summary>Makes the database itself, if the server has none of its name and the role may.</summary>
    public override void Create()
    {
        try
        {
            using var connection = source.OpenConnection();
        }
        catch (PostgresException fault) when (fault.SqlState == NoSuchDatabase)
        {
            var there = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false };
            there.TargetSessionAttributes = IsSeveral(there) ? "primary" : null;
            using var server = new NpgsqlConnection(there.ConnectionString);
            server.Open();
            server.Execute($"CREATE DATABASE \"{new NpgsqlConnectionStringBuilder(connectionString).Database?.Replace("\"", "\"\"", StringComparison.Ordinal)}\" ENCODING 'UTF8' TEMPLATE template0");
        }
    }

    /// <inheritdoc />
    public override PlatformDb Platform() => new PostgresPlatformDb(platformOptions, platformModel);

    /// <inheritdoc />
    public override TenantDb For(TenantView view) => new PostgresTenantDb(tenantOptions, tenantModel, view, write: null);

    /// <inheritdoc />
    public override DbConnection OpenForWriting() => source.OpenConnection();

    /// <inheritdoc />
    public override DbConnection OpenForBulkLoad() => source.OpenConnection();

    /// <summary>Two: each has a process of the database to itself.</summary>
    public override int LoadsSideBySide => 2;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        replica?.Dispose();
        source.Dispose();
    }

    internal override string Dialect(string sql) => PostgresText.Of(sql);

    internal override string ForgetfulSql => "SET synchronous_commit = off; SET lock_timeout = 2000;";

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
        using var connection = source.OpenConnection();
        PostgresWall.Raise(connection, MigrationLock);
    }

    internal override (IReadOnlyList<string> Breaches, int Tables)? TryWall()
    {
        using var connection = source.OpenConnection();
        return WallTrial.Run(connection);
    }

    internal override bool ReservesIdsApart => true;

    // Those of one record stand in the order in which it was locked. Their place in the feed they get once they are committed.
    internal override (string Before, string Id) NextEntrySql(string tenant) => ("", "nextval('journal_ids')");

    internal override Task SettleAsync(TenantId tenant, CancellationToken ct) => SettleAsync(tenant, SettleSql, ct);

    /// <summary>Does the same, and tells every process that the tenant was changed.</summary>
    internal Task SettleAndTellAsync(TenantId tenant, CancellationToken ct) =>
        SettleAsync(tenant, $"{SettleSql}; SELECT pg_notify('{Changes}', @tenant::text)", ct);

    /// <summary>Opens a connection that hears of the tenants that any process has changed, for as long as it lives; the caller closes it.</summary>
    internal async Task<NpgsqlConnection> OpenToHearAsync(Action<TenantId> changed, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(hearing.ConnectionString);
        try
        {
            connection.Notification += (_, told) => changed(new TenantId(long.Parse(told.Payload, CultureInfo.InvariantCulture)));
            await connection.OpenAsync(ct);
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
    internal int MostWriters => Math.Max(1, poolSize * 3 / 10);

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

    private protected override int ReadersKept => poolSize / 2;

    private protected override PreparedConnection OpenReader() => new(source.OpenConnection(), Dialect) { Watch = command => Watch?.Invoke(command) };

    private protected override Task BeginReadAsync(PreparedConnection reader, TenantId? tenant, CancellationToken ct) => tenant is { } whose
        ? reader.Prepare($"{BeginReadSql}; {PostgresWall.EnterToReadSql}", [PostgresWall.Parameter(whose)]).ExecuteNonQueryAsync(ct)
        : reader.Prepare(BeginReadSql, []).ExecuteNonQueryAsync(ct);

    // Statements that are sent together are one transaction.
    private protected override async Task<DbDataReader> QueryAsync(
        PreparedConnection reader, TenantId tenant, string sql, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken ct)
    {
        var command = reader.Prepare($"{PostgresWall.EnterToReadSql}; {sql}", [PostgresWall.Parameter(tenant), .. parameters]);
        if (prepares && !((NpgsqlCommand)command).IsPrepared)
        {
            await command.PrepareAsync(ct);
        }

        var rows = await command.ExecuteReaderAsync(ct);
        await rows.NextResultAsync(ct);
        return rows;
    }

    private static bool IsSeveral(NpgsqlConnectionStringBuilder settings) => settings.Host?.Contains(',', StringComparison.Ordinal) == true;

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

    // A server that was promoted, or put back to an earlier time, goes on in a timeline of its own.
    private void LearnTimeline(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(TimelineSql, connection);
        Learn(command.ExecuteScalar() as string);
    }

    private async Task LearnTimelineAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(TimelineSql, connection);
        Learn(await command.ExecuteScalarAsync() as string);
    }

    private void Learn(string? current)
    {
        if (current is not null && Interlocked.Exchange(ref timeline, current) is { } former && former != current)
        {
            Interlocked.Increment(ref history);
        }
    }

    private const string TimelineSql = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END";

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
