using Leadline.Platform.Database;
using Leadline.Tenants;

namespace Leadline.Users;

/// <summary>Which tenants belong to whom.</summary>
public static class OwnedTenants
{
    /// <summary>The tenants that a person owns, and in which their sign-in counts, by name.</summary>
    /// <param name="database">Where to read.</param>
    /// <param name="user">The person.</param>
    /// <param name="provider">The tenant whose provider vouched for them; null for a sign-in of their own.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyList<OwnedTenant>> OfAsync(LeadlineDatabase database, long user, long? provider, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            $"""
            SELECT DISTINCT t.id, t.name FROM memberships m
            JOIN member_roles g ON g.tenant_id = m.tenant_id AND g.user_id = m.user_id
            JOIN roles r ON r.tenant_id = g.tenant_id AND r.id = g.role_id AND r.name = 'owner' AND r.deleted_at IS NULL
            JOIN tenants t ON t.id = m.tenant_id
            WHERE m.user_id = @user AND m.is_active AND m.deleted_at IS NULL AND {SignInRule.Counts} ORDER BY t.name, t.id
            """,
            ct,
            ("@user", user), SignInRule.Parameter(provider));
        var owned = new List<OwnedTenant>();
        while (rows.Read())
        {
            owned.Add(new OwnedTenant(rows.GetInt64(0), rows.GetString(1)));
        }

        return owned;
    }
}

/// <summary>A tenant that a person owns.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
public sealed record OwnedTenant(long Id, string Name);
