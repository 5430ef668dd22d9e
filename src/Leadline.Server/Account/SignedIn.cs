using System.Globalization;
using System.Security.Claims;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>Who looks at a page of their account.</summary>
/// <param name="Id">The person's account.</param>
/// <param name="Email">By which address they sign in.</param>
/// <param name="Session">The session of the browser at hand.</param>
public sealed record SignedIn(long Id, string Email, long Session)
{
    /// <summary>The tenant whose provider vouched for the person; null for a sign-in of their own.</summary>
    public long? Provider { get; init; }

    /// <summary>Takes the person of the session.</summary>
    public static ValueTask<SignedIn> BindAsync(HttpContext http) => ValueTask.FromResult(new SignedIn(
        SessionStore.UserOf(http.User),
        http.User.Identity?.Name ?? "",
        http.User.FindFirstValue(SessionClaims.Session) is { } session ? long.Parse(session, CultureInfo.InvariantCulture) : 0)
    {
        Provider = http.User.VouchedIn(),
    });

    /// <summary>The person's account, to be changed.</summary>
    public Task<User> UserAsync(PlatformDb db, CancellationToken ct) => db.Users.SingleAsync(user => user.Id == Id, ct);
}

/// <summary>
/// Pages on which people set how they sign in. A session for which a tenant's own provider vouched counts for that tenant alone, so it
/// changes nothing that would open the others.
/// </summary>
internal static class OwnSession
{
    public static RouteGroupBuilder RequireOwnSession(this RouteGroupBuilder pages) => pages.RequireAuthorization().AddEndpointFilter((call, next) =>
        call.HttpContext.User.VouchedIn() is not null
            ? ValueTask.FromResult<object?>(new RazorComponentResult<ProviderSessionPage>(new { Person = call.HttpContext.User.Identity?.Name }) { StatusCode = StatusCodes.Status403Forbidden })
            : next(call));
}
