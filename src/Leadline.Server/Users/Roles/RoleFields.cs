using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Users.Roles;

/// <summary>What may be sent of a role, and how it is set.</summary>
internal static class RoleFields
{
    private static readonly BodyField Name = BodyField.Text("name", "What people call it; unique among the live roles, whatever the case.") with { IsRequired = true };
    private static readonly BodyField Permissions = new("permissions", "array", $"What its members may do: {string.Join(", ", Scopes.All)}.") { IsNullable = false };
    private static readonly BodyField Visibility = new(
        "visibility", "string", "Whose leads and customers its members see: own, team (their own and those of all in a team with them) or all. Of several roles the widest counts.")
    { Options = LeadVisibility.Values, IsNullable = false };

    public static IReadOnlyList<BodyField> All { get; } = [Name, Permissions, Visibility];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    /// <returns>The permissions that were sent; null for none.</returns>
    public static IReadOnlyList<string>? Set(Body body, Role role)
    {
        IReadOnlyList<string>? permissions = null;
        body.RefuseOthersThan(All);
        body.Text(Name, name => role.Name = name ?? "");
        body.Text(Visibility, visibility => role.Visibility = visibility ?? role.Visibility);
        body.Json(Permissions, json => permissions = Read(body, json));
        return permissions;
    }

    /// <summary>Gives a role these permissions and no others.</summary>
    /// <returns>Whether that changes anything.</returns>
    public static async Task<bool> GrantAsync(TenantDb db, long role, IReadOnlyList<string> permissions)
    {
        var granted = await db.RolePermissions.Where(grant => grant.RoleId == role).ToListAsync();
        var (lost, won) = (granted.Where(grant => !permissions.Contains(grant.Permission)).ToList(), permissions.Except(granted.Select(grant => grant.Permission)).ToList());
        db.RemoveRange(lost);
        foreach (var permission in won)
        {
            db.Insert(new RoleGrant { RoleId = role, Permission = permission });
        }

        return lost.Count > 0 || won.Count > 0;
    }

    /// <summary>A live role with the name of another; null for none.</summary>
    public static async Task<Role?> FindTwinAsync(TenantDb db, Role role)
    {
        var others = await db.Roles.AsNoTracking().Where(other => other.DeletedAt == null && other.Id != role.Id).ToListAsync();
        return others.Find(other => Folding.SortKey(other.Name) == Folding.SortKey(role.Name));
    }

    public static Reply Refuse(Role twin) => Reply.Conflict($"The role {twin.Id} has this name.", new JsonObject { ["field"] = "name", ["role_id"] = twin.Id });

    /// <summary>What a role would give beyond what the caller has: permissions, and sight of others' leads.</summary>
    public static IReadOnlyList<string> Beyond(Caller caller, IEnumerable<string> permissions, bool isWider) =>
        [.. permissions.Where(permission => !caller.May(permission)).Order(StringComparer.Ordinal), .. isWider && caller.View.Sees.IsLimited ? [UserRoles.SeeingOthers] : Array.Empty<string>()];

    /// <summary>A role as the change at hand leaves it.</summary>
    public static async Task<(RoleResource Role, string ETag)> ShowAsync(TenantDb db, Role role)
    {
        var grants = await db.RolePermissions.AsNoTracking().Where(grant => grant.RoleId == role.Id).ToListAsync();
        return (RoleResource.Of(role, grants), RecordTag.Of(role.Version, grants.Sum(grant => grant.Id)));
    }

    private static List<string>? Read(Body body, JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Array } list || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
        {
            body.Reject(Permissions.Name, "must be a list of texts");
            return null;
        }

        List<string> named = [.. list.EnumerateArray().Select(item => item.GetString() ?? "").Distinct()];
        if (named.Except(Scopes.All).ToList() is { Count: > 0 } unknown)
        {
            body.Reject(Permissions.Name, $"names what is no permission: {string.Join(", ", unknown)}");
        }

        return named;
    }
}
