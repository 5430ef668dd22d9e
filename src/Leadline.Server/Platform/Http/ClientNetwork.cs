using System.Net;
using System.Net.Sockets;

namespace Leadline.Platform.Http;

/// <summary>Where a caller comes from, as far as callers are told apart by it.</summary>
public static class ClientNetwork
{
    /// <summary>The address; of an IPv6 address the network (/64), since each household has billions of them.</summary>
    public static IPAddress Of(IPAddress? remote)
    {
        if (remote is null)
        {
            return IPAddress.None;
        }

        if (remote.IsIPv4MappedToIPv6)
        {
            return remote.MapToIPv4();
        }

        if (remote.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(remote))
        {
            return remote;
        }

        var network = remote.GetAddressBytes();
        network.AsSpan(8).Clear();
        return new IPAddress(network);
    }
}
