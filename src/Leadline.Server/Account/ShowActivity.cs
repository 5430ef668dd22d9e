using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>A person's own sign-ins and what else concerned their account: <c>/account/activity</c>.</summary>
public static class ShowActivity
{
    private const int PerPage = 25;

    /// <summary>Maps the page.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/activity", HandleAsync).RequireAuthorization();

    private static async Task<RazorComponentResult<AuditPage>> HandleAsync(HttpContext http, PlatformDb db, [FromQuery] string? page, CancellationToken ct)
    {
        var (user, number) = (SessionStore.UserOf(http.User), PageRequest.NumberOf(page));
        var asked = new PageRequest(number, PerPage);
        var events = await db.EventsOfPerson(user).OrderByDescending(told => told.CreatedAt).ThenByDescending(told => told.Id)
            .Skip((int)Math.Min(asked.Skip, int.MaxValue)).Take(PerPage + 1).ToListAsync(ct);
        var names = new Dictionary<long, string> { [user] = T["You"] };
        return AuditPage.Of(new AuditPageContent(T["Your activity"], "/account/activity", http.User.Identity?.Name)
        {
            Events = [.. events.Take(PerPage).Select(told => AuditSentence.Of(told, names))],
            Number = number,
            HasMore = events.Count > PerPage,
        });
    }
}
