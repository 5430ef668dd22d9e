using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Notes;

/// <summary>What somebody writes about a lead or a customer.</summary>
public abstract class Note : IRecord, IFolded
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The record it is about, as the journal calls its kind, and that record's number.</summary>
    public abstract (string Kind, long Id) Subject { get; }

    /// <summary>The text.</summary>
    public required string Content { get; set; }

    /// <summary>The folded text, which is searched and sorted by.</summary>
    public string ContentKey { get; set; } = "";

    /// <summary>The member who wrote it.</summary>
    public long? UserId { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <inheritdoc />
    public void FoldKeys(string? defaultCountry) => ContentKey = Folding.Fold(Content);
}
