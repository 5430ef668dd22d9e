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

    /// <summary>Reads the caller as a user of the tenant; an app or the operator is none.</summary>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<User>> MeAsync(Tagged<User>? known = null, CancellationToken ct = default) => transport.ReadAsync("account/me", known, ct);

    /// <summary>Changes the caller's own user: the fields that are set, and no other.</summary>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<User>> UpdateMeAsync(AccountChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<User>(HttpMethod.Patch, "account/me", change, ifMatch, idempotencyKey, ct);

    /// <summary>Reads how the page shows itself to the caller in the tenant, who must be a person.</summary>
    /// <param name="known">The preferences as the same call read them before: they come back themselves when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Preferences>> PreferencesAsync(Tagged<Preferences>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync("account/preferences", known, ct);

    /// <summary>Changes how the page shows itself to the caller in the tenant: what is set, and nothing else.</summary>
    /// <param name="change">What to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Preferences>> UpdatePreferencesAsync(
        PreferencesChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Preferences>(HttpMethod.Patch, "account/preferences", change, ifMatch, idempotencyKey, ct);
}
