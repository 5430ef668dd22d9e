namespace Leadline.Tenants;

/// <summary>A person's place in a tenant.</summary>
public sealed class Membership
{
    /// <summary>The tenant.</summary>
    public long TenantId { get; set; }

    /// <summary>The person.</summary>
    public long UserId { get; set; }

    /// <summary>What the person may do there: one of <see cref="Roles"/>.</summary>
    public required string Role { get; set; }

    /// <summary>Since when.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>The roles, from most to least.</summary>
    public static IReadOnlyList<string> Roles { get; } = ["owner", "manager", "agent", "viewer"];
}
