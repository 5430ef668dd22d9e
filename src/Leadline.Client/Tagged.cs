namespace Leadline.Client;

/// <summary>A record, with the tag of the version it is. It converts to the record by itself: <c>Lead lead = await client.Leads.GetAsync(5)</c>.</summary>
/// <typeparam name="T">The record's type.</typeparam>
/// <param name="Value">The record.</param>
public sealed record Tagged<T>(T Value)
{
    /// <summary>The version's tag, with its quotes, to be sent as <c>ifMatch</c>; null where the reply has none.</summary>
    public string? ETag { get; init; }

    /// <summary>After a creation: deleted records that hold a value which the new one has, too. They can be restored instead.</summary>
    public IReadOnlyList<DeletedTwin> DeletedTwins { get; init; } = [];

    /// <summary>True when the server answered with the reply of an earlier call that had the same idempotency key.</summary>
    public bool IsReplayed { get; init; }

    /// <summary>After a write: the batch of its changes, which <see cref="BatchesClient.UndoAsync"/> takes back; null where nothing was changed, or the call was answered before.</summary>
    public long? BatchId { get; init; }

    // What was read: the tag means nothing elsewhere.
    internal Uri? Address { get; init; }

    /// <summary>The record alone.</summary>
    /// <param name="tagged">The record with its tag.</param>
    public static implicit operator T(Tagged<T> tagged) => tagged.Value;
}

/// <summary>A deleted record that holds a value which a new one has, too.</summary>
public sealed record DeletedTwin
{
    /// <summary>Its number; it can be restored.</summary>
    public long Id { get; init; }

    /// <summary>The field with the value, as it is named on the wire: <c>email</c>.</summary>
    public string Field { get; init; } = "";
}

/// <summary>The form in which the server answers one record.</summary>
internal sealed record Envelope<T>
{
    public T? Data { get; init; }

    public IReadOnlyList<DeletedTwin>? DeletedTwins { get; init; }
}

/// <summary>What a deletion answers.</summary>
public sealed record Done
{
    /// <summary>A sentence for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>The job that does it, where it takes longer than a call; null when it is done.</summary>
    public long? JobId { get; init; }
}
