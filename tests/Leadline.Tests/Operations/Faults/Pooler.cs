using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace Leadline.Tests.Operations.Faults;

/// <summary>A PgBouncer in transaction mode before a server of PostgreSQL: each transaction may be on another of its few connections, and each connection anybody's next.</summary>
internal sealed class Pooler : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly int port = PostgresServer.FreePort();
    private readonly Process process;

    private Pooler(string server, int connections)
    {
        var target = new NpgsqlConnectionStringBuilder(server);
        var settings = Path.Combine(folder.Path, "pgbouncer.ini");
        File.WriteAllText(settings, $"""
            [databases]
            * = host={target.Host} port={target.Port} user={target.Username}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {connections}
            max_client_conn = 500
            server_lifetime = 5
            """);
        var program = Environment.GetEnvironmentVariable("LEADLINE_TEST_PGBOUNCER") is { Length: > 0 } given ? given : "/usr/sbin/pgbouncer";
        Assert.True(File.Exists(program), "The tests of poolers need PgBouncer: name its program in LEADLINE_TEST_PGBOUNCER.");
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
            File.SetUnixFileMode(settings, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        // It refuses to run as root; setpriv becomes it, so that it dies when it is killed.
        process = Process.Start(Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", ["--reuid", PostgresServer.User, "--regid", PostgresServer.User, "--clear-groups", program, "--quiet", settings])
            : new ProcessStartInfo(program, ["--quiet", settings])) ?? throw new InvalidOperationException("PgBouncer did not start.");
    }

    /// <summary>Starts one.</summary>
    /// <param name="server">A connection string of the server.</param>
    /// <param name="connections">How many it has to the server, for each database.</param>
    public static async Task<Pooler> StartAsync(string server, int connections)
    {
        var pooler = new Pooler(server, connections);
        for (var wait = 0; ; wait++)
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync("127.0.0.1", pooler.port);
                return pooler;
            }
            catch (SocketException) when (wait < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>The connection string of one of the server's databases through it.</summary>
    public string Connection(string database) => $"Host=127.0.0.1;Port={port};Username=leadline;Database={database};Maximum Pool Size=40;No Reset On Close=true;Max Auto Prepare=0";

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }
}
