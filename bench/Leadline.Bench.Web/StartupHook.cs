using System.Net.Sockets;

/// <summary>
/// Runs within the server that is measured, before its own code (<c>DOTNET_STARTUP_HOOKS</c>): whoever connects to the socket has all garbage
/// collected, and is told how many bytes are left, and how many ticks the processors have worked for the server until now.
/// </summary>
internal static class StartupHook
{
    public const string SocketVariable = "LEADLINE_BENCH_HEAP";

    public static void Initialize()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable(SocketVariable) ?? throw new InvalidOperationException($"{SocketVariable} names no socket.")));
        socket.Listen();
        new Thread(() =>
        {
            while (true)
            {
                using var caller = socket.Accept();
                var worked = Environment.CpuUsage.TotalTime.Ticks;
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                caller.Send([.. BitConverter.GetBytes(GC.GetTotalMemory(forceFullCollection: true)), .. BitConverter.GetBytes(worked)]);
            }
        })
        { IsBackground = true }.Start();
    }
}
