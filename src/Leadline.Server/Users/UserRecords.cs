using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Members as the published resource.</summary>
public static class UserRecords
{
    /// <summary>A member as the change at hand leaves it.</summary>
    public static async Task<ShownUser> ShowAsync(TenantWrite write, Membership member) => (await ShowAsync(write.Db, [member]))[0];

    /// <summary>Members, in the order given, with their addresses and roles.</summary>
    public static async Task<IReadOnlyList<ShownUser>> ShowAsync(TenantDb db, IReadOnlyList<Membership> members)
    {
        var ids = members.Select(member => member.UserId).ToList();
        var emails = await EmailsAsync(db, ids);
        var roles = (await db.MemberRoles.AsNoTracking().Where(given => ids.Contains(given.UserId))
            .Join(db.Roles.Where(role => role.DeletedAt == null), given => given.RoleId, role => role.Id, (given, role) => new { given.UserId, role.Id, role.Name })
            .OrderBy(role => role.Id).ToListAsync()).ToLookup(given => given.UserId, given => new UserRole(given.Id, given.Name));
        return [.. members.Select(member => new ShownUser(
            UserResource.Of(member, emails[member.UserId], [.. roles[member.UserId]]),
            TagOf(member.Version, emails[member.UserId], roles[member.UserId])))];
    }

    // Accounts lie outside the tenant's model, but in the same database.
    private static async Task<Dictionary<long, string>> EmailsAsync(TenantDb db, List<long> ids) =>
        await db.Database.SqlQuery<Account>(
            $"""SELECT u.id AS "Id", u.email AS "Email" FROM users u JOIN memberships m ON m.user_id = u.id WHERE m.tenant_id = {db.Tenant.Value}""")
            .Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => account.Email ?? "");

    // The address may be changed from another tenant, which the version here does not count.
    private static string TagOf(long version, string email, IEnumerable<UserRole> roles)
    {
        var shown = string.Create(CultureInfo.InvariantCulture, $"{email} {string.Join(' ', roles.Select(role => role.Name))}");
        return RecordTag.Of(version, BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(shown))));
    }

    private sealed record Account(long Id, string? Email);
}

/// <summary>A user with its entity tag.</summary>
/// <param name="User">The published resource.</param>
/// <param name="ETag">The tag, with its quotes.</param>
public sealed record ShownUser(UserResource User, string ETag);
