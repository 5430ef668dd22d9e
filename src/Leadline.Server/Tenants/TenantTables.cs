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

        /// <summary>The tenant's teams.</summary>
        public DbSet<Team> Teams => db.Set<Team>();

        /// <summary>Who is in which team.</summary>
        public DbSet<TeamMember> TeamMembers => db.Set<TeamMember>();
    }
}
