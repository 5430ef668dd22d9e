namespace Leadline.Client;

/// <summary>The values of <see cref="LeadlineException.Code"/>.</summary>
public static class ErrorCodes
{
    /// <summary>400: the request cannot be understood.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>400: the client names no tenant.</summary>
    public const string TenantRequired = "tenant_required";

    /// <summary>401: the token is missing, malformed, expired or revoked.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>403: the tenant is unknown, or not the caller's.</summary>
    public const string TenantForbidden = "tenant_forbidden";

    /// <summary>403: the token lacks the scope.</summary>
    public const string InsufficientScope = "insufficient_scope";

    /// <summary>403: the caller's roles do not allow it.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: no record of the tenant has this id.</summary>
    public const string NotFound = "not_found";

    /// <summary>405: the address takes other verbs.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>409: the call contradicts what is there; <see cref="LeadlineException.Body"/> names it.</summary>
    public const string Conflict = "conflict";

    /// <summary>412: the record has changed since it was read; <see cref="LeadlineException.Current{T}"/> is what it is now.</summary>
    public const string PreconditionFailed = "precondition_failed";

    /// <summary>413: what was sent is longer than 1 MB.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>414: the address is longer than 16 KB; a search takes its filters in the body.</summary>
    public const string UriTooLong = "uri_too_long";

    /// <summary>415: what was sent is no JSON.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>422: a parameter or field breaks its rule; <see cref="LeadlineException.Errors"/> names each.</summary>
    public const string ValidationFailed = "validation_failed";

    /// <summary>429: too many calls in this minute.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>500: a fault of the server.</summary>
    public const string ServerError = "server_error";

    /// <summary>503: the server cannot answer now.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The answer is none of Leadline's, whatever its status: a page of a proxy, or an address that is not Leadline's.</summary>
    public const string UnknownAnswer = "unknown_answer";
}
