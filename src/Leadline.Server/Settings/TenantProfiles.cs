using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Settings;

/// <summary>Makes what a profile says count.</summary>
internal static class TenantProfiles
{
    /// <summary>
    /// Carries over what others read of the tenant itself: its name and logo, and the country by which phone numbers are understood. That one is changed only while there are
    /// none, since each number is kept as it was understood.
    /// </summary>
    /// <returns>Why it cannot be; null when it is done.</returns>
    public static async Task<Reply?> PublishAsync(TenantWrite write)
    {
        if (await write.Db.Profiles.AsNoTracking().FirstOrDefaultAsync(known => known.DeletedAt == null) is not { } profile)
        {
            return null;
        }

        var tenant = await write.Platform.Tenants.SingleAsync(known => known.Id == write.Tenant.Value);
        if ((tenant.Name, tenant.LogoUrl, tenant.DefaultCountry) == (profile.Name, profile.LogoUrl, profile.DefaultCountry))
        {
            return null;
        }

        if (tenant.DefaultCountry != profile.DefaultCountry && HasPhones(write))
        {
            return Reply.Conflict("The default country can be changed only while no lead and no customer has a phone number, deleted ones among them: it tells how they were understood.");
        }

        (tenant.Name, tenant.LogoUrl, tenant.DefaultCountry, tenant.UpdatedAt) = (profile.Name, profile.LogoUrl, profile.DefaultCountry, write.Now);
        await write.Platform.SaveChangesAsync();
        return null;
    }

    private static bool HasPhones(TenantWrite write) => write.Read(
        """
        SELECT 1 WHERE EXISTS (SELECT 1 FROM leads WHERE tenant_id = @tenant AND phone_key IS NOT NULL)
            OR EXISTS (SELECT 1 FROM customers WHERE tenant_id = @tenant AND phone_key IS NOT NULL)
        """,
        ("@tenant", write.Tenant.Value)) is not null;
}
