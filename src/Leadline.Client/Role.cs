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
}

/// <summary>A permission of a role.</summary>
public sealed record RoleAllowance
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>The scope it allows: <c>leads:read</c>.</summary>
    public string Name { get; init; } = "";
}
