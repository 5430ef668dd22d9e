using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Audit;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>Registers apps and takes them back. Whoever calls saves the context, and so decides what belongs together.</summary>
public sealed class RegisteredApps(AuditLog audit, TimeProvider clock)
{
    /// <summary>Registers an app.</summary>
    /// <returns>The app, and its secret, which nothing can tell again; null for a public one.</returns>
    public (App App, string? Secret) Add(PlatformDb db, long? tenant, AppDraft draft, HttpContext? http, Author author)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var app = new App
        {
            TenantId = tenant,
            ClientId = $"app_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12))}",
            ConsentType = tenant is null ? ConsentTypes.Implicit : ConsentTypes.Explicit,
            ApplicationType = ApplicationTypes.Web,
            CreatedAt = now,
        };
        var secret = draft.IsPublic ? null : NewSecret();
        app.ClientSecret = secret is null ? null : AppSecrets.HashOf(secret);
        Set(app, draft, now);
        db.Add(app);
        Tell(db, AuditKinds.AppAdded, app, http, author);
        return (app, secret);
    }

    /// <summary>Changes what an app is registered as; it stays confidential or public.</summary>
    public void Change(PlatformDb db, App app, AppDraft draft, HttpContext? http, Author author)
    {
        Set(app, draft, clock.GetUtcNow().UtcDateTime);
        app.Version++;
        Tell(db, AuditKinds.AppChanged, app, http, author);
    }

    /// <summary>Gives a confidential app another secret.</summary>
    /// <param name="overlap">How long the one it has stays good as well.</param>
    /// <returns>The secret, which nothing can tell again.</returns>
    public string RenewSecret(PlatformDb db, App app, TimeSpan overlap, HttpContext? http, Author author)
    {
        var (secret, now) = (NewSecret(), clock.GetUtcNow().UtcDateTime);
        app.FormerSecret = overlap > TimeSpan.Zero ? app.ClientSecret : null;
        app.FormerSecretEndsAt = overlap > TimeSpan.Zero ? now + overlap : null;
        app.ClientSecret = AppSecrets.HashOf(secret);
        app.UpdatedAt = now;
        app.Version++;
        app.ConcurrencyToken = Guid.NewGuid().ToString();
        Tell(db, AuditKinds.AppChanged, app, http, author, new JsonObject { ["secret"] = "renewed" });
        return secret;
    }

    /// <summary>Deletes an app: its secret, its tokens and what people allowed it are no longer good.</summary>
    public async Task DeleteAsync(PlatformDb db, App app, HttpContext? http, Author author, CancellationToken ct)
    {
        app.DeletedAt = app.UpdatedAt = clock.GetUtcNow().UtcDateTime;
        app.PostLogoutRedirectUris = null; // which are looked up among all apps
        app.ConcurrencyToken = Guid.NewGuid().ToString();
        app.Version++;
        await db.AppTokens.Where(token => token.Application != null && token.Application.Id == app.Id && token.Status != Statuses.Revoked)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.Status, Statuses.Revoked), ct);
        await db.AppAuthorizations.Where(allowed => allowed.Application != null && allowed.Application.Id == app.Id && allowed.Status != Statuses.Revoked)
            .ExecuteUpdateAsync(set => set.SetProperty(allowed => allowed.Status, Statuses.Revoked), ct);
        Tell(db, AuditKinds.AppRemoved, app, http, author);
    }

    // What can keep a secret acts on its own account, in its tenant; what has an address signs people in.
    private static void Set(App app, AppDraft draft, DateTime now)
    {
        var signsIn = draft.Redirects.Count > 0;
        List<string> permissions = [Permissions.Endpoints.Token, Permissions.Endpoints.Revocation];
        if (!draft.IsPublic)
        {
            permissions.Add(Permissions.Endpoints.Introspection);
        }

        if (!draft.IsPublic && app.TenantId is not null)
        {
            permissions.Add(Permissions.GrantTypes.ClientCredentials);
        }

        if (signsIn)
        {
            permissions.AddRange([Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession, Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code]);
        }

        if (signsIn && draft.Scopes.Contains(SignInScopes.OfflineAccess))
        {
            permissions.Add(Permissions.GrantTypes.RefreshToken);
        }

        permissions.AddRange(AppDraft.AllScopes.Where(draft.Scopes.Contains).Select(scope => Permissions.Prefixes.Scope + scope));
        app.DisplayName = draft.Name;
        app.ClientType = draft.IsPublic ? ClientTypes.Public : ClientTypes.Confidential;
        app.Permissions = JsonSerializer.Serialize(permissions);
        app.RedirectUris = JsonSerializer.Serialize(draft.Redirects);
        app.PostLogoutRedirectUris = app.RedirectUris;
        app.DefaultScopes = string.Join(' ', AppDraft.AllScopes.Where(draft.DefaultScopes.Contains));
        app.UpdatedAt = now;
        app.ConcurrencyToken = Guid.NewGuid().ToString();
    }

    private void Tell(PlatformDb db, string kind, App app, HttpContext? http, Author author, JsonObject? details = null)
    {
        details ??= [];
        details["name"] = app.DisplayName;
        audit.Add(db, AuditEntry.Of(kind, http) with { TenantId = app.TenantId, Author = author, AppId = app.ClientId, Details = details });
    }

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
