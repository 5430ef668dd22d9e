namespace Leadline.Platform.Http;

/// <summary>
/// What every reply tells browsers: nothing is guessed, framed, or handed to other hosts, and pages load their own style and scripts alone.
/// A page that needs another policy sets its own before it answers.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ForData = "default-src 'none'; frame-ancestors 'none'";
    private const string ForYear = "max-age=31536000";

    // Switched off is what no page of ours uses; passkeys stay.
    private const string Permissions =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), "
        + "magnetometer=(), microphone=(), midi=(), payment=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

    /// <summary>Sets the headers, and goes on.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var (request, headers) = (http.Request, http.Response.Headers);
        headers.XContentTypeOptions = "nosniff";
        if (request.IsHttps && !HttpsRule.IsLoopback(request.Host.Host))
        {
            headers.StrictTransportSecurity = ForYear;
        }

        if (request.Path.StartsWithSegments("/api"))
        {
            headers.ContentSecurityPolicy = ForData;
            return next(http);
        }

        headers.ContentSecurityPolicy = ContentPolicy.For(request);
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin"; // not no-referrer, under which a form sends no origin
        headers["Permissions-Policy"] = Permissions;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        return next(http);
    }
}

/// <summary>What a page may load, and where its forms may lead.</summary>
public static class ContentPolicy
{
    private const string Start = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <summary>
    /// The policy of a page. Browsers apply <c>form-action</c> to redirects, too: where a form's answer leads back to an app, the
    /// app's address is allowed. It is only a place to go to: nothing there may be loaded, and whether it is the app's, the
    /// authorization server checks.
    /// </summary>
    public static string For(HttpRequest request) =>
        (TargetOf(request.Query["redirect_uri"]) ?? TargetOf(request.Query["post_logout_redirect_uri"]) ?? TargetOf(InReturnAddress(request))) is { } target ? $"{Start} {target}" : Start;

    /// <summary>Lets the page's form lead to another host: a provider that people sign in with.</summary>
    public static void AllowFormTo(HttpResponse response, Uri address) =>
        response.Headers.ContentSecurityPolicy = $"{response.Headers.ContentSecurityPolicy} {TargetOf(address.AbsoluteUri)}";

    private static string? InReturnAddress(HttpRequest request)
    {
        var address = request.Query["return_url"].ToString();
        var question = address.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? null : Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address[question..]).TryGetValue("redirect_uri", out var target) ? target.ToString() : null;
    }

    // Parsed and put together again, so that nothing but a scheme, a host and a port can get into the header.
    private static string? TargetOf(string? address) => !Uri.TryCreate(address, UriKind.Absolute, out var uri) ? null
        : uri.Scheme is "https" or "http" ? (IsPlain(uri.IdnHost) ? $"{uri.Scheme}://{HostOf(uri)}:{uri.Port}" : null)
        : uri.Scheme is "javascript" or "data" or "blob" or "filesystem" or "file" or "about" or "ws" or "wss" or "ftp" ? null
        : $"{uri.Scheme}:";

    private static string HostOf(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.IdnHost}]" : uri.IdnHost;

    private static bool IsPlain(string host) => host.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or ':');
}
