using Leadline.Platform.Database;
using Leadline.Sessions;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>What a person sees of their own account: <c>/account</c>.</summary>
public static class ShowAccount
{
    /// <summary>Maps the page.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("", HandleAsync).RequireAuthorization();

    private static async Task<RazorComponentResult<AccountPage>> HandleAsync(HttpContext http, PlatformDb db, CancellationToken ct)
    {
        var id = SessionStore.UserOf(http.User);
        var user = await db.Users.AsNoTracking().SingleAsync(known => known.Id == id, ct);
        var tenants = await db.Memberships.Where(member => member.UserId == id && member.IsActive && member.DeletedAt == null)
            .Join(db.Tenants, member => member.TenantId, tenant => tenant.Id, (member, tenant) => tenant.Name).Order().ToListAsync(ct);
        return new RazorComponentResult<AccountPage>(new { Email = user.Email ?? "", user.Name, Tenants = tenants });
    }
}
