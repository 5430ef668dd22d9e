using System.Net;
using System.Text.Json;

namespace Leadline.Client;

/// <summary>A call that was answered, but refused; after all attempts that its <see cref="RetryOptions"/> allow.</summary>
public sealed class LeadlineException : Exception
{
    internal LeadlineException(HttpStatusCode status, string code, string message)
        : base(message)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The machine code, one of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>For <c>validation_failed</c>: the sentences about each parameter or field, by its name on the wire; else empty.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; private init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>For how long the server asks to be left alone; null where it does not ask.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>The whole answer, with what a program needs to go on: for <c>conflict</c> the other record's number. Null where it is no JSON object.</summary>
    public JsonElement? Body { get; private init; }

    private string? ETag { get; init; }

    /// <summary>For <c>precondition_failed</c>: the record as it is now, with the tag to send next; null otherwise.</summary>
    /// <typeparam name="T">The record's type: <see cref="Lead"/>, <see cref="Customer"/>.</typeparam>
    public Tagged<T>? Current<T>()
        where T : class =>
        Body is { } body && body.TryGetProperty("current", out var current) && current.Deserialize(ClientJson.Of<T>()) is { } record
            ? new Tagged<T>(record) { ETag = ETag }
            : null;

    internal static LeadlineException Of(Answer answer, TimeSpan? retryAfter)
    {
        if (answer.Json() is not { ValueKind: JsonValueKind.Object } body || !body.TryGetProperty("error", out var code) || code.ValueKind != JsonValueKind.String)
        {
            return Unknown(answer, retryAfter);
        }

        var error = body.Deserialize(ClientJson.Default.ErrorBody);
        return new LeadlineException(answer.Status, error?.Error ?? "", error?.Message ?? "")
        {
            Body = body,
            Errors = error?.Errors ?? new Dictionary<string, IReadOnlyList<string>>(),
            RetryAfter = retryAfter,
            ETag = answer.ETag,
        };
    }

    internal static LeadlineException Unknown(Answer answer, TimeSpan? retryAfter = null) => new(
        answer.Status, ErrorCodes.UnknownAnswer,
        $"{answer.Address.GetLeftPart(UriPartial.Path)} answered {(int)answer.Status} with {answer.MediaType ?? "nothing"}, which is no answer of Leadline.")
    {
        RetryAfter = retryAfter,
    };
}

/// <summary>The form in which the server refuses.</summary>
internal sealed record ErrorBody
{
    public string Error { get; init; } = "";

    public string Message { get; init; } = "";

    public Dictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}
