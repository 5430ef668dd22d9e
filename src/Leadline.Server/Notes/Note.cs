using Leadline.Platform.Database;

namespace Leadline.Notes;

/// <summary>What somebody writes about a lead or a customer.</summary>
public abstract class Note : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The record it is about, as the journal calls its kind, and that record's number.</summary>
    public abstract (string Kind, long Id) Subject { get; }

    /// <summary>The text.</summary>
    public required string Content { get; set; }

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
}
