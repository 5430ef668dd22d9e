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
    /// <summary>How the names of migrations begin that take away what an earlier version may need; all others only add.</summary>
    public const string Removing = "Remove";

    private const int NameAt = 15; // behind the time of the migration

    private static readonly TenantId NoTenant = new(0);

    /// <summary>Whether a newer version has added to the database, so that its shape is not this version's to see to.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>
    /// Applies what is pending. A database to which a newer version has only added is good as it is: processes of both work on it while the newer
    /// one is started.
    /// </summary>
    /// <returns>The names of the migrations that were applied.</returns>
    /// <exception cref="SetupException">A newer version took away what this one may need, or the database is another branch's, holds half of a copy, or cannot be opened.</exception>
    public IReadOnlyList<string> Migrate()
    {
        using var connection = Open();
        UnfinishedCopy.Refuse(database, connection);
        using var platform = database.Platform();
        using var tenant = database.For(NoTenant.Whole);
        var (pending, added) = Compare(connection, platform, tenant);
        IsBehind = added.Count > 0;
        if (IsBehind)
        {
            Log.Newer(logger, string.Join(", ", added));
            return [];
        }

        if (pending.Count == 0)
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
    /// <exception cref="SetupException">The database was made by another version.</exception>
    public IReadOnlyList<string> Pending(DbConnection connection)
    {
        using var platform = database.Platform();
        using var tenant = database.For(NoTenant.Whole);
        var (pending, added) = Compare(connection, platform, tenant);
        return added.Count == 0 ? pending : throw Unknown(added[0]);
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

    // A newer version has all that this one has, and more that is later.
    private (List<string> Pending, List<string> Added) Compare(DbConnection connection, DbContext platform, DbContext tenant)
    {
        List<string> pending = [.. Pending(connection, platform, MigrationHistory.Platform), .. Pending(connection, tenant, MigrationHistory.Tenant)];
        string[] known = [.. Known(platform), .. Known(tenant)];
        List<string> added = [.. Applied(connection, MigrationHistory.Platform).Concat(Applied(connection, MigrationHistory.Tenant)).Except(known).Order(StringComparer.Ordinal)];
        var last = known.Max(StringComparer.Ordinal);
        return added.Find(name => pending.Count > 0 || string.CompareOrdinal(name, last) < 0 || name.AsSpan(Math.Min(NameAt, name.Length)).StartsWith(Removing)) is { } odd
            ? throw Unknown(odd)
            : (pending, added);
    }

    private List<string> Pending(DbConnection connection, DbContext db, string history)
    {
        var applied = Applied(connection, history);
        return [.. Known(db).Where(migration => !applied.Contains(migration))];
    }

    private static IEnumerable<string> Known(DbContext db) => db.GetService<IMigrationsAssembly>().Migrations.Keys;

    private static SetupException Unknown(string migration) =>
        new($"The database holds the migration {migration}, which this version does not know: another version made it. Start a newer one.");

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
