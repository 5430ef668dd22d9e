using System.Net;
using Leadline.Audit;
using Leadline.Limits;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>
/// Stands before what can be guessed: passwords, codes, letters to an address. Strangers are slowed down; a person in a browser or at an
/// address from which they signed in lately is not, whatever strangers do. Works the same for accounts that there are and for others.
/// </summary>
public sealed class SignInGuard(AttemptLimits limits, KnownDevice devices, ILookupNormalizer normalizer, PlatformDb db, AuditLog audit, TimeProvider clock)
{
    /// <summary>Signing in by password.</summary>
    public const string Password = "password";

    /// <summary>Giving a code of the second factor.</summary>
    public const string SecondFactor = "second factor";

    /// <summary>Asking for a letter with a link.</summary>
    public const string Letter = "letter";

    private const int AddressesLookedAt = 100;
    private static readonly TimeSpan KnownFor = TimeSpan.FromDays(90);

    /// <summary>Counts an attempt before it is made; the caller calls <see cref="Attempt.Succeed"/> where it was right.</summary>
    /// <param name="http">The request.</param>
    /// <param name="kind">What is attempted.</param>
    /// <param name="typed">The e-mail address as it was typed.</param>
    /// <param name="user">Its account; null for none.</param>
    public async Task<Attempt> BeginAsync(HttpContext http, string kind, string? typed, User? user)
    {
        var address = http.Connection.RemoteIpAddress;
        var account = normalizer.NormalizeEmail((typed ?? "").Trim()) ?? ""; // as accounts are looked up, so that no other spelling counts anew
        var attempt = await limits.BeginAsync(new AttemptAt(kind, account, address)
        {
            Device = devices.Find(http, user?.Id ?? 0),
            IsKnownAddress = await IsKnownAsync(address, user?.Id ?? 0),
            IsShort = kind == SecondFactor,
        });
        if (attempt.IsRefused)
        {
            await NoteAsync(http, account, user);
        }

        return attempt;
    }

    /// <summary>Tells of a sign-in and remembers the browser; returns once it is told for good.</summary>
    public async Task WelcomeAsync(HttpContext http, User user, string by)
    {
        devices.Remember(http, user.Id);
        await audit.WriteAsync(AuditEntry.Of(AuditKinds.SignedIn, http) with { UserId = user.Id, Details = new() { ["by"] = by } });
    }

    /// <summary>Tells of a failure at an account that there is.</summary>
    public void NoteFailure(HttpContext http, User user, string by) =>
        audit.Note(AuditEntry.Of(AuditKinds.SignInFailed, http) with { UserId = user.Id, IsAnonymous = true, Details = new() { ["by"] = by } });

    // One for each account and window, however many are turned away; counted alike for an account that there is not.
    private async Task NoteAsync(HttpContext http, string account, User? user)
    {
        if (await limits.IsFirstRefusalAsync(account) && user is not null)
        {
            audit.Note(AuditEntry.Of(AuditKinds.SignInThrottled, http) with { UserId = user.Id, IsAnonymous = true });
        }
    }

    // A sign-in by a tenant's provider tells a tenant, and says nothing of where the person is: a provider may assert anything.
    private async Task<bool> IsKnownAsync(IPAddress? address, long user)
    {
        var since = clock.GetUtcNow().UtcDateTime - KnownFor;
        var lately = await db.AuditEvents.AsNoTracking()
            .Where(told => told.UserId == user && told.Kind == AuditKinds.SignedIn && told.TenantId == null && told.CreatedAt > since)
            .OrderByDescending(told => told.CreatedAt).Take(AddressesLookedAt).Select(told => told.Address).Distinct().ToListAsync();
        var network = ClientNetwork.Of(address);
        return lately.Exists(known => IPAddress.TryParse(known, out var parsed) && ClientNetwork.Of(parsed).Equals(network));
    }
}
