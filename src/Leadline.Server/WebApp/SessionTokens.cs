using System.Data.Common;
using System.Globalization;
using System.Security.Claims;
using Leadline.OAuth;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Leadline.Tenants;
using Leadline.Users;
using Leadline.Web;
using Microsoft.EntityFrameworkCore;

namespace Leadline.WebApp;

/// <summary>
/// Access tokens for the web page: whoever is signed in by a session gets one of the authorization server, good for minutes and as long as the
/// session stands. The browser never sees it, and there is no refresh token that two tabs could use up for each other.
/// </summary>
public sealed class SessionTokens(TokenIssuer issuer, LeadlineDatabase database, InProcessApi api, TimeProvider clock) : IApiDoor
{
    /// <summary>How long a token is good. It ends with its session, before that.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    public HttpClient ClientFor(string? address) => api.ClientFor(address);

    /// <inheritdoc />
    public async Task<IssuedToken> IssueAsync(ClaimsPrincipal person, CancellationToken ct)
    {
        try
        {
            return await IssueFromAsync(person, ct);
        }
        catch (Exception away) when (away is DbException or TimeoutException or InvalidOperationException { InnerException: DbException or TimeoutException })
        {
            throw new HttpRequestException("The database cannot be reached.", away); // as the calls that need the token would fail
        }
    }

    private async Task<IssuedToken> IssueFromAsync(ClaimsPrincipal person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (user, id) = (SessionStore.UserOf(person), long.Parse(person.FindFirstValue(SessionClaims.Session) ?? "0", CultureInfo.InvariantCulture));
        await using var db = database.Platform();
        var session = await db.Sessions.AsNoTracking().FirstOrDefaultAsync(session => session.Id == id && session.UserId == user && session.ExpiresAt > now.UtcDateTime, ct)
            ?? throw new SessionEndedException();
        var account = await db.Users.AsNoTracking().FirstOrDefaultAsync(account => account.Id == user, ct) ?? throw new SessionEndedException();
        var token = AccessToken.ForSession(account, session, Scopes.All);
        return new IssuedToken(await issuer.IssueAsync(token, Lifetime, ct), now + (Lifetime / 2));
    }
}
