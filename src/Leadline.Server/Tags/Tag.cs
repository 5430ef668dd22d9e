using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Tags;

/// <summary>A label for leads and customers.</summary>
public sealed class Tag : IRecord, IFolded
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>What people call it; unique among the tenant's live tags, whatever the case.</summary>
    public required string Name { get; set; }

    /// <summary>The folded name.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>The colour it is shown in, as <c>#rrggbb</c>.</summary>
    public required string Color { get; set; }

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
