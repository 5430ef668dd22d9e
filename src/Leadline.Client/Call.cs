using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Leadline.Client;

/// <summary>One call of the API, whatever the number of its attempts.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">The address behind <c>/api/v1/</c>.</param>
internal sealed record Call(HttpMethod Method, string Path)
{
    public byte[]? Body { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    /// <summary>Null for a call that changes nothing.</summary>
    public string? IdempotencyKey { get; init; }

    public bool NeedsTenant { get; init; } = true;

    /// <summary>How long the server may hold the call on purpose.</summary>
    public TimeSpan Hold { get; init; }

    public HttpRequestMessage ToRequest(Uri address)
    {
        var request = new HttpRequestMessage(Method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        Add("If-Match", IfMatch);
        Add("If-None-Match", IfNoneMatch);
        Add("Idempotency-Key", IdempotencyKey);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        return request;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}

/// <summary>What a call was answered.</summary>
/// <param name="Address">The whole address that was called.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Bytes">The body.</param>
internal sealed record Answer(Uri Address, HttpStatusCode Status, byte[] Bytes)
{
    public string? ETag { get; init; }

    public string? MediaType { get; init; }

    public bool IsReplayed { get; init; }

    public long? BatchId { get; init; }

    public RetryConditionHeaderValue? RetryAfter { get; init; }

    public static async Task<Answer> ReadAsync(Uri address, HttpResponseMessage reply, CancellationToken ct) =>
        new(address, reply.StatusCode, await reply.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false))
        {
            ETag = reply.Headers.ETag?.ToString(),
            MediaType = reply.Content.Headers.ContentType?.MediaType,
            IsReplayed = reply.Headers.Contains("Idempotency-Replayed"),
            BatchId = reply.Headers.TryGetValues("X-Batch", out var batches) ? long.Parse(batches.Single(), System.Globalization.CultureInfo.InvariantCulture) : null,
            RetryAfter = reply.Headers.RetryAfter,
        };

    /// <summary>The JSON of the body; null where it is none.</summary>
    public JsonElement? Json()
    {
        try
        {
            using var document = JsonDocument.Parse(Bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The body as what it must be.</summary>
    /// <exception cref="LeadlineException">It is something else.</exception>
    public T As<T>()
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Bytes, ClientJson.Of<T>()) ?? throw LeadlineException.Unknown(this);
        }
        catch (JsonException)
        {
            throw LeadlineException.Unknown(this);
        }
    }
}
