using System.Text.Json;
using Leadline.Client;

namespace Leadline.Web.Leads;

/// <summary>How a change of many leads ended.</summary>
/// <param name="State">A state of <see cref="JobStates"/> in which something has ended.</param>
/// <param name="Changed">How many leads were changed, or had the value already.</param>
/// <param name="Total">How many it was for.</param>
/// <param name="FailedCount">How many could not be changed.</param>
public sealed record ChangeEnd(string State, long Changed, long Total, long FailedCount)
{
    /// <summary>The first of those that could not be changed.</summary>
    public IReadOnlyList<BulkFailure> Failed { get; init; } = [];

    /// <summary>Why it broke off; null where it did not.</summary>
    public string? Reason { get; init; }

    /// <summary>The batch of its changes; null for none.</summary>
    public long? BatchId { get; init; }

    /// <summary>Whether all was done that was asked for.</summary>
    public bool IsWhole => State == JobStates.Finished && FailedCount == 0;

    /// <summary>The end of what was done at once.</summary>
    public static ChangeEnd Of(BulkResult result) =>
        new(JobStates.Finished, Math.Max(0, result.Matched - result.Failed.Count), result.Matched, result.Failed.Count) { Failed = result.Failed, BatchId = result.BatchId };

    /// <summary>The end of a job.</summary>
    public static ChangeEnd Of(Job job)
    {
        var told = job.Result is { ValueKind: JsonValueKind.Object } result ? result : default;
        var failed = Read(told, "failed_count") is { ValueKind: JsonValueKind.Number } count ? count.GetInt64() : 0;
        return new ChangeEnd(job.State, job.Done - failed, job.Total, failed)
        {
            Failed = Read(told, "failed") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(FailureOf)] : [],
            Reason = Read(told, "reason") is { ValueKind: JsonValueKind.String } reason ? reason.GetString() : null,
            BatchId = job.BatchId,
        };
    }

    private static JsonElement? Read(JsonElement told, string name) => told.ValueKind == JsonValueKind.Object && told.TryGetProperty(name, out var value) ? value : null;

    private static BulkFailure FailureOf(JsonElement failure) => new()
    {
        Id = Read(failure, "id") is { ValueKind: JsonValueKind.Number } id ? id.GetInt64() : 0,
        Reason = Read(failure, "reason") is { ValueKind: JsonValueKind.String } reason ? reason.GetString() ?? "" : "",
    };
}
