using System.Net.Sockets;

namespace Leadline.Bench.Web;

/// <summary>The managed heap of the server that is measured.</summary>
internal static class ManagedHeap
{
    /// <summary>Bytes after a full collection.</summary>
    public static async Task<long> BytesAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable(StartupHook.SocketVariable)
            ?? throw new InvalidOperationException($"{StartupHook.SocketVariable} names no socket.")));
        await using var stream = new NetworkStream(socket);
        var bytes = new byte[sizeof(long)];
        await stream.ReadExactlyAsync(bytes);
        return BitConverter.ToInt64(bytes);
    }
}
