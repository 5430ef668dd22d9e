using System.Security.Claims;
using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Leadline.Tenants;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>Which events.</summary>
/// <param name="Kind">Only of this kind; null for all.</param>
/// <param name="UserId">Only those that concern this person; null for all.</param>
/// <param name="From">Only of this time or later.</param>
/// <param name="To">Only of this time or before.</param>
public sealed record AuditFilter(string? Kind, long? UserId, DateTime? From, DateTime? To)
{
    /// <summary>What the filter lets through.</summary>
    public IQueryable<AuditEvent> Of(IQueryable<AuditEvent> events) => events
        .Where(told => Kind == null || told.Kind == Kind)
        .Where(told => UserId == null || told.UserId == UserId)
        .Where(told => From == null || told.CreatedAt >= From)
        .Where(told => To == null || told.CreatedAt <= To);
}

/// <summary>Who may see which events.</summary>
public static class AuditView
{
    /// <summary>What a tenant's owners see: what concerns the tenant, and the sign-ins of its members while they are members.</summary>
    public static IQueryable<AuditEvent> EventsOf(this PlatformDb db, TenantId tenant)
    {
        var number = tenant.Value;
        var members = db.Memberships.Where(member => member.TenantId == number && member.InvitedAt == null);
        return db.AuditEvents.AsNoTracking().Where(told => told.TenantId == number
            || (told.TenantId == null && members.Any(member => member.UserId == told.UserId
                && member.CreatedAt <= told.CreatedAt && (member.DeletedAt == null || told.CreatedAt <= member.DeletedAt))));
    }

    /// <summary>What a person sees of themselves.</summary>
    public static IQueryable<AuditEvent> EventsOfPerson(this PlatformDb db, long user) => db.AuditEvents.AsNoTracking().Where(told => told.UserId == user);

    /// <summary>The tenants whose owner looks at a page; a session that came through a tenant's provider counts for that one alone.</summary>
    public static Task<IReadOnlyList<OwnedTenant>> OwnedAsync(LeadlineDatabase database, ClaimsPrincipal person, CancellationToken ct) =>
        OwnedTenants.OfAsync(database, SessionStore.UserOf(person), person.VouchedIn(), ct);
}
