using System.Globalization;
using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Pages;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using static Leadline.Platform.Pages.PageTexts;

namespace Leadline.Account;

/// <summary>Sign-ins, tokens, apps and role changes of a tenant, for its owners: <c>/account/audit</c>.</summary>
public static class ShowAudit
{
    private const int PerPage = 25;
    private static readonly string[] Filters = ["tenant", "kind", "user_id", "created_from", "created_to"];

    /// <summary>Maps the page.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/audit", HandleAsync).RequireAuthorization();

    private static async Task<IResult> HandleAsync(HttpContext http, PlatformDb db, LeadlineDatabase database, CancellationToken ct)
    {
        var owned = await AuditView.OwnedAsync(database, http.User, ct);
        if (owned.Count == 0)
        {
            return ErrorPage.Of(StatusCodes.Status403Forbidden, T["For owners"], T["Only an owner of a tenant sees who signed in to it, by what, and whose roles were changed."]);
        }

        var query = http.Request.Query;
        var tenant = owned.FirstOrDefault(one => one.Id == NumberOf(query["tenant"])) ?? owned[0];
        var filter = new AuditFilter(
            AuditKinds.All.FirstOrDefault(kind => kind == query["kind"]), NumberOf(query["user_id"]), DayOf(query["created_from"]), DayOf(query["created_to"])?.AddDays(1).AddTicks(-10));
        var people = await db.Memberships.AsNoTracking().Where(member => member.TenantId == tenant.Id).OrderBy(member => member.Name).ToDictionaryAsync(member => member.UserId, member => member.Name, ct);
        var number = PageRequest.NumberOf(query["page"]);
        var events = await (await db.EventsOfAsync(new TenantId(tenant.Id), filter, ct))
            .OrderByDescending(told => told.CreatedAt).ThenByDescending(told => told.Id)
            .Skip((int)Math.Min(new PageRequest(number, PerPage).Skip, int.MaxValue)).Take(PerPage + 1).ToListAsync(ct);
        return AuditPage.Of(new AuditPageContent(T["Audit"], "/account/audit", http.User.Identity?.Name)
        {
            Tenants = owned,
            Tenant = tenant,
            People = people,
            Filter = filter,
            Events = [.. events.Take(PerPage).Select(told => AuditSentence.Of(told, people))],
            Number = number,
            HasMore = events.Count > PerPage,
            Kept = [.. Filters.Select(name => (name, query[name].ToString())).Where(pair => pair.Item2.Length > 0)],
        });
    }

    private static long? NumberOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTime? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) : null;
}
