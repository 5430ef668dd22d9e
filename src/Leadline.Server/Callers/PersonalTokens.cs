using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Leadline.Audit;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Callers;

/// <summary>The tokens that people make for their scripts. Whoever calls saves the context.</summary>
public sealed class PersonalTokens(AuditLog audit, TimeProvider clock)
{
    /// <summary>The most days one may be good for.</summary>
    public const int LongestDays = 365;

    /// <summary>The same for a person for whom a tenant's provider vouched: nobody asks it again before the token ends.</summary>
    public const int LongestDaysByProvider = 30;

    /// <summary>How many a person may have in a tenant.</summary>
    public const int Most = 100;

    /// <summary>The most days a person's token may be good for.</summary>
    /// <param name="provider">The tenant whose provider vouched for the person; null for a sign-in of their own.</param>
    public static int DaysFor(long? provider) => provider is null ? LongestDays : LongestDaysByProvider;

    /// <summary>A person's tokens in a tenant, newest first; ended ones among them, so that it can be seen why a script stopped.</summary>
    public Task<List<PersonalToken>> ListAsync(PlatformDb db, long user, TenantId tenant, CancellationToken ct) => db.PersonalTokens.AsNoTracking()
        .Where(token => token.UserId == user && token.TenantId == tenant.Value)
        .OrderByDescending(token => token.Id)
        .ToListAsync(ct);

    /// <summary>A person's token in a tenant; null when they have none of this number.</summary>
    public Task<PersonalToken?> FindAsync(PlatformDb db, long user, TenantId tenant, long id, CancellationToken ct) =>
        db.PersonalTokens.FirstOrDefaultAsync(token => token.Id == id && token.UserId == user && token.TenantId == tenant.Value, ct);

    /// <summary>Makes a token.</summary>
    /// <param name="db">Where to write.</param>
    /// <param name="user">The person.</param>
    /// <param name="tenant">The tenant it counts in.</param>
    /// <param name="provider">The tenant whose provider vouched for the person; null for a sign-in of their own.</param>
    /// <param name="name">What the person calls it.</param>
    /// <param name="scopes">What it is good for: no more than the person may do.</param>
    /// <param name="expiresAt">When it ends, at most <see cref="DaysFor"/> days from now.</param>
    /// <param name="http">The call that did it.</param>
    /// <returns>The row, and the token itself, which nothing can tell again.</returns>
    public (PersonalToken Row, string Token) Add(
        PlatformDb db, long user, TenantId tenant, long? provider, string name, IEnumerable<string> scopes, DateTime expiresAt, HttpContext? http)
    {
        var token = PersonalToken.Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var row = new PersonalToken
        {
            UserId = user,
            TenantId = tenant.Value,
            ProviderTenantId = provider,
            Name = name,
            Hash = PersonalToken.HashOf(token),
            Scopes = string.Join(' ', scopes),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            ExpiresAt = expiresAt,
        };
        db.Add(row);
        audit.Add(db, AuditEntry.Of(AuditKinds.TokenIssued, http) with
        {
            TenantId = tenant.Value,
            UserId = user,
            Details = new JsonObject { ["personal_token"] = name, ["scopes"] = row.Scopes },
        });
        return (row, token);
    }

    /// <summary>Ends a token: it is refused within a second on every process.</summary>
    public void Revoke(PlatformDb db, PersonalToken token, HttpContext? http)
    {
        db.Remove(token);
        audit.Add(db, AuditEntry.Of(AuditKinds.TokenRevoked, http) with
        {
            TenantId = token.TenantId,
            UserId = token.UserId,
            Details = new JsonObject { ["personal_token"] = token.Name },
        });
    }
}
