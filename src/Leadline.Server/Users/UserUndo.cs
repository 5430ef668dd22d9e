using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Users.Roles;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>What an undo must not do to people and roles: give more than its caller has, or leave the tenant without an owner.</summary>
internal static class UserUndo
{
    private static readonly string[] Entities = ["user", "role", "role_permission", "member_role"];

    public static UndoGuard Guard(BearerTokens tokens) => new(Entities, (write, caller) => BeginAsync(write, caller, tokens));

    private static async Task<UndoWatch> BeginAsync(TenantWrite write, Caller caller, BearerTokens tokens)
    {
        var (had, hadOwner) = (await AllowedAsync(write.Db), await UserRoles.HasOwnerAsync(write.Db));
        var touched = new HashSet<long>();
        return new UndoWatch(RefuseAsync, () =>
        {
            foreach (var user in touched)
            {
                tokens.ForgetPerson(user);
            }
        });

        async Task<Reply?> RefuseAsync()
        {
            var has = await AllowedAsync(write.Db);
            var won = has.Except(had).ToList();
            touched.UnionWith(won.Concat(had.Except(has)).Select(allowed => allowed.User));
            var given = won.Select(allowed => allowed.Permission).Distinct().ToList();
            return RoleFields.Beyond(caller, given.Where(permission => permission != UserRoles.SeeingOthers), isWider: given.Contains(UserRoles.SeeingOthers)) is { Count: > 0 } beyond
                ? UserRefusals.Beyond(beyond)
                : hadOwner && !await UserRoles.HasOwnerAsync(write.Db) ? UserRefusals.LastOwner()
                : null;
        }
    }

    // What the active people of the tenant may do and see by their roles.
    private static async Task<HashSet<(long User, string Permission)>> AllowedAsync(TenantDb db)
    {
        var rows = await (
            from member in db.Memberships
            where member.IsActive && member.DeletedAt == null
            join given in db.MemberRoles on member.UserId equals given.UserId
            join role in db.Roles on given.RoleId equals role.Id
            where role.DeletedAt == null
            join grant in db.RolePermissions on role.Id equals grant.RoleId
            select new { member.UserId, grant.Permission }).ToListAsync();
        var seeing = await (
            from member in db.Memberships
            where member.IsActive && member.DeletedAt == null
            join given in db.MemberRoles on member.UserId equals given.UserId
            join role in db.Roles on given.RoleId equals role.Id
            where role.DeletedAt == null && role.Visibility != LeadVisibility.Own
            select member.UserId).Distinct().ToListAsync();
        return [.. rows.Select(row => (row.UserId, row.Permission)), .. seeing.Select(user => (user, UserRoles.SeeingOthers))];
    }
}
