using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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
        .AddSingleton<SetTier>()
        .AddSingleton(new NewTenantPart((db, _) => AddUsualRoles(db)))
        .AddSingleton(new PlatformModelPart(ConfigurePlatform))
        .AddSingleton(new TenantModelPart(ConfigureTenant));

    /// <summary>Ties a tenant-owned entity to its tenant.</summary>
    public static EntityTypeBuilder<T> OfTenant<T>(this EntityTypeBuilder<T> entity)
        where T : class, ITenantOwned
    {
        entity.HasOne<Tenant>().WithMany().HasForeignKey(row => row.TenantId).OnDelete(DeleteBehavior.Restrict);
        return entity;
    }

    // A role may do what its scopes name.
    private static void AddUsualRoles(TenantDb db)
    {
        foreach (var name in Role.Usual)
        {
            var role = db.Insert(new Role { Name = name, IsSystem = true });
            foreach (var permission in Scopes.Of(name))
            {
                db.Insert(new RoleGrant { RoleId = role.Id, Permission = permission });
            }
        }
    }

    private static void ConfigurePlatform(ModelBuilder model)
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

    private static void ConfigureTenant(ModelBuilder model)
    {
        model.Entity<Tenant>().ToTable("tenants", table => table.ExcludeFromMigrations());
        model.Entity<Membership>(membership =>
        {
            membership.ToTable("memberships", table => table.ExcludeFromMigrations());
            membership.HasKey(m => new { m.TenantId, m.UserId });
            membership.Property(m => m.CredentialsChangedAt).IsOneWay("An e-mail address or a password was changed, which nobody but its holder takes back.");
            membership.Property(m => m.Language).IsJson();
            membership.OfTenant().JournalAs("user");
        });
        model.Entity<Role>(role =>
        {
            role.ToTable("roles").HasKey(r => new { r.TenantId, r.Id });
            role.Property(r => r.Visibility).HasDefaultValue(LeadVisibility.All);
            role.HasIndex(r => new { r.TenantId, r.Name }).IsUnique().HasFilter("deleted_at IS NULL");
            role.OfTenant().JournalAs("role");
        });
        model.Entity<Team>(team =>
        {
            team.ToTable("teams").HasKey(t => new { t.TenantId, t.Id });
            team.HasIndex(t => new { t.TenantId, t.NameKey }).IsUnique().HasFilter("deleted_at IS NULL");
            team.Property(t => t.NameKey).IsDerived();
            team.OfTenant().JournalAs("team");
        });
        model.Entity<TeamMember>(member =>
        {
            member.ToTable("team_members").HasKey(m => new { m.TenantId, m.Id });
            member.HasIndex(m => new { m.TenantId, m.TeamId, m.UserId }).IsUnique();
            member.HasIndex(m => new { m.TenantId, m.UserId });
            member.HasOne<Team>().WithMany().HasForeignKey(m => new { m.TenantId, m.TeamId }).OnDelete(DeleteBehavior.Restrict);
            member.HasOne<Membership>().WithMany().HasForeignKey(m => new { m.TenantId, m.UserId }).OnDelete(DeleteBehavior.Restrict);
            member.OfTenant().JournalAs("team_member", subject: "team", reference: nameof(TeamMember.TeamId));
        });
        model.Entity<RoleGrant>(permission =>
        {
            permission.ToTable("role_permissions").HasKey(p => new { p.TenantId, p.Id });
            permission.HasIndex(p => new { p.TenantId, p.RoleId, p.Permission }).IsUnique();
            permission.HasOne<Role>().WithMany().HasForeignKey(p => new { p.TenantId, p.RoleId }).OnDelete(DeleteBehavior.Restrict);
            permission.OfTenant().JournalAs("role_permission", subject: "role", reference: nameof(RoleGrant.RoleId));
        });
        model.Entity<MemberRole>(member =>
        {
            member.ToTable("member_roles").HasKey(m => new { m.TenantId, m.Id });
            member.HasIndex(m => new { m.TenantId, m.UserId, m.RoleId }).IsUnique();
            member.HasOne<Membership>().WithMany().HasForeignKey(m => new { m.TenantId, m.UserId }).OnDelete(DeleteBehavior.Restrict);
            member.HasOne<Role>().WithMany().HasForeignKey(m => new { m.TenantId, m.RoleId }).OnDelete(DeleteBehavior.Restrict);
            member.OfTenant().JournalAs("member_role", subject: "user", reference: nameof(MemberRole.UserId));
        });
    }
}
