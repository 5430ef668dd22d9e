using Leadline.Platform.Database;

namespace Leadline.Tenants;

/// <summary>
/// In which tenants a sign-in counts. One for which a tenant's own provider vouched counts in that tenant alone, since a provider may assert
/// anything; any other counts in none that takes its provider's word only.
/// </summary>
public static class SignInRule
{
    /// <summary>
    /// SQL that is true where the membership <c>m</c> counts; it asks for the parameter <c>@provider</c>, the tenant whose provider vouched for
    /// the person, or 0.
    /// </summary>
    public const string Counts =
        "(m.tenant_id = @provider OR (@provider = 0 AND NOT EXISTS (SELECT 1 FROM identity_providers p WHERE p.tenant_id = m.tenant_id AND p.is_required)))";

    /// <summary>SQL that is true where the person of the membership <c>m</c> has the second factor that the tenant asks for, or its own provider answers for it.</summary>
    public const string HasFactor = """
        (m.tenant_id = @provider OR EXISTS (SELECT 1 FROM users u WHERE u.id = m.user_id AND u.two_factor_enabled)
            OR NOT EXISTS (SELECT 1 FROM tenant_settings s WHERE s.tenant_id = m.tenant_id AND s.deleted_at IS NULL AND s.second_factor_required))
        """;

    /// <summary>The parameter of <see cref="Counts"/> and <see cref="HasFactor"/>.</summary>
    /// <param name="provider">The tenant whose provider vouched for the person; null for a sign-in of their own.</param>
    public static (string Name, object Value) Parameter(long? provider) => ("@provider", provider ?? 0);

    /// <summary>Whether a tenant takes its provider's word only.</summary>
    public static async Task<bool> NeedsProviderAsync(LeadlineDatabase database, long tenant, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var row = await snapshot.QueryAsync("SELECT 1 FROM identity_providers WHERE tenant_id = @tenant AND is_required", ct, ("@tenant", tenant));
        return row.Read();
    }
}
