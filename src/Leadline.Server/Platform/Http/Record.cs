using System.Text.Json.Serialization;

namespace Leadline.Platform.Http;

/// <summary>One record, in the published form.</summary>
/// <typeparam name="T">Its type.</typeparam>
/// <param name="Success">Always true; a refusal has another form.</param>
/// <param name="Data">The record.</param>
public sealed record Record<T>(bool Success, T Data)
{
    /// <summary>Deleted records that hold a value which this one has now, too: they can be restored instead. Only there when there are any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DeletedTwin>? DeletedTwins { get; init; }
}

/// <summary>A deleted record that holds a value which a new one has, too.</summary>
/// <param name="Id">Its number; restore it with <c>POST .../{id}/restore</c>.</param>
/// <param name="Field">The field with the value.</param>
public sealed record DeletedTwin(long Id, string Field);

/// <summary>What a deletion answers.</summary>
/// <param name="Message">A sentence for people.</param>
public sealed record Done(string Message)
{
    /// <summary>The job that does it, where it takes longer than a call: <c>GET /jobs/{id}</c> shows how far it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? JobId { get; init; }
}
