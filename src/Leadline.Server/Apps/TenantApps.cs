using Leadline.OAuth;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Apps;

/// <summary>The apps of one tenant, which are rows of the platform.</summary>
internal static class TenantApps
{
    public static IQueryable<App> Of(PlatformDb db, TenantId tenant) => db.Apps.Where(app => app.TenantId == tenant.Value);

    public static Task<App?> FindLiveAsync(PlatformDb db, TenantId tenant, long id) => Of(db, tenant).FirstOrDefaultAsync(app => app.Id == id && app.DeletedAt == null);
}
