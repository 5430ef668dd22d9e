using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Platform.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Sessions;

/// <summary>Keeps sign-ins in the database, so that every process knows them and each can be ended from elsewhere.</summary>
public sealed class SessionStore(LeadlineDatabase database, IOptions<LeadlineOptions> options, Voucher voucher, TimeProvider clock) : ITicketStore
{
    private const string SignedInAt = "signed_in_at";
    private const int LongestAgent = 255;
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException("A session is begun by a request.");

    /// <inheritdoc />
    public Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken) => StoreAsync(ticket);

    /// <inheritdoc />
    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var signedInAt = ticket.Properties.Items.TryGetValue(SignedInAt, out var text) && text is not null ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime : now;
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var agent = httpContext.Request.Headers.UserAgent.ToString();
        await using var db = database.Platform();
        await using var change = await db.Database.BeginTransactionAsync(cancellationToken);
        if (ticket.Properties.Items.TryGetValue(Voucher.Item, out var name) && !await voucher.StandsAsync(db, name ?? ""))
        {
            throw new VoucherEndedException();
        }

        db.Sessions.Add(new Session
        {
            KeyHash = HashOf(key),
            UserId = UserOf(ticket.Principal),
            ProviderTenantId = ticket.Principal.VouchedIn(),
            Ticket = TicketSerializer.Default.Serialize(WithoutSession(ticket)),
            Address = httpContext.Connection.RemoteIpAddress?.ToString(),
            UserAgent = Cut.To(agent, LongestAgent),
            CreatedAt = signedInAt,
            LastSeenAt = now,
            ExpiresAt = ExpiryOf(ticket, signedInAt),
        });
        await db.Sessions.Where(session => session.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await change.CommitAsync(cancellationToken);
        return key;
    }

    /// <inheritdoc />
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        var (hash, now) = (HashOf(key), clock.GetUtcNow().UtcDateTime);
        await using var db = database.Platform();
        if (await db.Sessions.AsNoTracking().FirstOrDefaultAsync(session => session.KeyHash == hash && session.ExpiresAt > now) is not { } session)
        {
            return null;
        }

        if (now - session.LastSeenAt > SeenStep)
        {
            await db.Sessions.Where(seen => seen.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(seen => seen.LastSeenAt, now));
        }

        var ticket = TicketSerializer.Default.Deserialize(session.Ticket);
        ticket?.Properties.Items.TryAdd(SignedInAt, TextOf(session.CreatedAt)); // sessions of former versions did not keep it
        (ticket?.Principal.Identity as ClaimsIdentity)?.AddClaim(new Claim(SessionClaims.Session, session.Id.ToString(CultureInfo.InvariantCulture)));
        return ticket;
    }

    /// <inheritdoc />
    public async Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        var hash = HashOf(key);
        await using var db = database.Platform();
        if (await db.Sessions.AsNoTracking().FirstOrDefaultAsync(session => session.KeyHash == hash) is not { } session)
        {
            return;
        }

        var (kept, expiry) = (TicketSerializer.Default.Serialize(WithoutSession(ticket)), ExpiryOf(ticket, session.CreatedAt));
        await db.Sessions.Where(renewed => renewed.Id == session.Id).ExecuteUpdateAsync(set => set
            .SetProperty(renewed => renewed.Ticket, kept)
            .SetProperty(renewed => renewed.ExpiresAt, expiry));
    }

    /// <inheritdoc />
    public async Task RemoveAsync(string key)
    {
        var hash = HashOf(key);
        await using var db = database.Platform();
        await db.Sessions.Where(session => session.KeyHash == hash).ExecuteDeleteAsync();
    }

    /// <summary>The user of a signed-in principal.</summary>
    public static long UserOf(ClaimsPrincipal principal) =>
        long.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("A session without a person."), CultureInfo.InvariantCulture);

    private static AuthenticationTicket WithoutSession(AuthenticationTicket ticket)
    {
        var principal = ticket.Principal.Clone();
        foreach (var identity in principal.Identities)
        {
            foreach (var claim in identity.FindAll(SessionClaims.Session).ToList())
            {
                identity.RemoveClaim(claim);
            }
        }

        return new AuthenticationTicket(principal, ticket.Properties, ticket.AuthenticationScheme);
    }

    /// <summary>Notes when the person signs in, which later renewals of the cookie leave as it is.</summary>
    internal Task NoteSignInAsync(CookieSigningInContext signIn)
    {
        signIn.Properties.Items.TryAdd(SignedInAt, TextOf(clock.GetUtcNow().UtcDateTime));
        return Task.CompletedTask;
    }

    private static string TextOf(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture);

    // A session lives as long as it is used; for one that a provider vouched for, its word counts only so long.
    private DateTime ExpiryOf(AuthenticationTicket ticket, DateTime signedInAt)
    {
        var idle = (ticket.Properties.ExpiresUtc ?? clock.GetUtcNow() + SessionsModule.Lifetime).UtcDateTime;
        var word = signedInAt + options.Value.SingleSignOn.SessionLifetime;
        return ticket.Principal.VouchedIn() is null || idle < word ? idle : word;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>What a signed-in principal says beside who it is.</summary>
public static class SessionClaims
{
    /// <summary>The session's number.</summary>
    public const string Session = "session";

    /// <summary>The tenant whose provider vouched for the person, and for which alone the session counts.</summary>
    public const string ProviderTenant = "provider_tenant";

    /// <summary>The tenant whose provider vouched for the person, and for which alone the session counts; null for a session that counts for all of theirs.</summary>
    public static long? VouchedIn(this ClaimsPrincipal person) =>
        person.FindFirstValue(ProviderTenant) is { } tenant ? long.Parse(tenant, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the person's session counts in a tenant.</summary>
    public static bool CountsIn(this ClaimsPrincipal person, long tenant) => (person.VouchedIn() ?? tenant) == tenant;
}
