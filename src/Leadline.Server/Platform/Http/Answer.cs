using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Leadline.Platform.Http;

/// <summary>The answers of reads.</summary>
public static class Answer
{
    /// <summary>A record; 304 for a client that has it already (RFC 9110 section 13.1.2).</summary>
    public static IResult Record<T>(T data, string etag) => new Tagged(etag, () => TypedResults.Ok(new Record<T>(true, data)));

    /// <summary>A page of a list under a strong tag of its bytes; 304 for a client that has them already.</summary>
    public static IResult List<T>(T page)
        where T : class => new TaggedContent<T>(page);

    /// <summary>A record without a version of its own, under a strong tag of its bytes; 304 for a client that has them already.</summary>
    public static IResult Unversioned<T>(T data) => new TaggedContent<Record<T>>(new Record<T>(true, data));

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

    private sealed class TaggedContent<T>(T page) : IResult
        where T : class
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            var buffer = Buffers.Get();
            try
            {
                var options = httpContext.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
                await using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true }))
                {
                    JsonSerializer.Serialize(writer, page, options.GetTypeInfo(typeof(T)));
                }

                var etag = $"\"{Convert.ToHexStringLower(XxHash128.Hash(buffer.WrittenSpan))}\"";
                response.Headers.ETag = etag;
                if (IsKnown(httpContext.Request, etag))
                {
                    response.StatusCode = StatusCodes.Status304NotModified;
                    return;
                }

                response.ContentType = "application/json; charset=utf-8";
                response.ContentLength = buffer.WrittenCount;
                await response.Body.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
            }
            finally
            {
                Buffers.Return(buffer);
            }
        }
    }

    private static readonly ObjectPool<ArrayBufferWriter<byte>> Buffers = new DefaultObjectPoolProvider().Create(new BufferPolicy());

    private sealed class BufferPolicy : PooledObjectPolicy<ArrayBufferWriter<byte>>
    {
        private const int LargestKept = 1024 * 1024;

        public override ArrayBufferWriter<byte> Create() => new(16 * 1024);

        public override bool Return(ArrayBufferWriter<byte> obj)
        {
            obj.ResetWrittenCount();
            return obj.Capacity <= LargestKept;
        }
    }
}
