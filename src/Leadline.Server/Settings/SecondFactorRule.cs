using Leadline.Platform.Database;
using Leadline.Tenants;

namespace Leadline.Settings;

/// <summary>Which tenants of a person count for those with a second factor only.</summary>
public sealed class SecondFactorRule(LeadlineDatabase database)
{
    /// <summary>The names of the tenants that lock the person out until they set up a second factor; none for a person who has one, or for whom the tenant's own provider vouched.</summary>
    /// <param name="user">The person.</param>
    /// <param name="provider">The tenant whose provider vouched for them; null for a sign-in of their own.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<string>> WaitingAsync(long user, long? provider, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            $"""
            SELECT t.name FROM memberships m
            JOIN users u ON u.id = m.user_id
            JOIN tenants t ON t.id = m.tenant_id
            JOIN tenant_settings s ON s.tenant_id = m.tenant_id AND s.deleted_at IS NULL
            WHERE m.user_id = @user AND m.is_active AND m.deleted_at IS NULL AND s.second_factor_required AND NOT u.two_factor_enabled
                AND m.tenant_id <> @provider
                AND {SignInRule.Counts}
            ORDER BY t.name
            """,
            ct,
            ("@user", user), SignInRule.Parameter(provider));
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }
}
