using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>The apps that a person has allowed something.</summary>
public sealed class AuthorizedApps(AuditLog audit)
{
    /// <summary>Lists them, by name.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="user">The person.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<AuthorizedApp>> ListAsync(PlatformDb db, long user, CancellationToken ct)
    {
        var subject = Consents.SubjectOf(user);
        var allowed = await db.AppAuthorizations.AsNoTracking().Include(known => known.Application)
            .Where(known => known.Subject == subject && known.Status == Statuses.Valid && known.Application != null && known.Application.DeletedAt == null)
            .ToListAsync(ct);
        var tenants = await db.Tenants.AsNoTracking().ToDictionaryAsync(tenant => tenant.Id, tenant => tenant.Name, ct);
        return
        [
            .. allowed.GroupBy(known => known.Application?.Id ?? 0).Select(group =>
            {
                var app = group.First().Application ?? throw new InvalidOperationException("An authorization without an app.");
                return new AuthorizedApp(
                    app.Id,
                    app.DisplayName ?? "",
                    app.TenantId,
                    app.TenantId is { } tenant ? tenants.GetValueOrDefault(tenant) : null,
                    [.. AppDraft.AllScopes.Intersect(group.SelectMany(Consents.ScopesOf))],
                    group.Min(known => known.CreationDate) ?? app.CreatedAt);
            }).OrderBy(app => app.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(app => app.Id),
        ];
    }

    /// <summary>Takes back all that a person allowed an app: it is asked for anew, and tokens it holds for the person end within a second on every process.</summary>
    /// <param name="db">Where to write; what the context holds is saved as well.</param>
    /// <param name="user">The person.</param>
    /// <param name="app">The app's number.</param>
    /// <param name="http">The call that did it.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Whether there was anything to take back.</returns>
    public async Task<bool> RevokeAsync(PlatformDb db, long user, long app, HttpContext? http, CancellationToken ct)
    {
        var subject = Consents.SubjectOf(user);
        var revoked = await db.AppAuthorizations
            .Where(known => known.Subject == subject && known.Application != null && known.Application.Id == app && known.Status != Statuses.Revoked)
            .ExecuteUpdateAsync(set => set.SetProperty(known => known.Status, Statuses.Revoked), ct);
        revoked += await db.AppTokens
            .Where(token => token.Subject == subject && token.Application != null && token.Application.Id == app && token.Status == Statuses.Valid)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.Status, Statuses.Revoked), ct);
        if (revoked == 0)
        {
            return false;
        }

        var known = await db.Apps.AsNoTracking().SingleAsync(row => row.Id == app, ct);
        audit.Add(db, AuditEntry.Of(AuditKinds.AppDisallowed, http) with { TenantId = known.TenantId, UserId = user, AppId = known.ClientId });
        await db.SaveChangesAsync(ct);
        return true;
    }
}

/// <summary>An app that a person has allowed something.</summary>
/// <param name="Id">The app's number.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TenantId">The tenant it works in; null for all of the person's.</param>
/// <param name="Tenant">The name of the tenant it works in; null for all of the person's.</param>
/// <param name="Scopes">What it may do; see <see cref="ScopeText"/> for plain words.</param>
/// <param name="Since">When the person first allowed it.</param>
public sealed record AuthorizedApp(long Id, string Name, long? TenantId, string? Tenant, IReadOnlyList<string> Scopes, DateTime Since);
