namespace Leadline.Client;

/// <summary>What a bulk action does, or did.</summary>
public sealed record BulkResult
{
    /// <summary>How many leads it is for.</summary>
    public long Matched { get; init; }

    /// <summary>The batch of its changes; null when nothing was changed, or a job will.</summary>
    public long? BatchId { get; init; }

    /// <summary>The job that does it; null when it is done.</summary>
    public long? JobId { get; init; }

    /// <summary>Leads that could not be changed.</summary>
    public IReadOnlyList<BulkFailure> Failed { get; init; } = [];

    /// <summary>After a dry run: some of the leads.</summary>
    public IReadOnlyList<Lead>? Sample { get; init; }
}

/// <summary>A lead that a bulk action could not change.</summary>
public sealed record BulkFailure
{
    /// <summary>The lead's number.</summary>
    public long Id { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}
