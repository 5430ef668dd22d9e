using System.Globalization;
using System.Security.Claims;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>Whether what was granted still counts: the app is there, and the person is a member where the app works.</summary>
public sealed class Grants(PlatformDb db, LeadlineDatabase database, IOptions<LeadlineOptions> options, TimeProvider clock)
{
    /// <summary>The app of a client id; null when there is none, or none any more.</summary>
    public Task<App?> AppAsync(string? clientId, CancellationToken ct) =>
        db.Apps.AsNoTracking().FirstOrDefaultAsync(app => app.ClientId == clientId && app.DeletedAt == null, ct);

    /// <summary>Whether a person may work in a tenant today, by the way they signed in.</summary>
    /// <param name="user">The person.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="provider">The tenant whose provider vouched for them; null for a sign-in of their own.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> MayWorkAsync(long user, long tenant, long? provider, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var row = await snapshot.QueryAsync(
            $"SELECT 1 FROM memberships m WHERE m.user_id = @user AND m.tenant_id = @tenant AND m.is_active AND m.deleted_at IS NULL AND {SignInRule.Counts} AND {SignInRule.HasFactor}",
            ct, ("@user", user), ("@tenant", tenant), SignInRule.Parameter(provider));
        return row.Read();
    }

    /// <summary>Whether people sign in to a tenant through its provider only.</summary>
    public Task<bool> NeedsProviderAsync(long tenant, CancellationToken ct) => SignInRule.NeedsProviderAsync(database, tenant, ct);

    /// <summary>The person a token was granted by, if they still may grant it; null else.</summary>
    public async Task<User?> PersonAsync(ClaimsPrincipal token, CancellationToken ct)
    {
        if (token.GetClaim(LeadlineClaims.Actor) != LeadlineClaims.Person || !long.TryParse(token.GetClaim(Claims.Subject), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        return TenantOf(token) is { } tenant && !await MayWorkAsync(id, tenant, ProviderOf(token), ct)
            ? null
            : await db.Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, ct);
    }

    /// <summary>Whether a token that is good by itself still stands for somebody.</summary>
    public async Task<bool> StandsAsync(ClaimsPrincipal token, CancellationToken ct)
    {
        var presenters = token.GetPresenters();
        return (presenters.IsEmpty || await AppAsync(presenters[0], ct) is not null)
            && (token.GetClaim(LeadlineClaims.Actor) != LeadlineClaims.Person || await PersonAsync(token, ct) is not null);
    }

    /// <summary>Whether the sign-in from which a code or refresh token came still counts: a provider's word does so for a while only.</summary>
    public bool SignInCounts(ClaimsPrincipal token) =>
        ProviderOf(token) is null || clock.GetUtcNow() - SignInOf(token) < options.Value.SingleSignOn.SessionLifetime;

    /// <summary>When the person of a code or refresh token signed in.</summary>
    public static DateTimeOffset SignInOf(ClaimsPrincipal token) => DateTimeOffset.FromUnixTimeSeconds(NumberOf(token.GetClaim(Claims.AuthenticationTime)) ?? 0);

    /// <summary>The tenant of a token; null for a person in all of theirs.</summary>
    public static long? TenantOf(ClaimsPrincipal token) => NumberOf(token.GetClaim(LeadlineClaims.Tenant));

    /// <summary>The tenant whose provider vouched for the person of a token; null for a sign-in of their own.</summary>
    public static long? ProviderOf(ClaimsPrincipal token) => NumberOf(token.GetClaim(LeadlineClaims.Provider));

    private static long? NumberOf(string? claim) => claim is null ? null : long.Parse(claim, CultureInfo.InvariantCulture);
}
