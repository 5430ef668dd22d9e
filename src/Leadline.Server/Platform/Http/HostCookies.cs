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
    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        inner.AppendResponseCookie(context, NameOf(context, key), value, options);

    /// <inheritdoc />
    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => inner.DeleteCookie(context, NameOf(context, key), options);
}
