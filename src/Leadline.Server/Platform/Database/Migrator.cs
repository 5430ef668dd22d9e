using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Leadline.Platform.Database;

/// <summary>The tables in which EF Core notes the migrations that were applied.</summary>
public static class MigrationHistory
{
    /// <summary>Those of <see cref="PlatformDb"/>.</summary>
    public const string Platform = "platform_migrations";

    /// <summary>Those of <see cref="TenantDb"/>.</summary>
    public const string Tenant = "tenant_migrations";
}

/// <summary>
/// Brings the database to the schema of this program: all pending migrations in one transaction that holds the write lock,
/// so a process killed in the middle leaves the old schema, and of several that start at once the first migrates and the others find it done.
/// </summary>
public sealed class Migrator(LeadlineDatabase database, ILogger<Migrator> logger)
{
    /// <summary>How the names of migrations begin that take away what the version before needs. All others only add.</summary>
    public const string Removing = "Remove";

    private const int IdLength = 14; // of the time before a migration's name

    private static readonly TenantId NoTenant = new(0);

    /// <summary>
    /// Applies what is pending. A database to which a newer version has only added is good as it is: processes of both work on it while the newer
    /// one is started.
    /// </summary>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="SetupException">A newer version took away what this one needs, or the database holds half of a copy, or cannot be opened.</exception>
    public IReadOnlyList<string> Migrate()
    {
        using var connection = Open();
        UnfinishedCopy.Refuse(database, connection);
        using var platform = database.Platform();
        using var tenant = database.For(NoTenant.Whole);
        string[] added = [.. Added(connection, platform, MigrationHistory.Platform), .. Added(connection, tenant, MigrationHistory.Tenant)];
        if (added.Length > 0)
        {
            Log.Newer(logger, string.Join(", ", added));
        }

        if (Pending(connection, platform, MigrationHistory.Platform).Count + Pending(connection, tenant, MigrationHistory.Tenant).Count == 0)
        {
            database.RaiseWall();
            return [];
        }

        connection.ExecuteInItsTime(database.BeginMigrationSql);
        var applied = (IReadOnlyList<string>)[.. Apply(connection, platform, MigrationHistory.Platform), .. Apply(connection, tenant, MigrationHistory.Tenant)];
        connection.Execute("COMMIT");
        database.RaiseWall();
        foreach (var name in applied)
        {
            Log.Applied(logger, name);
        }

        return applied;
    }

    /// <summary>The names of the migrations that a database, which must be there, has yet to get, to have what this version has and no more.</summary>
    /// <exception cref="SetupException">The database was made by a newer version.</exception>
    public IReadOnlyList<string> Pending(DbConnection connection)
    {
        using var platform = database.Platform();
        using var tenant = database.For(NoTenant.Whole);
        if (Added(connection, platform, MigrationHistory.Platform).Concat(Added(connection, tenant, MigrationHistory.Tenant)).FirstOrDefault() is { } added)
        {
            throw Unknown(added);
        }

        return [.. Pending(connection, platform, MigrationHistory.Platform), .. Pending(connection, tenant, MigrationHistory.Tenant)];
    }

    /// <summary>Opens a connection to the database, which is made if there is none.</summary>
    /// <exception cref="SetupException">It cannot be opened.</exception>
    public DbConnection Open()
    {
        try
        {
            database.Create();
            return database.OpenForWriting();
        }
        catch (Exception problem) when (problem is DbException or IOException or UnauthorizedAccessException)
        {
            throw new SetupException($"The database cannot be opened: {problem.Message}");
        }
    }

    private List<string> Apply(DbConnection connection, DbContext db, string history)
    {
        var pending = Pending(connection, db, history);
        var steps = db.GetService<IMigrationsAssembly>().Migrations.Keys.ToList();
        foreach (var migration in pending)
        {
            var before = steps.IndexOf(migration) is > 0 and var at ? steps[at - 1] : Migration.InitialDatabase;
            connection.ExecuteInItsTime(db.GetService<IMigrator>().GenerateScript(before, migration, MigrationsSqlGenerationOptions.NoTransactions));
        }

        return pending;
    }

    private List<string> Pending(DbConnection connection, DbContext db, string history)
    {
        var applied = Applied(connection, history);
        return [.. db.GetService<IMigrationsAssembly>().Migrations.Keys.Where(migration => !applied.Contains(migration))];
    }

    private List<string> Added(DbConnection connection, DbContext db, string history)
    {
        var known = db.GetService<IMigrationsAssembly>().Migrations.Keys;
        var unknown = Applied(connection, history).Except(known).Order(StringComparer.Ordinal).ToList();
        return unknown.Find(migration => string.CompareOrdinal(migration, known.Max(StringComparer.Ordinal)) < 0 || migration[(IdLength + 1)..].StartsWith(Removing, StringComparison.Ordinal)) is { } breaking
            ? throw Unknown(breaking)
            : unknown;
    }

    private static SetupException Unknown(string migration) =>
        new($"The database holds the migration {migration}, which this version does not know: another version made it. Start a newer one; what was first tried on PostgreSQL must be made anew.");

    private HashSet<string> Applied(DbConnection connection, string history)
    {
        using var command = connection.CreateCommand();
        command.CommandText = database.CountTablesSql;
        command.Add("@table", history);
        if (command.ExecuteScalar() is 0L)
        {
            return [];
        }

        command.Parameters.Clear();
        command.CommandText = $"SELECT \"MigrationId\" FROM {history}";
        using var rows = command.ExecuteReader();
        var applied = new HashSet<string>();
        while (rows.Read())
        {
            applied.Add(rows.GetString(0));
        }

        return applied;
    }
}

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Applied the migration {Migration}")]
    public static partial void Applied(ILogger logger, string migration);

    [LoggerMessage(LogLevel.Warning, "A newer version has added to the database, which serves this one as well: {Migrations}")]
    public static partial void Newer(ILogger logger, string migrations);
}
