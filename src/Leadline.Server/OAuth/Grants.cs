using System.Globalization;
using System.Security.Claims;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>Whether what was granted still counts: the app is there, and the person is a member where the app works.</summary>
public sealed class Grants(PlatformDb db)
{
    /// <summary>The app of a client id; null when there is none, or none any more.</summary>
    public Task<App?> AppAsync(string? clientId, CancellationToken ct) =>
        db.Apps.AsNoTracking().FirstOrDefaultAsync(app => app.ClientId == clientId && app.DeletedAt == null, ct);

    /// <summary>Whether a person works in a tenant today.</summary>
    public Task<bool> IsMemberAsync(long user, long tenant, CancellationToken ct) =>
        db.Memberships.AnyAsync(member => member.UserId == user && member.TenantId == tenant && member.IsActive && member.DeletedAt == null, ct);

    /// <summary>The person a token was granted by, if they still may grant it; null else.</summary>
    public async Task<User?> PersonAsync(ClaimsPrincipal token, CancellationToken ct)
    {
        if (token.GetClaim(LeadlineClaims.Actor) != LeadlineClaims.Person || !long.TryParse(token.GetClaim(Claims.Subject), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        return TenantOf(token) is { } tenant && !await IsMemberAsync(id, tenant, ct)
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

    /// <summary>The tenant of a token; null for a person in all of theirs.</summary>
    public static long? TenantOf(ClaimsPrincipal token) =>
        token.GetClaim(LeadlineClaims.Tenant) is { } tenant ? long.Parse(tenant, CultureInfo.InvariantCulture) : null;
}
