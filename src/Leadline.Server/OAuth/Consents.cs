using System.Globalization;
using System.Text.Json;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>What people allowed apps for good, so that they are asked once: one permanent authorization for each person and app.</summary>
public sealed class Consents(PlatformDb db, TimeProvider clock)
{
    /// <summary>Whether a person has allowed an app all of these.</summary>
    public async Task<bool> CoverAsync(App app, long user, IEnumerable<string> scopes, CancellationToken ct) =>
        await FindAsync(app, user, ct) is { } known && !scopes.Except(ScopesOf(known)).Any();

    /// <summary>Remembers that they have, and what they allowed before.</summary>
    public async Task RememberAsync(App app, long user, IEnumerable<string> scopes, CancellationToken ct)
    {
        if (await FindAsync(app, user, ct) is { } known)
        {
            known.Scopes = JsonSerializer.Serialize(ScopesOf(known).Union(scopes));
            known.ConcurrencyToken = Guid.NewGuid().ToString();
            return;
        }

        db.Add(new AppAuthorization
        {
            Application = await db.Apps.SingleAsync(row => row.Id == app.Id, ct),
            Subject = SubjectOf(user),
            Scopes = JsonSerializer.Serialize(scopes),
            Status = Statuses.Valid,
            Type = AuthorizationTypes.Permanent,
            CreationDate = clock.GetUtcNow().UtcDateTime,
        });
    }

    internal static IReadOnlyList<string> ScopesOf(AppAuthorization allowed) =>
        allowed.Scopes is null ? [] : JsonSerializer.Deserialize<string[]>(allowed.Scopes) ?? [];

    internal static string SubjectOf(long user) => user.ToString(CultureInfo.InvariantCulture);

    private Task<AppAuthorization?> FindAsync(App app, long user, CancellationToken ct)
    {
        var subject = SubjectOf(user);
        return db.AppAuthorizations.FirstOrDefaultAsync(
            known => known.Application != null && known.Application.Id == app.Id && known.Subject == subject && known.Type == AuthorizationTypes.Permanent && known.Status == Statuses.Valid, ct);
    }
}
