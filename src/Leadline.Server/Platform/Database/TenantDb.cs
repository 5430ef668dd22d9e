using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Leadline.Platform.Database;

/// <summary>
/// The rows of one tenant and of no other: what is read is filtered, what is added is stamped,
/// and a change to another tenant's row throws before it reaches the database.
/// </summary>
public abstract class TenantDb(DbContextOptions options, IEnumerable<TenantModelPart> parts, TenantId tenant) : DbContext(options)
{
    /// <summary>The tenant this context was built for.</summary>
    public TenantId Tenant => tenant;

    private long TenantNumber => tenant.Value;

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        StampTenant();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        StampTenant();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var part in parts)
        {
            part.Configure(modelBuilder);
        }

        foreach (var owned in modelBuilder.Model.GetEntityTypes().Where(entity => entity.ClrType.IsAssignableTo(typeof(ITenantOwned))))
        {
            var row = Expression.Parameter(owned.ClrType, "row");
            var isOurs = Expression.Equal(
                Expression.Property(row, nameof(ITenantOwned.TenantId)),
                Expression.Property(Expression.Constant(this, typeof(TenantDb)), nameof(TenantNumber)));
            modelBuilder.Entity(owned.ClrType).HasQueryFilter("Tenant", Expression.Lambda(isOurs, row));
        }

        ModelConventions.Apply(modelBuilder);
    }

    private void StampTenant()
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State == EntityState.Added && entry.Entity.TenantId == 0)
            {
                entry.Entity.TenantId = tenant.Value;
            }

            if (entry.State != EntityState.Unchanged && entry.Entity.TenantId != tenant.Value)
            {
                throw new InvalidOperationException($"A row of tenant {entry.Entity.TenantId} cannot be written through tenant {tenant}.");
            }
        }
    }
}

/// <summary><see cref="TenantDb"/> on SQLite; its migrations are in <c>Migrations/Sqlite</c>.</summary>
public sealed class SqliteTenantDb(DbContextOptions<SqliteTenantDb> options, IEnumerable<TenantModelPart> parts, TenantId tenant)
    : TenantDb(options, parts, tenant);
