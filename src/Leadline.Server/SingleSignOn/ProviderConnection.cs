using System.Net;
using System.Net.Sockets;
using Leadline.Platform;
using Microsoft.Extensions.Options;

namespace Leadline.SingleSignOn;

/// <summary>
/// The way to providers. Their addresses are typed by owners and told by providers, so that without care anybody could make the server call
/// what only it can reach: HTTPS only, to public addresses only, looked at as the connection is made; no redirect, no proxy, bounded answers.
/// </summary>
public sealed class ProviderConnection : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes the client; nothing is connected yet.</summary>
    public ProviderConnection(IOptions<LeadlineOptions> options)
    {
        AllowsPrivate = options.Value.SingleSignOn.AllowPrivate;
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Patience / 2,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // names are looked up again
            ConnectCallback = ConnectAsync,
        };
        Client = new HttpClient(AllowsPrivate ? sockets : new HttpsOnly(sockets)) { Timeout = Patience, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>Whether the operator allows providers in the own network, and so plain HTTP.</summary>
    public bool AllowsPrivate { get; }

    /// <summary>The client for all that providers are asked.</summary>
    public HttpClient Client { get; }

    /// <inheritdoc />
    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
        var allowed = AllowsPrivate ? found : [.. found.Where(PublicNetwork.Holds)];
        if (allowed.Length == 0)
        {
            throw new HttpRequestException("The provider's host has no public address, and LEADLINE__SINGLESIGNON__ALLOWPRIVATE is not set.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class HttpsOnly(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri?.Scheme == Uri.UriSchemeHttps
                ? base.SendAsync(request, cancellationToken)
                : throw new HttpRequestException("A provider is asked over HTTPS only.");
    }
}

/// <summary>Addresses that everybody can reach, by the special-purpose registries of IANA (RFC 6890).</summary>
internal static class PublicNetwork
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Whether an address is public.</summary>
    public static bool Holds(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain)) && !Array.Exists(Special, network => network.Contains(plain));
    }
}
