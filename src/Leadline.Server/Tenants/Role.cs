using Leadline.Platform.Database;

namespace Leadline.Tenants;

/// <summary>What members of a kind may do in a tenant.</summary>
public sealed class Role : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>What people call it; unique among the tenant's live roles.</summary>
    public required string Name { get; set; }

    /// <summary>Whose leads and customers its members see: one of <see cref="LeadVisibility"/>.</summary>
    public string Visibility { get; set; } = LeadVisibility.All;

    /// <summary>True for a role that every tenant has.</summary>
    public bool IsSystem { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <summary>The role that may do everything, and of which a tenant keeps at least one member.</summary>
    public const string Owner = "owner";

    /// <summary>The roles of a new tenant, from most to least.</summary>
    public static IReadOnlyList<string> Usual { get; } = [Owner, "manager", "agent", "viewer"];
}

/// <summary>Whose leads and customers the members of a role see; of several roles the widest counts.</summary>
public static class LeadVisibility
{
    /// <summary>Those that are assigned to the member.</summary>
    public const string Own = "own";

    /// <summary>Those of the member and of all who are in a team with them.</summary>
    public const string Team = "team";

    /// <summary>Everybody's and nobody's.</summary>
    public const string All = "all";

    /// <summary>All of them, from the narrowest.</summary>
    public static IReadOnlyList<string> Values { get; } = [Own, Team, All];

    /// <summary>The widest of several; none sees own records only.</summary>
    public static string WidestOf(IEnumerable<string> visibilities) =>
        visibilities.OrderBy(visibility => Values.IndexOf(visibility)).LastOrDefault(Own);

    private static int IndexOf(this IReadOnlyList<string> values, string value)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] == value)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"{value} is no visibility.");
    }
}

/// <summary>One thing that a role may do.</summary>
public sealed class RoleGrant : IRow
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The role.</summary>
    public long RoleId { get; set; }

    /// <summary>A scope: <c>leads:read</c>.</summary>
    public required string Permission { get; set; }
}

/// <summary>A role of a member.</summary>
public sealed class MemberRole : IRow
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The member.</summary>
    public long UserId { get; set; }

    /// <summary>The role.</summary>
    public long RoleId { get; set; }
}
