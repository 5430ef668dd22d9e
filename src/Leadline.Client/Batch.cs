namespace Leadline.Client;

/// <summary>Changes that belong together.</summary>
public sealed record Batch
{
    /// <summary>The batch's number.</summary>
    public long Id { get; init; }

    /// <summary>What was done: <c>lead.convert</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Who did it, and through what.</summary>
    public JournalAuthor Author { get; init; } = new();

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>For an undo: the batch it took back.</summary>
    public long? UndoesBatchId { get; init; }

    /// <summary>The last undo of this batch; null for none.</summary>
    public long? UndoneByBatchId { get; init; }

    /// <summary>How many records it changed; null in a list.</summary>
    public long? Records { get; init; }
}

/// <summary>What became of each row of a batch that was taken back.</summary>
public sealed record UndoReport
{
    /// <summary>The batch of the undo itself, which can be undone, too; null when nothing was left to take back.</summary>
    public long? BatchId { get; init; }

    /// <summary>The job that takes the batch back; null when that is done.</summary>
    public long? JobId { get; init; }

    /// <summary>Rows that are as before.</summary>
    public IReadOnlyList<UndoneRow> Reversed { get; init; } = [];

    /// <summary>Rows of which something was changed since, and kept.</summary>
    public IReadOnlyList<UndoneRow> Kept { get; init; } = [];

    /// <summary>Rows that could not be taken back.</summary>
    public IReadOnlyList<UndoneRow> Failed { get; init; } = [];
}

/// <summary>One row of an undone batch.</summary>
public sealed record UndoneRow
{
    /// <summary>The kind of row.</summary>
    public string Entity { get; init; } = "";

    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>The fields that were changed since, and kept; <c>*</c> for a whole row.</summary>
    public IReadOnlyList<string> KeptFields { get; init; } = [];

    /// <summary>Who changed it since; null for nobody.</summary>
    public JournalAuthor? ChangedBy { get; init; }

    /// <summary>Why it failed, or was kept though nobody changed it.</summary>
    public string? Reason { get; init; }
}
