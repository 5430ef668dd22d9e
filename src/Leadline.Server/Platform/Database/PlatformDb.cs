using Leadline.Platform.Database.Postgres;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Database;

/// <summary>What belongs to the installation and not to one tenant: tenants, people, memberships, apps, tokens, keys, countries.</summary>
public abstract class PlatformDb(DbContextOptions options, IEnumerable<PlatformModelPart> parts) : DbContext(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in parts)
        {
            part.Configure(modelBuilder);
        }

        ModelConventions.Apply(modelBuilder);
    }
}

/// <summary><see cref="PlatformDb"/> on SQLite; its migrations are in <c>Migrations/Sqlite</c>.</summary>
public sealed class SqlitePlatformDb(DbContextOptions<SqlitePlatformDb> options, IEnumerable<PlatformModelPart> parts)
    : PlatformDb(options, parts);

/// <summary><see cref="PlatformDb"/> on PostgreSQL; its migrations are in <c>Migrations/Postgres</c>.</summary>
public sealed class PostgresPlatformDb(DbContextOptions<PostgresPlatformDb> options, IEnumerable<PlatformModelPart> parts)
    : PlatformDb(options, parts)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => PostgresText.CompareBytes(configurationBuilder);
}
