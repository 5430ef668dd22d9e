namespace Leadline.Client;

/// <summary>What its members may do.</summary>
public sealed record Role
{
    /// <summary>The role's number.</summary>
    public long Id { get; init; }

    /// <summary>The tenant.</summary>
    public long TenantId { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether every tenant has it.</summary>
    public bool IsSystem { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many permissions it has.</summary>
    public int PermissionsCount { get; init; }

    /// <summary>What its members may do.</summary>
    public IReadOnlyList<RoleAllowance> Permissions { get; init; } = [];

    /// <summary>Whose leads and customers its members see, see <see cref="LeadVisibility"/>; of several roles the widest counts.</summary>
    public string Visibility { get; init; } = "";
}

/// <summary>Whose leads and customers are seen.</summary>
public static class LeadVisibility
{
    /// <summary>One's own.</summary>
    public const string Own = "own";

    /// <summary>One's own, and those of all who are in a team with one.</summary>
    public const string Team = "team";

    /// <summary>Everybody's and nobody's.</summary>
    public const string All = "all";
}

/// <summary>A role to be made.</summary>
public sealed record NewRole
{
    /// <summary>What people call it; unique among the live roles, whatever the case. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The scopes its members may use: <c>leads:read</c>.</summary>
    public string[]? Permissions { get; init; }

    /// <summary>Whose leads and customers its members see, see <see cref="LeadVisibility"/>; null for all.</summary>
    public string? Visibility { get; init; }
}

/// <summary>What to change of a role; what is not set stays as it is.</summary>
public sealed record RoleChange
{
    /// <summary>What people call it; a system role keeps its name. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>All the scopes its members may use from then on.</summary>
    public Optional<string[]> Permissions { get; init; }

    /// <summary>Whose leads and customers its members see, see <see cref="LeadVisibility"/>.</summary>
    public Optional<string> Visibility { get; init; }
}

/// <summary>A permission of a role.</summary>
public sealed record RoleAllowance
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>The scope it allows: <c>leads:read</c>.</summary>
    public string Name { get; init; } = "";
}
