using Leadline.Tenants;

namespace Leadline.Users.Roles;

/// <summary>A role as the published page shows it.</summary>
/// <param name="Id">The role's number.</param>
/// <param name="TenantId">The tenant.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsSystem">Whether every tenant has it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="PermissionsCount">How many permissions it has.</param>
/// <param name="Permissions">What its members may do.</param>
/// <param name="Visibility">Whose leads and customers they see: <c>own</c>, <c>team</c> or <c>all</c>.</param>
public sealed record RoleResource(
    long Id, long TenantId, string Name, bool IsSystem, DateTime CreatedAt, DateTime UpdatedAt, int PermissionsCount, IReadOnlyList<RoleAllowance> Permissions, string Visibility)
{
    /// <summary>The resource of a role.</summary>
    public static RoleResource Of(Role role, IEnumerable<RoleGrant> grants)
    {
        var permissions = grants.OrderBy(grant => grant.Id).Select(grant => new RoleAllowance(grant.Id, grant.Permission)).ToList();
        return new RoleResource(role.Id, role.TenantId, role.Name, role.IsSystem, role.CreatedAt, role.UpdatedAt, permissions.Count, permissions, role.Visibility);
    }
}

/// <summary>A permission of a role.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">The scope it allows: <c>leads:read</c>.</param>
public sealed record RoleAllowance(long Id, string Name);
