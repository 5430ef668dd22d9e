using System.Linq.Expressions;
using Leadline.Platform.Database.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Leadline.Platform.Database;

/// <summary>
/// The rows of one tenant and of no other, as somebody sees them: what is read is filtered, what is changed is stamped (tenant, id, times, version, folded keys),
/// and a change to another tenant's row throws before it reaches the database. Changes are saved within a <see cref="TenantWrite"/> only.
/// </summary>
public abstract class TenantDb(DbContextOptions options, IEnumerable<TenantModelPart> parts, TenantView view, TenantWrite? write) : DbContext(options)
{
    internal const string SeenFilter = "Seen";

    /// <summary>The tenant this context was built for.</summary>
    public TenantId Tenant => view.Tenant;

    private long TenantNumber => view.Tenant.Value;

    private bool SeesAll => !view.Sees.IsLimited;

    private IReadOnlyCollection<long?> Seen { get; } = [.. view.Sees.Members];

    private TenantWrite Write => write ?? throw new InvalidOperationException("Rows of a tenant are changed within a TenantWrite only.");

    /// <summary>Adds a new row of the tenant and gives it its number.</summary>
    public T Insert<T>(T row)
        where T : class, ITenantOwned
    {
        row.TenantId = Tenant.Value;
        if (row is IRow { Id: 0 } numbered)
        {
            numbered.Id = Write.NextId(Model.FindEntityType(typeof(T))?.GetTableName() ?? throw new InvalidOperationException($"{typeof(T).Name} has no table."));
        }

        Add(row);
        return row;
    }

    /// <summary>Finds a record by its number, deleted or not; null for none of this tenant.</summary>
    public Task<T?> FindRecordAsync<T>(long id)
        where T : class, IRecord => Set<T>().FirstOrDefaultAsync(row => row.Id == id);

    /// <summary>Finds a live record by its number; null for none of this tenant.</summary>
    public Task<T?> FindLiveAsync<T>(long id)
        where T : class, IRecord => Set<T>().FirstOrDefaultAsync(row => row.Id == id && row.DeletedAt == null);

    /// <summary>Notes that the answer of the change at hand, if there is one, shows a record, or a part of it.</summary>
    /// <param name="subject">The kind of record, as the journal calls it: <c>lead</c>.</param>
    /// <param name="id">Its number.</param>
    public void Shows(string subject, long id) => write?.Shows(subject, id);

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        Stamp();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        Stamp();
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
            if (owned.OwnerProperty() is { } owner)
            {
                modelBuilder.Entity(owned.ClrType).HasQueryFilter(SeenFilter, Expression.Lambda(IsSeen(row, owner), row));
            }
        }

        modelBuilder.HasDbFunction(() => TextFunctions.Part("", 0, 0)).HasName("substr").IsBuiltIn();
        ModelConventions.Apply(modelBuilder);
    }

    private BinaryExpression IsSeen(ParameterExpression row, string owner)
    {
        var db = Expression.Constant(this, typeof(TenantDb));
        var isAmong = Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Contains), [typeof(long?)], Expression.Property(db, nameof(Seen)), Expression.Property(row, owner));
        return Expression.OrElse(Expression.Property(db, nameof(SeesAll)), isAmong);
    }

    private void Stamp()
    {
        var changed = ChangeTracker.Entries<ITenantOwned>().Where(entry => entry.State is not (EntityState.Unchanged or EntityState.Detached)).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        if (changed.Any(entry => entry.Entity is not IUnjournalled))
        {
            Write.OpenBatch();
        }

        foreach (var entry in changed)
        {
            if (entry.Entity.TenantId != Tenant.Value)
            {
                throw new InvalidOperationException($"A row of tenant {entry.Entity.TenantId} cannot be written through tenant {Tenant}.");
            }

            if (entry.Entity is IRecord record)
            {
                Stamp(record, entry.State);
            }

            if (entry.Entity is IFolded folded && entry.State != EntityState.Deleted)
            {
                folded.FoldKeys(Write.DefaultCountry);
            }
        }
    }

    private void Stamp(IRecord record, EntityState state)
    {
        if (state == EntityState.Added)
        {
            record.CreatedAt = record.CreatedAt == default ? Write.Now : record.CreatedAt;
            record.UpdatedAt = record.UpdatedAt == default ? record.CreatedAt : record.UpdatedAt;
            record.Version = 1;
        }
        else if (state == EntityState.Modified)
        {
            record.UpdatedAt = Write.Now;
            record.Version++;
        }
    }
}

/// <summary><see cref="TenantDb"/> on SQLite; its migrations are in <c>Migrations/Sqlite</c>.</summary>
public sealed class SqliteTenantDb(DbContextOptions<SqliteTenantDb> options, IEnumerable<TenantModelPart> parts, TenantView view, TenantWrite? write)
    : TenantDb(options, parts, view, write);

/// <summary><see cref="TenantDb"/> on PostgreSQL; its migrations are in <c>Migrations/Postgres</c>.</summary>
public sealed class PostgresTenantDb(DbContextOptions<PostgresTenantDb> options, IEnumerable<TenantModelPart> parts, TenantView view, TenantWrite? write)
    : TenantDb(options, parts, view, write)
{
    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        PostgresText.CompareBytes(configurationBuilder);
    }
}
