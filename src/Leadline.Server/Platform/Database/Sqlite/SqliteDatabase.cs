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

    internal override DbTransaction BeginForgetful(DbConnection connection)
    {
        connection.Execute("PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;");
        return connection.BeginTransaction();
    }

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
        return new SqliteWriter(
            this,
            tenantModel,
            platformModel,
            new DbContextOptionsBuilder<SqliteTenantDb>().UseSqlite().UseLoggerFactory(loggers).AddInterceptors(commands).Options,
            new DbContextOptionsBuilder<SqlitePlatformDb>().UseSqlite().UseLoggerFactory(loggers).AddInterceptors(commands).Options,
            connection,
            prepared);
    }

    /// <summary>Nothing: SQLite knows no roles, so here <see cref="TenantDb"/> and the tenant in every query are the only wall.</summary>
    internal override void RaiseWall()
    {
    }

    internal override (IReadOnlyList<string> Breaches, int Tables)? TryWall() => null;

    internal override bool ReservesIdsApart => false;

    internal override (string Before, string Id) NextEntrySql(string tenant) => (
        $"""
        INSERT INTO tenant_revisions (tenant_id, journal) VALUES ({tenant}, 1)
        ON CONFLICT (tenant_id) DO UPDATE SET journal = tenant_revisions.journal + 1;
        """,
        $"(SELECT journal FROM tenant_revisions WHERE tenant_id = {tenant})");

    /// <summary>Nothing: with one writer an entry's own number is its place in the order of commits.</summary>
    internal override Task SettleAsync(TenantId tenant, CancellationToken ct) => Task.CompletedTask;

    private protected override int ReadersKept => 8;

    private protected override PreparedConnection OpenReader() => new(Open("PRAGMA query_only = 1; PRAGMA cache_size = -8192;"), Dialect);

    private protected override Task BeginReadAsync(PreparedConnection reader, TenantId? tenant, CancellationToken ct) =>
        reader.Prepare("BEGIN", []).ExecuteNonQueryAsync(ct);

    private protected override Task<DbDataReader> QueryAsync(
        PreparedConnection reader, TenantId tenant, string sql, IReadOnlyList<(string Name, object Value)> parameters, CancellationToken ct) =>
        reader.Prepare(sql, [.. parameters]).ExecuteReaderAsync(ct);

    private SqliteConnection Open(string settings)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = SqliteSettings.OnOpen + settings;
        pragmas.ExecuteNonQuery();
        connection.CreateFunction("campaign_of", (byte[]? attribution, bool isFirst) => attribution is null ? null : Campaign.Of(attribution, isFirst), isDeterministic: true);
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
}
