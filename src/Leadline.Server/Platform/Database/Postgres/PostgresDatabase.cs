using System.Data.Common;
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

    private static readonly string WaitSql = $"SELECT pg_advisory_xact_lock({WriteLock})";

    private readonly NpgsqlDataSource source;
    private readonly string connectionString;
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
        connectionString = settings.ConnectionString;
        source = new NpgsqlDataSourceBuilder(connectionString).Build();
        this.platformModel = [.. platformModel];
        this.tenantModel = [.. tenantModel];
        platformOptions = Configure(new DbContextOptionsBuilder<PostgresPlatformDb>(), MigrationHistory.Platform, loggers).Options;
        tenantOptions = Configure(new DbContextOptionsBuilder<PostgresTenantDb>(), MigrationHistory.Tenant, loggers).Options;
    }

    /// <inheritdoc />
    public override string? MissingFile => null;

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

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
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

    internal override WritingConnection OpenWriter()
    {
        var connection = source.OpenConnection();
        return new Writer(this, connection, new PreparedConnection(connection, Dialect));
    }

    private protected override PreparedConnection OpenReader() => new(source.OpenConnection(), Dialect);

    private protected override string BeginReadSql => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private DbContextOptionsBuilder<TDb> Configure<TDb>(DbContextOptionsBuilder<TDb> builder, string historyTable, ILoggerFactory loggers)
        where TDb : DbContext =>
        builder
            .UseNpgsql(connectionString, postgres => postgres.MigrationsHistoryTable(historyTable))
            .UseLoggerFactory(loggers)
            .AddInterceptors(OneWriter.AtATime);

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

    private sealed class Writer(PostgresDatabase database, NpgsqlConnection connection, PreparedConnection prepared) : WritingConnection(connection, prepared)
    {
        private bool isInTransaction;

        public override bool IsInTransaction => isInTransaction;

        public override TenantDb For(TenantWrite write)
        {
            var db = new PostgresTenantDb(database.tenantOptions, database.tenantModel, write.View, write);
            db.Database.SetDbConnection(connection);
            db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never; // the change around it has begun one
            return db;
        }

        public override PlatformDb Platform()
        {
            var db = new PostgresPlatformDb(database.platformOptions, database.platformModel);
            db.Database.SetDbConnection(connection);
            db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            return db;
        }

        public override void Begin()
        {
            Execute($"BEGIN; {WaitSql}");
            isInTransaction = true;
        }

        public override void Commit()
        {
            Execute("COMMIT");
            isInTransaction = false;
        }
    }
}
