using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Platform.Http;

namespace Leadline.Journal;

/// <summary>What a change answers; made within its transaction, so that it can be stored with it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Value">What becomes the JSON body.</param>
public sealed record Reply(int Status, object Value)
{
    /// <summary>The record's tag (RFC 9110 section 8.8.3), with its quotes; null for none.</summary>
    public string? ETag { get; init; }

    /// <summary>The address of a new record.</summary>
    public string? Location { get; init; }

    /// <summary>The batch of the call's changes; null where nothing was changed.</summary>
    public long? BatchId { get; init; }

    /// <summary>What <c>WWW-Authenticate</c> says of a caller who may not do it; null for none.</summary>
    public string? Challenge { get; init; }

    /// <summary>True for a caller who may not do it: the answer is not kept, since another token may.</summary>
    public bool IsDenial { get; init; }

    /// <summary>What is kept for the <c>Idempotency-Key</c> in place of the value, where that holds a secret which nothing may tell again.</summary>
    public object? Kept { get; init; }

    /// <summary>True when the call was refused; what it changed is taken back.</summary>
    public bool IsRefusal => Status >= 400;

    /// <summary>A record as it is now.</summary>
    public static Reply Ok<T>(T data, string? etag = null, IReadOnlyList<DeletedTwin>? twins = null) =>
        new(StatusCodes.Status200OK, RecordOf(data, twins)) { ETag = etag };

    /// <summary>A new record.</summary>
    public static Reply Created<T>(T data, string location, string? etag = null, IReadOnlyList<DeletedTwin>? twins = null) =>
        new(StatusCodes.Status201Created, RecordOf(data, twins)) { ETag = etag, Location = location };

    /// <summary>A deletion.</summary>
    public static Reply Deleted(string what) => Ok(new Done($"The {what} was deleted."));

    /// <summary>404: there is no such record, or it is another tenant's.</summary>
    public static Reply NotFound(string what) => Refuse(ErrorKind.NotFound, $"No {what} has this id.");

    /// <summary>409.</summary>
    /// <param name="message">Why.</param>
    /// <param name="details">What a program needs to go on.</param>
    public static Reply Conflict(string message, JsonObject? details = null) => Refuse(ErrorKind.Conflict, message, details);

    /// <summary>422: says what is wrong with each field.</summary>
    public static Reply Invalid(Body body) => new(ErrorKind.ValidationFailed.Status, Errors.Of(body.Errors));

    /// <summary>403: the token is not good for it, or the caller's roles do not allow it.</summary>
    public static Reply Deny(Denial denial) => Refuse(denial.Kind, denial.Message) with { Challenge = denial.Challenge, IsDenial = true };

    /// <summary>A refusal of any kind.</summary>
    public static Reply Refuse(ErrorKind kind, string message, JsonObject? details = null) =>
        new(kind.Status, new Error(kind.Code, message)
        {
            Details = details?.ToDictionary(detail => detail.Key, detail => JsonSerializer.SerializeToElement(detail.Value)),
        });

    private static Record<T> RecordOf<T>(T data, IReadOnlyList<DeletedTwin>? twins) => new(true, data) { DeletedTwins = twins is { Count: > 0 } ? twins : null };
}
