using System.Text.Json;
using System.Text.Json.Serialization;

namespace Leadline.Platform.Http;

/// <summary>What every refused call answers.</summary>
/// <param name="Code">The machine code of the error, for programs.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Errors">For <c>validation_failed</c>: the sentences about each field, by its name.</param>
public sealed record Error(
    [property: JsonPropertyName("error")] string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null)
{
    /// <summary>What a program needs to go on: for <c>conflict</c> the other record, for <c>precondition_failed</c> the current one.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Details { get; set; }
}

/// <summary>An error code with its status, and how it is answered.</summary>
public sealed class ErrorKind
{
    /// <summary>The request cannot be understood.</summary>
    public static readonly ErrorKind InvalidRequest = new(400, "invalid_request");

    /// <summary>The header <c>X-Tenant</c> is missing or malformed.</summary>
    public static readonly ErrorKind TenantRequired = new(400, "tenant_required");

    /// <summary>The token is missing, malformed, expired or revoked.</summary>
    public static readonly ErrorKind Unauthorized = new(401, "unauthorized");

    /// <summary>The tenant is unknown, or the caller is no member.</summary>
    public static readonly ErrorKind TenantForbidden = new(403, "tenant_forbidden");

    /// <summary>The token lacks a scope.</summary>
    public static readonly ErrorKind InsufficientScope = new(403, "insufficient_scope");

    /// <summary>The call is refused whatever the token.</summary>
    public static readonly ErrorKind Forbidden = new(403, "forbidden");

    /// <summary>No such path or record.</summary>
    public static readonly ErrorKind NotFound = new(404, "not_found");

    /// <summary>The path knows other verbs.</summary>
    public static readonly ErrorKind MethodNotAllowed = new(405, "method_not_allowed");

    /// <summary>The call contradicts what is there.</summary>
    public static readonly ErrorKind Conflict = new(409, "conflict");

    /// <summary>The record is not the one that the client has seen.</summary>
    public static readonly ErrorKind PreconditionFailed = new(412, "precondition_failed");

    /// <summary>The body is too long.</summary>
    public static readonly ErrorKind PayloadTooLarge = new(413, "payload_too_large");

    /// <summary>The body is not JSON.</summary>
    public static readonly ErrorKind UnsupportedMediaType = new(415, "unsupported_media_type");

    /// <summary>The address is too long.</summary>
    public static readonly ErrorKind UriTooLong = new(414, "uri_too_long");

    /// <summary>A parameter or field breaks a rule.</summary>
    public static readonly ErrorKind ValidationFailed = new(422, "validation_failed");

    /// <summary>Too many calls.</summary>
    public static readonly ErrorKind RateLimited = new(429, "rate_limited");

    /// <summary>A fault of ours.</summary>
    public static readonly ErrorKind ServerError = new(500, "server_error");

    /// <summary>The server cannot answer now.</summary>
    public static readonly ErrorKind Unavailable = new(503, "unavailable");

    private ErrorKind(int status, string code)
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The machine code.</summary>
    public string Code { get; }

    /// <summary>The error as the result of a handler.</summary>
    public IResult Answer(string message) => TypedResults.Json(new Error(Code, message), statusCode: Status);

    /// <summary>Answers with the error.</summary>
    public Task WriteAsync(HttpResponse response, string message)
    {
        response.StatusCode = Status;
        return response.WriteAsJsonAsync(new Error(Code, message), response.HttpContext.RequestAborted);
    }
}
