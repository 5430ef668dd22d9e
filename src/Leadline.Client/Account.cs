namespace Leadline.Client;

/// <summary>A tenant as its members see it.</summary>
public sealed record Tenant
{
    /// <summary>What <c>X-Tenant</c> takes.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The address of its logo.</summary>
    public string? LogoUrl { get; init; }
}

/// <summary>What the caller is and may do in the tenant.</summary>
public sealed record AccountRoles
{
    /// <summary>The names of their roles.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The scopes these allow: <c>leads:read</c>.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Whose leads and customers they see, see <see cref="LeadVisibility"/>.</summary>
    public string Visibility { get; init; } = "";

    /// <summary>The names of the teams they are in.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];
}

/// <summary>The form in which the caller's tenants are answered.</summary>
internal sealed record TenantList
{
    public IReadOnlyList<Tenant>? Data { get; init; }
}
