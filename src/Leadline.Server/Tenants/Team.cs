using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Tenants;

/// <summary>Members who see one another's leads, if their roles show a team's.</summary>
public sealed class Team : IRecord, IFolded
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>What people call it; unique among the tenant's live teams, whatever the case.</summary>
    public required string Name { get; set; }

    /// <summary>The folded name.</summary>
    public string NameKey { get; private set; } = "";

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <inheritdoc />
    public void FoldKeys(string? defaultCountry) => NameKey = Folding.SortKey(Name) ?? "";
}

/// <summary>A member of a team.</summary>
public sealed class TeamMember : IRow
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The team.</summary>
    public long TeamId { get; set; }

    /// <summary>The member.</summary>
    public long UserId { get; set; }
}
