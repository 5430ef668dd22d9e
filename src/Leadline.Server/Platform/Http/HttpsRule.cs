using System.Net;
using Microsoft.Extensions.Options;

namespace Leadline.Platform.Http;

/// <summary>Refuses plain HTTP, on which tokens would travel in the open, unless the host is loopback or the rule is switched off.</summary>
public sealed class HttpsRule(RequestDelegate next, IOptions<LeadlineOptions> options)
{
    private readonly bool isRequired = options.Value.Https.Required;

    /// <summary>Lets the call through, or refuses it.</summary>
    public Task InvokeAsync(HttpContext http) =>
        !isRequired || http.Request.IsHttps || IsLoopback(http.Request.Host.Host)
            ? next(http)
            : ErrorKind.InvalidRequest.WriteAsync(http.Response, "HTTPS is required.");

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
