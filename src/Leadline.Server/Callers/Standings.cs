using System.Collections.Frozen;
using Leadline.Platform.Database;
using Leadline.Tenants;

namespace Leadline.Callers;

/// <summary>What somebody may do and see in a tenant.</summary>
/// <param name="Permissions">What their roles allow; null allows all that the token is good for.</param>
/// <param name="Sees">Whose leads and customers they see.</param>
public sealed record Standing(FrozenSet<string>? Permissions, Visibility Sees)
{
    /// <summary>Everything: what an app of the tenant and the operator have.</summary>
    public static Standing Whole { get; } = new(null, Visibility.All);
}

/// <summary>Reads what people may do and see, by their memberships, roles and teams of now.</summary>
public sealed class Standings(LeadlineDatabase database)
{
    /// <summary>The tenants in which a person is an active member, signed in as each of them asks, with a second factor where one is asked for (for which the tenant's own provider answers), and their standing in each.</summary>
    /// <param name="user">The person.</param>
    /// <param name="provider">The tenant whose provider vouched for them; null for a sign-in of their own.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<FrozenDictionary<long, Standing>> OfPersonAsync(long user, long? provider, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        var roles = await RolesAsync(snapshot, user, provider, ct);
        var colleagues = roles.Exists(role => role.Visibility == LeadVisibility.Team) ? await ColleaguesAsync(snapshot, user, ct) : null;
        return roles.GroupBy(role => role.Tenant).ToFrozenDictionary(
            tenant => tenant.Key,
            tenant => new Standing(
                tenant.Select(role => role.Permission).OfType<string>().ToFrozenSet(),
                SeenBy(user, LeadVisibility.WidestOf(tenant.Select(role => role.Visibility).OfType<string>()), colleagues?[tenant.Key] ?? [])));
    }

    /// <summary>Whose records an author sees today, however they signed in; a person who is no active member sees none.</summary>
    public async Task<Visibility> SeenByAsync(TenantId tenant, Author author, CancellationToken ct) =>
        author.UserId is not { } user ? Visibility.All
        : (await OfPersonAsync(user, tenant.Value, ct)).TryGetValue(tenant.Value, out var standing) ? standing.Sees
        : Visibility.Of([]);

    private static Visibility SeenBy(long user, string visibility, IEnumerable<long> colleagues) => visibility switch
    {
        LeadVisibility.All => Visibility.All,
        LeadVisibility.Team => Visibility.Of([user, .. colleagues]),
        _ => Visibility.Of([user]),
    };

    private static async Task<List<(long Tenant, string? Visibility, string? Permission)>> RolesAsync(Snapshot snapshot, long user, long? provider, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            $"""
            SELECT m.tenant_id, roles.visibility, p.permission FROM memberships m
            LEFT JOIN member_roles r ON r.tenant_id = m.tenant_id AND r.user_id = m.user_id
            LEFT JOIN roles ON roles.tenant_id = r.tenant_id AND roles.id = r.role_id AND roles.deleted_at IS NULL
            LEFT JOIN role_permissions p ON p.tenant_id = roles.tenant_id AND p.role_id = roles.id
            WHERE m.user_id = @user AND m.is_active AND m.deleted_at IS NULL
                AND {SignInRule.HasFactor} AND {SignInRule.Counts}
            """,
            ct, ("@user", user), SignInRule.Parameter(provider));
        var roles = new List<(long, string?, string?)>();
        while (rows.Read())
        {
            roles.Add((rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2)));
        }

        return roles;
    }

    private static async Task<ILookup<long, long>> ColleaguesAsync(Snapshot snapshot, long user, CancellationToken ct)
    {
        await using var rows = await snapshot.QueryAsync(
            """
            SELECT DISTINCT other.tenant_id, other.user_id FROM memberships m
            JOIN team_members own ON own.tenant_id = m.tenant_id AND own.user_id = m.user_id
            JOIN teams ON teams.tenant_id = own.tenant_id AND teams.id = own.team_id AND teams.deleted_at IS NULL
            JOIN team_members other ON other.tenant_id = own.tenant_id AND other.team_id = own.team_id
            WHERE m.user_id = @user
            """,
            ct, ("@user", user));
        var colleagues = new List<(long Tenant, long User)>();
        while (rows.Read())
        {
            colleagues.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        return colleagues.ToLookup(colleague => colleague.Tenant, colleague => colleague.User);
    }
}
