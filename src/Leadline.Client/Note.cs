namespace Leadline.Client;

/// <summary>A note on a lead or a customer.</summary>
public sealed record Note
{
    /// <summary>The note's number.</summary>
    public long Id { get; init; }

    /// <summary>The text.</summary>
    public string Content { get; init; } = "";

    /// <summary>The member who wrote it.</summary>
    public long? UserId { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The member who wrote it, as colleagues call them.</summary>
    public UserReference? Author { get; init; }
}

/// <summary>A note to be written.</summary>
public sealed record NewNote
{
    /// <summary>The text. At most 65,535 characters.</summary>
    public required string Content { get; init; }

    /// <summary>The member who wrote it; of a new note, the caller when absent.</summary>
    public long? UserId { get; init; }
}

/// <summary>What to change of a note; what is not set stays as it is.</summary>
public sealed record NoteChange
{
    /// <summary>The text. At most 65,535 characters.</summary>
    public Optional<string> Content { get; init; }

    /// <summary>The member who wrote it; of a new note, the caller when absent.</summary>
    public Optional<long?> UserId { get; init; }
}
