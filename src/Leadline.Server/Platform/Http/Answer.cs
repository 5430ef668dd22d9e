using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Leadline.Platform.Http;

/// <summary>The answers of reads.</summary>
public static class Answer
{
    /// <summary>A record; 304 for a client that has it already (RFC 9110 section 13.1.2).</summary>
    public static IResult Record<T>(T data, string etag) => new Tagged(etag, () => TypedResults.Ok(new Record<T>(true, data)));

    /// <summary>Anything that has a tag; made only for a client that does not have it already.</summary>
    public static IResult IfChanged(string etag, Func<IResult> answer) => new Tagged(etag, answer);

    /// <summary>404: there is no such record, or it is another tenant's.</summary>
    public static NotFound<Error> NotFound(string what) => TypedResults.NotFound(new Error(ErrorKind.NotFound.Code, $"No {what} has this id."));

    /// <summary>Whether the client has what the tag stands for.</summary>
    public static bool IsKnown(HttpRequest request, string etag) => request.Headers.IfNoneMatch is { Count: > 0 } tags && Holds(tags, etag);

    // Weak comparison, as the RFC asks here.
    private static bool Holds(StringValues tags, string etag) =>
        tags.SelectMany(tag => (tag ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(tag => tag == "*" || tag == etag || tag == $"W/{etag}");

    private sealed class Tagged(string etag, Func<IResult> answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = etag;
            if (!IsKnown(httpContext.Request, etag))
            {
                return answer().ExecuteAsync(httpContext);
            }

            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
    }
}
