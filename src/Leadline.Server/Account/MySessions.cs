using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Where a person is signed in: <c>/account/sessions</c>. Each session can be ended, and all but the one at hand.</summary>
public static class MySessions
{
    internal const string Address = "/account/sessions";

    /// <summary>Maps the page and its forms.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sessions", ShowAsync);
        pages.MapPost("/sessions/{id:long}/end", async (long id, HttpContext http, IFormCollection form, SignedIn person, PlatformDb db, AuditLog audit, CancellationToken ct) =>
        {
            await EndAsync(http, person, db.Sessions.Where(session => session.Id == id), audit, ct);
            return Results.LocalRedirect($"{Address}?done=one");
        });
        pages.MapPost("/sessions/end-others", async (HttpContext http, IFormCollection form, SignedIn person, PlatformDb db, AuditLog audit, CancellationToken ct) =>
        {
            await EndAsync(http, person, db.Sessions.Where(session => session.Id != person.Session), audit, ct);
            return Results.LocalRedirect($"{Address}?done=others");
        });
    }

    private static async Task EndAsync(HttpContext http, SignedIn person, IQueryable<Session> sessions, AuditLog audit, CancellationToken ct)
    {
        if (await sessions.Where(session => session.UserId == person.Id).ExecuteDeleteAsync(ct) > 0)
        {
            await audit.WriteAsync(AuditEntry.Of(AuditKinds.SignedOut, http) with { UserId = person.Id, Details = new() { ["what"] = "other sessions" } }, ct);
        }
    }

    private static async Task<IResult> ShowAsync([FromQuery] string? done, SignedIn person, PlatformDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var sessions = await db.Sessions.AsNoTracking().Where(session => session.UserId == person.Id && session.ExpiresAt > now).ToListAsync(ct);
        return new RazorComponentResult<SessionsPage>(new
        {
            Person = person.Email,
            Sessions = (IReadOnlyList<ShownSession>)[.. sessions.OrderByDescending(session => session.Id == person.Session).ThenByDescending(session => session.LastSeenAt)
                .Select(session => new ShownSession(session.Id, Device.Of(session.UserAgent), session.Address, session.CreatedAt, session.LastSeenAt, session.Id == person.Session))],
            Notice = done switch
            {
                "one" => T["The session has ended."],
                "others" => T["All other sessions have ended."],
                _ => null,
            },
        });
    }
}

/// <summary>A session as its person sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Device">Browser and system.</param>
/// <param name="Address">Where the sign-in came from.</param>
/// <param name="CreatedAt">When the person signed in.</param>
/// <param name="LastSeenAt">When it was last used.</param>
/// <param name="IsThis">True for the browser at hand.</param>
public sealed record ShownSession(long Id, string Device, string? Address, DateTime CreatedAt, DateTime LastSeenAt, bool IsThis);
