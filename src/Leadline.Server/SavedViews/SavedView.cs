using Leadline.Platform.Database;

namespace Leadline.SavedViews;

/// <summary>A list as somebody likes to see it: filters, order, columns, under a name.</summary>
public sealed class SavedView : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>Whose it is.</summary>
    public long UserId { get; set; }

    /// <summary>Which list: one of <see cref="SavedViewFields.Lists"/>.</summary>
    public required string List { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>What the list shows and how, the text of a JSON object.</summary>
    public required string State { get; set; }

    /// <summary>Whether all members see it.</summary>
    public bool IsShared { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;
}
