using System.Globalization;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Leadline.Users.Roles;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users;

/// <summary>Which roles a member has, and who may give them.</summary>
public static class UserRoles
{
    /// <summary>The field that names a user's roles.</summary>
    public static readonly BodyField Field = new("role_ids", "array", "The numbers of all roles the person has; null for none.");

    private const int MostTold = 20;

    /// <summary>Reads the roles that were sent; errors are told by the body.</summary>
    /// <returns>The roles; null when the field was not sent.</returns>
    public static async Task<IReadOnlyList<long>?> ReadAsync(Body body, TenantDb db)
    {
        IReadOnlyList<long>? roles = null;
        body.Integers(Field, ids => roles = [.. (ids ?? []).Distinct()]);
        var known = roles is null or [] ? [] : await db.Roles.Where(role => role.DeletedAt == null).Select(role => role.Id).ToListAsync();
        if (roles?.Except(known).ToList() is { Count: > 0 } unknown)
        {
            body.Reject(Field.Name, $"names what is no role of this tenant: {string.Join(", ", unknown.Take(MostTold).Select(id => id.ToString(CultureInfo.InvariantCulture)))}");
        }

        return roles;
    }

    /// <summary>The roles a member has.</summary>
    public static async Task<IReadOnlyList<long>> OfAsync(TenantDb db, long user) =>
        await db.MemberRoles.Where(given => given.UserId == user).Select(given => given.RoleId).ToListAsync();

    /// <summary>What a caller who sees only some leads cannot give.</summary>
    internal const string SeeingOthers = "see the leads of others";

    /// <summary>What roles allow beyond what the caller may do: nobody hands out more than they have.</summary>
    public static async Task<IReadOnlyList<string>> BeyondAsync(TenantDb db, Caller caller, IEnumerable<long> roles)
    {
        var named = roles.ToList();
        var live = db.Roles.Where(role => role.DeletedAt == null);
        var allowed = await db.RolePermissions
            .Where(grant => named.Contains(grant.RoleId) && live.Any(role => role.Id == grant.RoleId))
            .Select(grant => grant.Permission).Distinct().ToListAsync();
        var showOthers = await live.AnyAsync(role => named.Contains(role.Id) && role.Visibility != LeadVisibility.Own);
        return RoleFields.Beyond(caller, allowed, isWider: showOthers);
    }

    /// <summary>Gives a member these roles and no others.</summary>
    /// <returns>Whether that changes anything.</returns>
    public static async Task<bool> SetAsync(TenantDb db, long user, IReadOnlyList<long> roles)
    {
        var given = await db.MemberRoles.Where(known => known.UserId == user).ToListAsync();
        var (lost, won) = (given.Where(known => !roles.Contains(known.RoleId)).ToList(), roles.Except(given.Select(known => known.RoleId)).ToList());
        db.RemoveRange(lost);
        foreach (var role in won)
        {
            db.Insert(new MemberRole { UserId = user, RoleId = role });
        }

        return lost.Count > 0 || won.Count > 0;
    }

    /// <summary>Whether anyone can act as an owner of the tenant.</summary>
    public static Task<bool> HasOwnerAsync(TenantDb db) => ActiveOwners(db).AnyAsync();

    /// <summary>Whether the caller is a person who owns the tenant.</summary>
    public static Task<bool> IsOwnerAsync(TenantDb db, Caller caller) => ActiveOwners(db).AnyAsync(member => member.UserId == caller.UserId);

    /// <summary>Whether a person owns the tenant.</summary>
    public static Task<bool> IsOwnerAsync(TenantDb db, long user) => ActiveOwners(db).AnyAsync(member => member.UserId == user);

    /// <summary>What a member's roles allow.</summary>
    public static async Task<IReadOnlyList<string>> PermissionsOfAsync(TenantDb db, long user)
    {
        var roles = db.MemberRoles.Where(given => given.UserId == user).Select(given => given.RoleId);
        var live = db.Roles.Where(role => role.DeletedAt == null && roles.Contains(role.Id)).Select(role => role.Id);
        return await db.RolePermissions.Where(grant => live.Contains(grant.RoleId)).Select(grant => grant.Permission).Distinct().ToListAsync();
    }

    /// <summary>Whether the caller may decide who gets in, as owners do, and not by what was handed to another program: that would outlive what it was handed for.</summary>
    public static async Task<bool> MayGrantAccessAsync(TenantDb db, Caller caller) => !caller.Token.IsDelegated && await ActsAsOwnerAsync(db, caller);

    /// <summary>Whether the caller may do what only owners may: an owner, or the operator, whose tokens stand for one.</summary>
    public static async Task<bool> ActsAsOwnerAsync(TenantDb db, Caller caller) => caller.Token.Kind == Author.Operator || await IsOwnerAsync(db, caller);

    private static IQueryable<Membership> ActiveOwners(TenantDb db)
    {
        var owners = db.MemberRoles.Join(
            db.Roles.Where(role => role.Name == Role.Owner && role.DeletedAt == null), given => given.RoleId, role => role.Id, (given, role) => given.UserId);
        return db.Memberships.Where(member => member.IsActive && member.DeletedAt == null && owners.Contains(member.UserId));
    }
}
