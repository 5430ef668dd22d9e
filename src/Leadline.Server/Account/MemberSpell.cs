using System.Globalization;
using Leadline.Audit;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Account;

/// <summary>A time in which a person was a member of a tenant, and not locked out of it.</summary>
/// <param name="UserId">The person.</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it ended; null for not yet.</param>
public sealed record MemberSpell(long UserId, DateTime Since, DateTime? Until)
{
    /// <summary>The spells of a tenant's people.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="user">Only of this person; null for all.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IReadOnlyList<MemberSpell>> OfAsync(PlatformDb db, TenantId tenant, long? user, CancellationToken ct)
    {
        var number = tenant.Value;
        var people = await db.Memberships.AsNoTracking().Where(member => member.TenantId == number && (user == null || member.UserId == user))
            .Select(member => new { member.UserId, member.CreatedAt, IsIn = member.IsActive && member.DeletedAt == null }).ToListAsync(ct);
        var turns = await db.AuditEvents.AsNoTracking()
            .Where(told => told.TenantId == number && (told.Kind == AuditKinds.MemberAdmitted || told.Kind == AuditKinds.MemberLockedOut) && (user == null || told.UserId == user))
            .OrderBy(told => told.CreatedAt).ThenBy(told => told.Id)
            .Select(told => new { told.UserId, told.CreatedAt, told.Kind }).ToListAsync(ct);
        var turnsOf = turns.ToLookup(turn => turn.UserId, turn => (turn.CreatedAt, turn.Kind == AuditKinds.MemberAdmitted));
        return [.. people.SelectMany(person => Of(person.UserId, person.CreatedAt, person.IsIn, [.. turnsOf[person.UserId]]))];
    }

    /// <summary>As the query of the events takes it: a list of numbers, the times in microseconds.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"[{UserId},{Timestamp.ToMicroseconds(Since)},{Timestamp.ToMicroseconds(Until ?? DateTime.MaxValue)}]");

    // What was before the first turn that is told follows from it: whoever was locked out had been in. Older turns may have been removed, with all that was told in their time.
    private static IEnumerable<MemberSpell> Of(long user, DateTime createdAt, bool isIn, IReadOnlyList<(DateTime At, bool IsIn)> turns)
    {
        var since = (turns.Count > 0 ? !turns[0].IsIn : isIn) ? createdAt : (DateTime?)null;
        foreach (var turn in turns)
        {
            if (!turn.IsIn && since is { } began)
            {
                yield return new MemberSpell(user, began, turn.At);
            }

            since = turn.IsIn ? since ?? turn.At : null;
        }

        if (since is { } last)
        {
            yield return new MemberSpell(user, last, null);
        }
    }
}
