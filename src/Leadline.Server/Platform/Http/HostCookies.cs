using Microsoft.AspNetCore.Authentication.Cookies;

namespace Leadline.Platform.Http;

/// <summary>
/// Names cookies with the prefix <c>__Host-</c> wherever HTTPS is spoken, so that no neighbouring host can set them; on plain HTTP of
/// loopback browsers refuse such a name.
/// </summary>
public sealed class HostCookies : ICookieManager
{
    private readonly ChunkingCookieManager inner = new();

    /// <summary>The name a cookie goes by.</summary>
    public static string NameOf(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;

    /// <inheritdoc />
    public string? GetRequestCookie(HttpContext context, string key) => inner.GetRequestCookie(context, NameOf(context, key));

    /// <inheritdoc />
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options)
    {
        var name = NameOf(context, key);
        var others = context.Response.Headers.SetCookie.Where(set => set?.StartsWith($"{name}=", StringComparison.Ordinal) != true).ToArray();
        context.Response.Headers.SetCookie = others; // a name is set once in an answer (RFC 6265 section 4.1.1)
        inner.AppendResponseCookie(context, name, value, options);
    }

    /// <inheritdoc />
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => inner.DeleteCookie(context, NameOf(context, key), options);
}
