namespace Leadline.Journal;

/// <summary>What became of each row of a batch that was taken back.</summary>
public sealed record UndoReport
{
    /// <summary>The batch of the undo itself, which can be undone, too; null when nothing was left to take back.</summary>
    public long? BatchId { get; init; }

    /// <summary>The job that takes the batch back; null when that is done.</summary>
    public long? JobId { get; init; }

    /// <summary>Rows that are as before.</summary>
    public List<UndoneRow> Reversed { get; init; } = [];

    /// <summary>Rows of which something was changed since, and kept.</summary>
    public List<UndoneRow> Kept { get; init; } = [];

    /// <summary>Rows that could not be taken back.</summary>
    public List<UndoneRow> Failed { get; init; } = [];

    /// <summary>How many rows of the batch had nothing to take back.</summary>
    internal int Unchanged { get; set; }

    internal int Count => Reversed.Count + Kept.Count + Failed.Count + Unchanged;

    /// <summary>Each kind of row by number: what one statement changed, the engines come to in orders of their own.</summary>
    internal UndoReport InOrder()
    {
        return this with { Reversed = Ordered(Reversed), Kept = Ordered(Kept), Failed = Ordered(Failed) };

        static List<UndoneRow> Ordered(List<UndoneRow> rows) => [.. rows.GroupBy(row => row.Entity).SelectMany(kind => kind.OrderBy(row => row.Id))];
    }

    internal void Add(UndoReport more)
    {
        Reversed.AddRange(more.Reversed);
        Kept.AddRange(more.Kept);
        Failed.AddRange(more.Failed);
        Unchanged += more.Unchanged;
    }
}

/// <summary>One row of an undone batch.</summary>
/// <param name="Entity">The kind of row.</param>
/// <param name="Id">Its number.</param>
public sealed record UndoneRow(string Entity, long Id)
{
    /// <summary>The fields that were changed since, and kept; <c>*</c> for a whole row.</summary>
    public IReadOnlyList<string> KeptFields { get; init; } = [];

    /// <summary>Who changed them last.</summary>
    public JournalAuthor? ChangedBy { get; init; }

    /// <summary>Why it failed, or was kept though nobody changed it.</summary>
    public string? Reason { get; init; }
}
