using System.Collections.Concurrent;
using System.Text;
using Leadline.Audit;
using Leadline.Callers;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.SingleSignOn;

/// <summary>What another module keeps that came about by a tenant's provider, and ends with it: tokens of apps.</summary>
/// <param name="EndAsync">Ends it for these people in the tenant, in the change at hand.</param>
public sealed record ProviderEnd(Func<PlatformDb, long, IReadOnlyList<long>, Task> EndAsync);

/// <summary>The tenants' providers. Whoever calls saves the context, and so decides what belongs together.</summary>
public sealed class IdentityProviders(
    SecretBox box, ProviderConnection connection, AuditLog audit, TimeProvider clock, IEnumerable<ProviderEnd> ends, IOptionsMonitorCache<OpenIdConnectOptions> handlers)
{
    private readonly ConcurrentDictionary<long, string> schemes = new();

    /// <summary>The provider of a tenant; null for none.</summary>
    public static Task<IdentityProvider?> FindAsync(PlatformDb db, long tenant, CancellationToken ct = default) =>
        db.IdentityProviders.FirstOrDefaultAsync(provider => provider.TenantId == tenant, ct);

    /// <summary>The scheme by which people sign in to a tenant now; null where there is no provider.</summary>
    public async Task<string?> SchemeAsync(PlatformDb db, long tenant, CancellationToken ct)
    {
        if (await FindAsync(db, tenant, ct) is not { Scheme: var scheme })
        {
            return null;
        }

        if (schemes.TryGetValue(tenant, out var former) && former != scheme)
        {
            handlers.TryRemove(former);
        }

        schemes[tenant] = scheme;
        return scheme;
    }

    /// <summary>Whether a tenant's provider is still there in the version that a scheme names.</summary>
    public static async Task<bool> StandsAsync(PlatformDb db, string scheme, CancellationToken ct = default) =>
        ProviderScheme.Read(scheme) is var (tenant, id, version)
        && await db.IdentityProviders.AnyAsync(provider => provider.TenantId == tenant && provider.Id == id && provider.Version == version, ct);

    /// <summary>What is wrong with a draft: the field, and the rule it breaks, to be read after "The field x".</summary>
    public IReadOnlyList<(string Field, string Rule)> ProblemsOf(ProviderDraft draft, IdentityProvider? known) => [.. draft.Problems(known, connection.AllowsPrivate)];

    /// <summary>Whether the draft would lock a person out who has never signed in by it. Nobody does that to themselves unawares.</summary>
    public static async Task<bool> LocksOutAsync(PlatformDb db, long tenant, ProviderDraft draft, IdentityProvider? known, long? person)
    {
        if (!draft.IsRequired || person is null || (known is { IsRequired: true } && known.Issuer == draft.Issuer))
        {
            return false;
        }

        var (provider, keys) = (IdentityProvider.LoginProvider(tenant), IdentityProvider.LoginKey(draft.Issuer, ""));
        return !await db.Set<IdentityUserLogin<long>>().AnyAsync(login => login.UserId == person && login.LoginProvider == provider && login.ProviderKey.StartsWith(keys));
    }

    /// <summary>Sets a tenant's provider. What came about by another issuer ends.</summary>
    /// <param name="db">Where to write.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="known">The provider as it is; null for none.</param>
    /// <param name="draft">What it is set to, without a problem.</param>
    /// <param name="http">The call that did it.</param>
    /// <param name="author">Who did it.</param>
    public async Task<IdentityProvider> SetAsync(PlatformDb db, long tenant, IdentityProvider? known, ProviderDraft draft, HttpContext? http, Author author)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (known is not null && known.Issuer != draft.Issuer)
        {
            await EndAsync(db, tenant);
        }

        var provider = known ?? db.IdentityProviders.Add(new IdentityProvider { TenantId = tenant, Issuer = "", ClientId = "", ClientSecret = [], CreatedAt = now, Version = 0 }).Entity;
        (provider.Issuer, provider.ClientId, provider.IsRequired) = (draft.Issuer, draft.ClientId, draft.IsRequired);
        provider.ClientSecret = draft.ClientSecret is { } secret ? box.Seal(Encoding.UTF8.GetBytes(secret)) : provider.ClientSecret;
        provider.UpdatedAt = now;
        provider.Version++;
        Tell(db, AuditKinds.SingleSignOnChanged, provider, http, author);
        return provider;
    }

    /// <summary>Removes a tenant's provider, and ends what came about by it.</summary>
    public async Task RemoveAsync(PlatformDb db, IdentityProvider provider, HttpContext? http, Author author)
    {
        await EndAsync(db, provider.TenantId);
        db.Remove(provider);
        Tell(db, AuditKinds.SingleSignOnRemoved, provider, http, author);
    }

    private async Task EndAsync(PlatformDb db, long tenant)
    {
        var name = IdentityProvider.LoginProvider(tenant);
        var links = db.Set<IdentityUserLogin<long>>().Where(login => login.LoginProvider == name);
        var people = await links.Select(login => login.UserId).Distinct().ToListAsync();
        foreach (var end in ends)
        {
            await end.EndAsync(db, tenant, people);
        }

        await db.Sessions.Where(session => session.ProviderTenantId == tenant).ExecuteDeleteAsync();
        await db.PersonalTokens.Where(token => token.ProviderTenantId == tenant).ExecuteDeleteAsync();
        await links.ExecuteDeleteAsync();
    }

    private void Tell(PlatformDb db, string kind, IdentityProvider provider, HttpContext? http, Author author) => audit.Add(db, AuditEntry.Of(kind, http) with
    {
        TenantId = provider.TenantId,
        Author = author,
        Details = new() { ["issuer"] = provider.Issuer, ["client_id"] = provider.ClientId, ["is_required"] = provider.IsRequired },
    });
}
