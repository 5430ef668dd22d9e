using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tenants;

/// <summary>A tenant's members and what they may do.</summary>
public static class TenantTables
{
    extension(TenantDb db)
    {
        /// <summary>The tenant's members.</summary>
        public DbSet<Membership> Memberships => db.Set<Membership>();

        /// <summary>The tenant's roles.</summary>
        public DbSet<Role> Roles => db.Set<Role>();

        /// <summary>What the roles may do.</summary>
        public DbSet<RoleGrant> RolePermissions => db.Set<RoleGrant>();

        /// <summary>Who has which role.</summary>
        public DbSet<MemberRole> MemberRoles => db.Set<MemberRole>();
    }
}
