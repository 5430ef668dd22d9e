using System.Security.Claims;
using System.Text.Json;
using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Sessions;
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
    /// <param name="db">Where to read.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="filter">What of it.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IQueryable<AuditEvent>> EventsOfAsync(this PlatformDb db, TenantId tenant, AuditFilter filter, CancellationToken ct)
    {
        var spells = JsonSerializer.Serialize((await MemberSpell.OfAsync(db, tenant, filter.UserId, ct)).Select(spell => spell.ToString()));

        // Member by member, so that the sign-ins of other tenants' people are not walked.
        return filter.Of(db.AuditEvents.FromSql($"""
            SELECT own.* FROM audit_events own WHERE own.tenant_id = {tenant.Value}
            UNION ALL
            SELECT theirs.* FROM (
                SELECT CAST(json_extract(atom, '$[0]') AS bigint) AS user_id, CAST(json_extract(atom, '$[1]') AS bigint) AS since, CAST(json_extract(atom, '$[2]') AS bigint) AS until
                FROM json_each({spells})) spell
            CROSS JOIN audit_events theirs
            WHERE theirs.tenant_id IS NULL AND theirs.user_id = spell.user_id AND theirs.created_at >= spell.since AND theirs.created_at < spell.until
            """).AsNoTracking());
    }

    /// <summary>What a person sees of themselves.</summary>
    public static IQueryable<AuditEvent> EventsOfPerson(this PlatformDb db, long user) => db.AuditEvents.AsNoTracking().Where(told => told.UserId == user);

    /// <summary>The tenants whose owner looks at a page; a session that came through a tenant's provider counts for that one alone.</summary>
    public static Task<IReadOnlyList<OwnedTenant>> OwnedAsync(LeadlineDatabase database, ClaimsPrincipal person, CancellationToken ct) =>
        OwnedTenants.OfAsync(database, SessionStore.UserOf(person), person.VouchedIn(), ct);
}
