using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Leadline.Platform.Pages;

/// <summary>A file that the pages load: part of the program, and of no other host.</summary>
public sealed class PageFile
{
    private readonly byte[] bytes;
    private readonly string path;
    private readonly string type;

    private PageFile(string resource, string path, string type)
    {
        using var file = typeof(PageFile).Assembly.GetManifestResourceStream(resource) ?? throw new InvalidOperationException($"{resource} is missing.");
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        (bytes, this.path, this.type) = (copy.ToArray(), path, type);
        Address = $"{path}?v={Convert.ToHexStringLower(SHA256.HashData(bytes)[..6])}";
    }

    /// <summary>The style of the pages.</summary>
    public static PageFile Style { get; } = new("pages.css", "/account/style.css", "text/css; charset=utf-8");

    /// <summary>What asks the browser for a passkey.</summary>
    public static PageFile Passkeys { get; } = new("passkeys.js", "/account/passkeys.js", "text/javascript; charset=utf-8");

    /// <summary>Its address; other contents have another address, so that it may be kept for ever.</summary>
    public string Address { get; }

    /// <summary>Maps it.</summary>
    public void Map(IEndpointRouteBuilder app) => app.MapGet(path, (HttpContext http) =>
    {
        http.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(bytes, type);
    }).ExcludeFromDescription();
}
