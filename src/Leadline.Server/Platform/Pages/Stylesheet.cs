using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Leadline.Platform.Pages;

/// <summary>The style of the pages under <c>/account</c>: one file, part of the program.</summary>
public static class Stylesheet
{
    private static readonly byte[] Css = Read();

    /// <summary>Its address; another style has another address, so that it may be kept for ever.</summary>
    public static readonly string Address = $"/account/style.css?v={Convert.ToHexStringLower(SHA256.HashData(Css)[..6])}";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/style.css", (HttpContext http) =>
    {
        http.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(Css, "text/css; charset=utf-8");
    });

    private static byte[] Read()
    {
        using var file = typeof(Stylesheet).Assembly.GetManifestResourceStream("pages.css") ?? throw new InvalidOperationException("The style is missing.");
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
