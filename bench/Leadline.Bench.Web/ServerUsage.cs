using System.Net.Sockets;

namespace Leadline.Bench.Web;

/// <summary>What the server that is measured has used.</summary>
/// <param name="Heap">Bytes of the managed heap after a full collection.</param>
/// <param name="Worked">How long the processors have worked for it.</param>
internal sealed record ServerUsage(long Heap, TimeSpan Worked)
{
    /// <summary>Until now.</summary>
    public static async Task<ServerUsage> ReadAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable(StartupHook.SocketVariable)
            ?? throw new InvalidOperationException($"{StartupHook.SocketVariable} names no socket.")));
        await using var stream = new NetworkStream(socket);
        var bytes = new byte[2 * sizeof(long)];
        await stream.ReadExactlyAsync(bytes);
        return new ServerUsage(BitConverter.ToInt64(bytes), TimeSpan.FromTicks(BitConverter.ToInt64(bytes, sizeof(long))));
    }
}
