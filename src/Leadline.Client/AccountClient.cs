namespace Leadline.Client;

/// <summary>What the caller is and may do.</summary>
public sealed class AccountClient
{
    private readonly Transport transport;

    internal AccountClient(Transport transport) => this.transport = transport;

    /// <summary>Lists the caller's tenants; needs no tenant.</summary>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<Tenant>> TenantsAsync(CancellationToken ct = default)
    {
        var answer = await transport.SendAsync(new Call(HttpMethod.Get, "account/tenants") { NeedsTenant = false }, ct).ConfigureAwait(false);
        return answer.As<TenantList>().Data ?? throw LeadlineException.Unknown(answer);
    }

    /// <summary>Reads the caller's roles and permissions in the tenant; an app or the operator has no role.</summary>
    /// <param name="ct">Gives up.</param>
    public async Task<AccountRoles> RolesAsync(CancellationToken ct = default) =>
        await transport.ReadAsync<AccountRoles>("account/roles", null, ct).ConfigureAwait(false);
}
