using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tenants;

/// <summary>Tenants and who is a member of them.</summary>
public static class TenantsModule
{
    extension(PlatformDb db)
    {
        /// <summary>All tenants.</summary>
        public DbSet<Tenant> Tenants => db.Set<Tenant>();

        /// <summary>Who belongs where.</summary>
        public DbSet<Membership> Memberships => db.Set<Membership>();
    }

    /// <summary>Registers what tenants need.</summary>
    public static IServiceCollection AddTenants(this IServiceCollection services) => services
        .AddSingleton<AddTenant>()
        .AddSingleton(new PlatformModelPart(Configure));

    private static void Configure(ModelBuilder model)
    {
        model.Entity<Tenant>(tenant =>
        {
            tenant.ToTable("tenants", table => table.HasCheckConstraint("tenant_id_range", "id BETWEEN 1 AND 2097151"));
            tenant.Property(t => t.Id).ValueGeneratedNever();
        });
        model.Entity<Membership>(membership =>
        {
            membership.ToTable("memberships");
            membership.HasKey(m => new { m.TenantId, m.UserId });
            membership.HasOne<Tenant>().WithMany().HasForeignKey(m => m.TenantId);
        });
    }
}
