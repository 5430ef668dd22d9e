using System.Text.Json;

namespace Leadline.Platform.Http;

/// <summary>The body of a call as it came: a JSON object of at most a megabyte, or why it is refused.</summary>
/// <param name="Body">Its fields; none where it is refused.</param>
/// <param name="Bytes">As they were sent.</param>
/// <param name="Refusal">Why it is refused (413, 415, 400); null when it is well.</param>
public sealed record SentBody(Body Body, byte[] Bytes, (ErrorKind Kind, string Message)? Refusal)
{
    private const int Longest = 1024 * 1024;

    /// <summary>Reads the body.</summary>
    public static async ValueTask<SentBody> BindAsync(HttpContext http)
    {
        var (bytes, refusal) = await ReadAsync(http.Request);
        if (refusal is not null || bytes.Length == 0)
        {
            return new SentBody(new Body(null), bytes, refusal);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
            ReadTexts(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new SentBody(new Body(document.RootElement.Clone()), bytes, null)
                : Refuse("The body must be a JSON object.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Refuse("The body is not JSON.");
        }

        SentBody Refuse(string message) => new(new Body(null), bytes, (ErrorKind.InvalidRequest, message));
    }

    // Half a surrogate pair and bytes that are no UTF-8 pass the parser, and throw only when the text is read.
    private static void ReadTexts(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in json.EnumerateObject())
                {
                    _ = field.Name;
                    ReadTexts(field.Value);
                }

                break;
        }
    }

    private static async Task<(byte[] Bytes, (ErrorKind, string)? Refusal)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > Longest)
        {
            return ([], TooLarge());
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > Longest)
            {
                return ([], TooLarge());
            }
        }

        return body.Length == 0 || request.HasJsonContentType()
            ? (body.ToArray(), null)
            : ([], (ErrorKind.UnsupportedMediaType, "The body must be application/json."));

        static (ErrorKind, string) TooLarge() => (ErrorKind.PayloadTooLarge, $"The body is longer than {Longest} bytes.");
    }
}
