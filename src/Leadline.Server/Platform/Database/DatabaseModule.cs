using Leadline.Platform.Database.Postgres;
using Leadline.Platform.Database.Sqlite;
using Leadline.Platform.Geography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Platform.Database;

/// <summary>The database.</summary>
public static class DatabaseModule
{
    /// <summary>Registers the database.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services) => services
        .AddSingleton(provider => Open(provider, provider.GetRequiredService<IOptions<LeadlineOptions>>()))
        .AddSingleton<Migrator>()
        .AddSingleton<IdBlocks>()
        .AddSingleton<Commits>()
        .AddSingleton<Replicas>()
        .AddHostedService<Hearing>()
        .AddSingleton<TenantWrites>(provider => provider.GetRequiredService<LeadlineDatabase>() is PostgresDatabase postgres
            ? ActivatorUtilities.CreateInstance<ChangesSideBySide>(provider, postgres)
            : ActivatorUtilities.CreateInstance<ChangesInTurn>(provider))
        .AddSingleton<IFirstStart, JournalTriggers>()
        .AddSingleton(new PlatformModelPart(ConfigurePlatform))
        .AddSingleton(new TenantModelPart(ConfigureTenant));

    /// <summary>A database beside that of the installation; the caller closes it.</summary>
    /// <param name="services">What it is made of.</param>
    /// <param name="connectionString">The connection string, of either engine.</param>
    public static LeadlineDatabase Open(IServiceProvider services, string connectionString) =>
        Open(services, Options.Create(new LeadlineOptions { Database = connectionString }));

    private static LeadlineDatabase Open(IServiceProvider services, IOptions<LeadlineOptions> options) => options.Value.IsPostgres
        ? ActivatorUtilities.CreateInstance<PostgresDatabase>(services, options)
        : ActivatorUtilities.CreateInstance<SqliteDatabase>(services, options);

    private static void ConfigurePlatform(ModelBuilder model)
    {
        model.Entity<IdCounter>(counter =>
        {
            counter.ToTable("id_counters");
            counter.HasKey(c => c.Name);
        });
        model.Entity<Country>(country =>
        {
            country.ToTable("countries");
            country.HasKey(c => c.Id);
            country.Property(c => c.Id).ValueGeneratedNever();
            country.HasData(Countries.All);
        });
    }

    private static void ConfigureTenant(ModelBuilder model)
    {
        model.Entity<Country>().ToTable("countries", table => table.ExcludeFromMigrations());
        model.Entity<Batch>(batch =>
        {
            batch.ToTable("batches").HasKey(b => new { b.TenantId, b.Id });
            batch.HasIndex(b => new { b.TenantId, b.CreatedAt, b.Id });
            batch.HasIndex(b => new { b.TenantId, b.UndoesBatchId }).HasFilter("undoes_batch_id IS NOT NULL");
        });
    }
}
