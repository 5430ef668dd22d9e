using System.Data.Common;
using Leadline.Platform.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Platform.Database.Sqlite;

/// <summary>The database as one SQLite file.</summary>
public sealed class SqliteDatabase : LeadlineDatabase
{
    private readonly string connectionString;
    private readonly IReadOnlyList<PlatformModelPart> platformModel;
    private readonly IReadOnlyList<TenantModelPart> tenantModel;
    private readonly DbContextOptions<SqlitePlatformDb> platformOptions;
    private readonly DbContextOptions<SqliteTenantDb> tenantOptions;
    private readonly ILoggerFactory loggers;

    /// <summary>Binds the connection string; nothing is opened yet.</summary>
    public SqliteDatabase(
        IOptions<LeadlineOptions> options,
        IEnumerable<PlatformModelPart> platformModel,
        IEnumerable<TenantModelPart> tenantModel,
        ILoggerFactory loggers)
    {
        SqliteSettings.Initialize();
        connectionString = options.Value.ConnectionString();
        this.platformModel = [.. platformModel];
        this.tenantModel = [.. tenantModel];
        this.loggers = loggers;
        platformOptions = Configure(new DbContextOptionsBuilder<SqlitePlatformDb>(), MigrationHistory.Platform).Options;
        tenantOptions = Configure(new DbContextOptionsBuilder<SqliteTenantDb>(), MigrationHistory.Tenant).Options;
    }

    /// <inheritdoc />
    public override string? MissingFile => System.IO.File.Exists(File) ? null : File;

    private string File => Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    /// <summary>Makes the folder of the database file, if it is missing; only its owner may look into it.</summary>
    public override void Create()
    {
        if (Path.GetDirectoryName(File) is not { } folder || Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc />
    public override PlatformDb Platform() => new SqlitePlatformDb(platformOptions, platformModel);

    /// <inheritdoc />
    public override TenantDb For(TenantView view) => new SqliteTenantDb(tenantOptions, tenantModel, view, write: null);

    /// <inheritdoc />
    public override DbConnection OpenForWriting()
    {
        var connection = Open("PRAGMA temp_store = MEMORY;");
        connection.CreateFunction("fold", (string? text) => text is null ? null : Folding.Fold(text), isDeterministic: true); // for migrations
        return connection;
    }

    /// <inheritdoc />
    public override DbConnection OpenForBulkLoad() =>
        Open("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -524288; PRAGMA wal_autocheckpoint = 32768;");

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        SqliteConnection.ClearAllPools();
    }

    internal override string Dialect(string sql) => sql;

    internal override string ForgetfulSql => "PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;";

    internal override string BeginMigrationSql => "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE";

    internal override string CountTablesSql => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @table";

    internal override Dictionary<string, (string Table, string Text)> TextsOfTriggers(DbConnection connection, string prefix)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB @names";
        command.Add("@names", $"{prefix}*");
        using var rows = command.ExecuteReader();
        var triggers = new Dictionary<string, (string, string)>();
        while (rows.Read())
        {
            triggers.Add(rows.GetString(0), (rows.GetString(1), rows.GetString(2)));
        }

        return triggers;
    }

    internal override string TextOf(TableTrigger trigger) => CreateSql(trigger);

    internal override string CreateSql(TableTrigger trigger) => $"""
        CREATE TRIGGER {trigger.Name} AFTER {trigger.Event} ON {trigger.Table}{(trigger.When.Length > 0 ? $" WHEN {trigger.When}" : "")} BEGIN
            {trigger.Body}
        END
        """;

    internal override string DropSql(string trigger, string table) => $"DROP TRIGGER {trigger}";

    internal override WritingConnection OpenWriter()
    {
        var connection = Open("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 65536; PRAGMA secure_delete = FAST;");
        MakeFunctions(connection);
        var prepared = new PreparedConnection(connection, Dialect);
        var commands = new PreparedCommands(prepared);
        return new Writer(
            this,
            new DbContextOptionsBuilder<SqliteTenantDb>().UseSqlite().UseLoggerFactory(loggers).AddInterceptors(commands).Options,
            new DbContextOptionsBuilder<SqlitePlatformDb>().UseSqlite().UseLoggerFactory(loggers).AddInterceptors(commands).Options,
            connection,
            prepared);
    }

    private protected override PreparedConnection OpenReader() => new(Open("PRAGMA query_only = 1; PRAGMA cache_size = -8192;"), Dialect);

    private protected override string BeginReadSql => "BEGIN";

    private SqliteConnection Open(string settings)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = SqliteSettings.OnOpen + settings;
        pragmas.ExecuteNonQuery();
        return connection;
    }

    private DbContextOptionsBuilder<TDb> Configure<TDb>(DbContextOptionsBuilder<TDb> builder, string historyTable)
        where TDb : DbContext =>
        builder
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsHistoryTable(historyTable))
            .UseLoggerFactory(loggers)
            .AddInterceptors(SqliteSettings.Interceptor);

    // EF Core makes its functions on each connection that stands in a context's options, and thereby voids all that was prepared on it:
    // it is done once here, and contexts that share the connection get it by another way.
    private void MakeFunctions(SqliteConnection connection)
    {
        using var db = new SqlitePlatformDb(new DbContextOptionsBuilder<SqlitePlatformDb>().UseSqlite(connection).Options, platformModel);
        db.Database.GetDbConnection();
    }

    private sealed class Writer(
        SqliteDatabase database, DbContextOptions<SqliteTenantDb> tenantOptions, DbContextOptions<SqlitePlatformDb> platformOptions, SqliteConnection connection, PreparedConnection prepared)
        : WritingConnection(connection, prepared)
    {
        private const int CommitsPerCheckpoint = 200;

        private int commits;
        private Task checkpoint = Task.CompletedTask;

        public override bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0;

        public override TenantDb For(TenantWrite write)
        {
            var db = new SqliteTenantDb(tenantOptions, database.tenantModel, write.View, write);
            db.Database.SetDbConnection(connection);
            db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never; // the change around it has begun one
            return db;
        }

        public override PlatformDb Platform()
        {
            var db = new SqlitePlatformDb(platformOptions, database.platformModel);
            db.Database.SetDbConnection(connection);
            db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            return db;
        }

        public override void Begin() => Execute("BEGIN IMMEDIATE");

        // Now and then the log is copied into the file, by another connection, so that nobody waits for it.
        public override void Commit()
        {
            Execute("COMMIT");
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
}
