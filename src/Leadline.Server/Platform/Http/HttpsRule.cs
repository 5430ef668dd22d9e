using System.Net;
using Microsoft.Extensions.Options;

namespace Leadline.Platform.Http;

/// <summary>Refuses plain HTTP, on which tokens would travel in the open, unless the host is loopback or the rule is switched off.</summary>
public sealed class HttpsRule(IOptions<LeadlineOptions> options)
{
    private readonly bool isRequired = options.Value.Https.Required;

    /// <summary>Whether the call may go on.</summary>
    public bool Allows(HttpRequest request) => !isRequired || request.IsHttps || IsLoopback(request.Host.Host);

    /// <summary>Answers a call that may not.</summary>
    public static Task RefuseAsync(HttpResponse response) => ErrorKind.InvalidRequest.WriteAsync(response, "HTTPS is required.");

    /// <summary>Whether a host is the machine itself.</summary>
    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
