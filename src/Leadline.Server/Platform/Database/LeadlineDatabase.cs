using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Platform.Database;

/// <summary>
/// The one database of the installation. Ordinary reads and writes go through its EF Core contexts;
/// what must be fast reads through a <see cref="Snapshot"/>.
/// </summary>
public sealed class LeadlineDatabase : IDisposable
{
    private const int ReadersKept = 8;

    private readonly string connectionString;
    private readonly IReadOnlyList<PlatformModelPart> platformModel;
    private readonly IReadOnlyList<TenantModelPart> tenantModel;
    private readonly DbContextOptions<SqlitePlatformDb> platformOptions;
    private readonly DbContextOptions<SqliteTenantDb> tenantOptions;
    private readonly ILoggerFactory loggers;
    private readonly ConcurrentBag<PreparedConnection> idleReaders = [];

    /// <summary>Binds the connection string; nothing is opened yet.</summary>
    public LeadlineDatabase(
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

    /// <summary>The platform's own tables.</summary>
    public PlatformDb Platform() => new SqlitePlatformDb(platformOptions, platformModel);

    /// <summary>The rows of one tenant, as somebody sees them.</summary>
    public TenantDb For(TenantView view) => new SqliteTenantDb(tenantOptions, tenantModel, view, write: null);

    /// <summary>The rows of one tenant, within a change.</summary>
    internal TenantDb For(TenantWrite write)
    {
        var db = new SqliteTenantDb(write.Connection.TenantOptions, tenantModel, write.View, write);
        db.Database.SetDbConnection(write.Connection.Connection);
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never; // the change around it has begun one
        return db;
    }

    /// <summary>The platform's own tables, within a change.</summary>
    internal PlatformDb Platform(WritingConnection connection)
    {
        var db = new SqlitePlatformDb(connection.PlatformOptions, platformModel);
        db.Database.SetDbConnection(connection.Connection);
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return db;
    }

    /// <summary>Begins a read that sees one state of the database from its first query to its last.</summary>
    public ValueTask<Snapshot> ReadAsync(CancellationToken ct = default)
    {
        if (!idleReaders.TryTake(out var reader))
        {
            reader = new PreparedConnection(Open("PRAGMA query_only = 1; PRAGMA cache_size = -8192;"));
        }

        return Snapshot.BeginAsync(reader, GiveBack, ct);
    }

    /// <summary>Opens the connection for changes of tenant data.</summary>
    internal WritingConnection OpenWriter()
    {
        var connection = Open("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 65536; PRAGMA secure_delete = FAST;");
        MakeFunctions(connection);
        var prepared = new PreparedConnection(connection);
        var commands = new PreparedCommands(prepared);
        return new WritingConnection(
            OpenForWriting,
            Configure(new DbContextOptionsBuilder<SqliteTenantDb>()).AddInterceptors(commands).Options,
            Configure(new DbContextOptionsBuilder<SqlitePlatformDb>()).AddInterceptors(commands).Options,
            connection,
            prepared);
    }

    /// <summary>Opens a connection for hand-written writes; the caller closes it.</summary>
    public SqliteConnection OpenForWriting() => Open("PRAGMA temp_store = MEMORY;");

    /// <summary>Opens a connection for a bulk load, with room to hold what it touches; the caller closes it.</summary>
    public SqliteConnection OpenForBulkLoad() =>
        Open("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -524288; PRAGMA wal_autocheckpoint = 32768;");

    /// <summary>The database file.</summary>
    public string File => Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    /// <summary>Makes the folder of the database file, if it is missing; only its owner may look into it.</summary>
    public void CreateFolder()
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
    public void Dispose()
    {
        while (idleReaders.TryTake(out var reader))
        {
            reader.Dispose();
        }

        SqliteConnection.ClearAllPools();
    }

    private SqliteConnection Open(string settings)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();
        pragmas.CommandText = SqliteSettings.OnOpen + settings;
        pragmas.ExecuteNonQuery();
        return connection;
    }

    private void GiveBack(PreparedConnection reader)
    {
        if (idleReaders.Count < ReadersKept)
        {
            idleReaders.Add(reader);
        }
        else
        {
            reader.Dispose();
        }
    }

    private DbContextOptionsBuilder<TDb> Configure<TDb>(DbContextOptionsBuilder<TDb> builder, string historyTable)
        where TDb : DbContext =>
        builder
            .UseSqlite(connectionString, sqlite => sqlite.MigrationsHistoryTable(historyTable))
            .UseLoggerFactory(loggers)
            .AddInterceptors(SqliteSettings.Interceptor);

    // The connection comes later; its owner has set it and holds its transaction.
    private DbContextOptionsBuilder<TDb> Configure<TDb>(DbContextOptionsBuilder<TDb> builder)
        where TDb : DbContext =>
        builder.UseSqlite().UseLoggerFactory(loggers);

    // EF Core makes its functions on each connection that stands in a context's options, and thereby voids all that was prepared on it:
    // it is done once here, and contexts that share the connection get it by another way.
    private void MakeFunctions(SqliteConnection connection)
    {
        using var db = new SqlitePlatformDb(new DbContextOptionsBuilder<SqlitePlatformDb>().UseSqlite(connection).Options, platformModel);
        db.Database.GetDbConnection();
    }
}
