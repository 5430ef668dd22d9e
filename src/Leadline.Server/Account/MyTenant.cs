using Leadline.Platform.Database;
using Leadline.Tenants;

namespace Leadline.Account;

/// <summary>A tenant that a person is a member of.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="NeedsProvider">Whether it is opened by its own provider only, and so not by the session at hand.</param>
public sealed record MyTenant(long Id, string Name, bool NeedsProvider)
{
    /// <summary>The tenants of whoever looks at a page, by name; one that came in by a tenant's provider is shown that tenant alone.</summary>
    public static async Task<IReadOnlyList<MyTenant>> OfAsync(LeadlineDatabase database, SignedIn person, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            $"""
            SELECT t.id, t.name, {SignInRule.Counts} FROM memberships m JOIN tenants t ON t.id = m.tenant_id
            WHERE m.user_id = @user AND m.is_active AND m.deleted_at IS NULL AND (@provider = 0 OR m.tenant_id = @provider)
            ORDER BY t.name, t.id
            """,
            ct,
            ("@user", person.Id), SignInRule.Parameter(person.Provider));
        var tenants = new List<MyTenant>();
        while (rows.Read())
        {
            tenants.Add(new MyTenant(rows.GetInt64(0), rows.GetString(1), !rows.GetBoolean(2)));
        }

        return tenants;
    }
}
