using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Client;

/// <summary>A change of many rows, done in the background.</summary>
public sealed record Job
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>What it does.</summary>
    public string Kind { get; init; } = "";

    /// <summary><c>queued</c>, <c>running</c>, <c>finished</c>, <c>cancelled</c> or <c>failed</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>How many rows there are to do.</summary>
    public long Total { get; init; }

    /// <summary>How many are done.</summary>
    public long Done { get; init; }

    /// <summary>The batch of its changes, by which they are undone; null before the first.</summary>
    public long? BatchId { get; init; }

    /// <summary>What it has to tell; its form is that of the kind of job.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether it is over: finished, cancelled or failed.</summary>
    [JsonIgnore]
    public bool HasEnded => State is not (JobStates.Queued or JobStates.Running);
}

/// <summary>The values of <see cref="Job.State"/>.</summary>
public static class JobStates
{
    /// <summary>It has not begun.</summary>
    public const string Queued = "queued";

    /// <summary>It is at work.</summary>
    public const string Running = "running";

    /// <summary>All is done.</summary>
    public const string Finished = "finished";

    /// <summary>It was stopped; what it had done stays.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>It broke off.</summary>
    public const string Failed = "failed";
}
