using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Leadline.Platform.Database;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>A link that was mailed, by which its receiver proves that an address is theirs; the link holds the key, the row its hash.</summary>
public sealed class AccountLink
{
    /// <summary>The link's number.</summary>
    public long Id { get; set; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] KeyHash { get; set; }

    /// <summary>What it is for; see <see cref="LinkKind"/>.</summary>
    public required string Kind { get; set; }

    /// <summary>Whose account.</summary>
    public long UserId { get; set; }

    /// <summary>The tenant it invites to; null for another kind.</summary>
    public long? InvitingTenantId { get; set; }

    /// <summary>The address it was sent to.</summary>
    public required string Email { get; set; }

    /// <summary>The account's security stamp as it was sent: what moves the stamp ends a link that resets the password.</summary>
    public required string Stamp { get; set; }

    /// <summary>When it was sent.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>Until when it may be followed.</summary>
    public DateTime ExpiresAt { get; set; }
}

/// <summary>What a link is for, and how long it may be followed.</summary>
/// <param name="Name">The name in the database, and of the letter.</param>
/// <param name="Path">The page it opens.</param>
/// <param name="Lifetime">How long it is good.</param>
public sealed record LinkKind(string Name, string Path, TimeSpan Lifetime)
{
    /// <summary>Sets a new password.</summary>
    public static LinkKind Reset { get; } = new("reset", "/account/reset-password", TimeSpan.FromHours(1));

    /// <summary>Joins a tenant.</summary>
    public static LinkKind Invitation { get; } = new(AccountLetters.Invitation, "/account/invitation", TimeSpan.FromDays(7));

    /// <summary>Confirms an address.</summary>
    public static LinkKind Email { get; } = new(AccountLetters.Email, "/account/confirm-email", TimeSpan.FromDays(1));
}

/// <summary>The links that were mailed.</summary>
public sealed class AccountLinks(LeadlineDatabase database, TimeProvider clock)
{
    private const int MostAtATime = 5;

    /// <summary>Makes a link.</summary>
    /// <returns>Its address; null when as many as may wait for this account do already.</returns>
    public async Task<string?> AddAsync(LinkKind kind, User user, string email, long? tenant, string begin, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var db = database.Platform();
        await db.AccountLinks.Where(link => link.ExpiresAt <= now).ExecuteDeleteAsync(ct);
        var since = now.AddHours(-1);
        if (await db.AccountLinks.CountAsync(link => link.UserId == user.Id && link.Kind == kind.Name && link.InvitingTenantId == tenant && link.CreatedAt > since, ct) >= MostAtATime)
        {
            return null;
        }

        db.AccountLinks.Add(new AccountLink
        {
            KeyHash = HashOf(key),
            Kind = kind.Name,
            UserId = user.Id,
            InvitingTenantId = tenant,
            Email = email,
            Stamp = user.SecurityStamp ?? "",
            CreatedAt = now,
            ExpiresAt = now + kind.Lifetime,
        });
        await db.SaveChangesAsync(ct);
        return $"{begin}{kind.Path}?link={key}";
    }

    /// <summary>Finds a link and whose it is.</summary>
    /// <returns>Null for one that was used, has expired, or never was.</returns>
    public async Task<(AccountLink Link, User User)?> FindAsync(PlatformDb db, LinkKind kind, string? key, CancellationToken ct)
    {
        var (hash, now) = (HashOf(key ?? ""), clock.GetUtcNow().UtcDateTime);
        if (await db.AccountLinks.AsNoTracking().FirstOrDefaultAsync(link => link.KeyHash == hash && link.Kind == kind.Name && link.ExpiresAt > now, ct) is not { } link)
        {
            return null;
        }

        var user = await db.Users.SingleAsync(user => user.Id == link.UserId, ct);
        return kind == LinkKind.Reset && user.SecurityStamp != link.Stamp
            || kind == LinkKind.Invitation && !string.Equals(user.Email, link.Email, StringComparison.OrdinalIgnoreCase)
                ? null
                : (link, user);
    }

    /// <summary>Uses a link up, and with it all others for the same.</summary>
    /// <returns>False when another call did so meanwhile.</returns>
    public static async Task<bool> UseAsync(PlatformDb db, AccountLink link, CancellationToken ct)
    {
        var isOurs = await db.AccountLinks.Where(known => known.Id == link.Id).ExecuteDeleteAsync(ct) == 1;
        await db.AccountLinks.Where(known => known.UserId == link.UserId && known.Kind == link.Kind && known.InvitingTenantId == link.InvitingTenantId).ExecuteDeleteAsync(ct);
        return isOurs;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
