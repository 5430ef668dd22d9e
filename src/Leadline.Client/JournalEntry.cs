using System.Text.Json;

namespace Leadline.Client;

/// <summary>What one change made of one row.</summary>
public sealed record JournalEntry
{
    /// <summary>The entry's number; those of one record are in the order of its changes.</summary>
    public long Id { get; init; }

    /// <summary>The batch it belongs to; can be undone as a whole.</summary>
    public long BatchId { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The kind of row: <c>lead</c>, <c>lead_note</c>.</summary>
    public string Entity { get; init; } = "";

    /// <summary>The row's number.</summary>
    public long EntityId { get; init; }

    /// <summary>The kind of record in whose timeline it stands.</summary>
    public string Subject { get; init; } = "";

    /// <summary>That record's number.</summary>
    public long SubjectId { get; init; }

    /// <summary><c>created</c>, <c>updated</c> or <c>deleted</c>; a soft deletion is an update of <c>deleted_at</c>.</summary>
    public string Operation { get; init; } = "";

    /// <summary>What was done: <c>lead.convert</c>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Who did it, and through what.</summary>
    public JournalAuthor Author { get; init; } = new();

    /// <summary>The fields that changed, by their names on the wire.</summary>
    public IReadOnlyDictionary<string, FieldChange> Changes { get; init; } = new Dictionary<string, FieldChange>();

    /// <summary>In the change feed: where it goes on behind this entry; null elsewhere.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What became of one field.</summary>
public sealed record FieldChange
{
    /// <summary>What it was; null for nothing.</summary>
    public JsonElement? Old { get; init; }

    /// <summary>What it is; null for nothing.</summary>
    public JsonElement? New { get; init; }
}

/// <summary>Who made a change.</summary>
public sealed record JournalAuthor
{
    /// <summary><c>person</c>, <c>app</c>, <c>operator</c> or <c>system</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The user's id, or the app's client id.</summary>
    public string Id { get; init; } = "";

    /// <summary><c>api</c>, <c>command line</c>, <c>seed</c>, <c>bulk</c>, <c>undo</c>.</summary>
    public string Through { get; init; } = "";
}

/// <summary>A record whose person was erased.</summary>
public sealed record ErasedRecord
{
    /// <summary>The record's number.</summary>
    public long Id { get; init; }

    /// <summary>Records of their own that are about the same person, and still there.</summary>
    public IReadOnlyList<LinkedRecord> Linked { get; init; } = [];
}

/// <summary>A record that is linked to another.</summary>
public sealed record LinkedRecord
{
    /// <summary>The kind of record: <c>customer</c>.</summary>
    public string Entity { get; init; } = "";

    /// <summary>Its number.</summary>
    public long Id { get; init; }
}
