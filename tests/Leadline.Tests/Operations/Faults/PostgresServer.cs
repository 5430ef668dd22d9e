using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Leadline.Tests.Operations.Faults;

/// <summary>
/// A PostgreSQL server of one test's own, which may be stopped, killed and starved: its programs are those in LEADLINE_TEST_POSTGRES_BIN, else Debian's.
/// What it says is durable is on the disk. It refuses to run as root, so root lends it the user <c>leadline-tests</c>.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    internal const string User = "leadline-tests";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort();
    private bool isMounted;

    private PostgresServer()
    {
    }

    /// <summary>The folder of its data, and all that it may fill.</summary>
    public string Disk => Path.Combine(folder.Path, "disk");

    /// <summary>What the server logged.</summary>
    public string Log => File.ReadAllText(Path.Combine(folder.Path, "log"));

    private string Data => Path.Combine(Disk, "data");

    /// <summary>Makes one and starts it.</summary>
    /// <param name="diskMegabytes">The size of the disk of its data; null for no end.</param>
    /// <param name="isLogElsewhere">Whether its write-ahead log is on another disk, which does not fill.</param>
    public static async Task<PostgresServer> MakeAsync(int? diskMegabytes = null, bool isLogElsewhere = false)
    {
        var server = new PostgresServer();
        try
        {
            await server.InitializeAsync(diskMegabytes, isLogElsewhere);
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of one of its databases.</summary>
    public string Connection(string database, int most = 40) => $"Host=127.0.0.1;Port={port};Username=leadline;Database={database};Maximum Pool Size={most}";

    /// <summary>Its port on loopback.</summary>
    public int Port => port;

    public Task StartAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder.Path, "log"), "-o", $"-p {port}", "start");

    /// <summary>Stops it: it takes back what is under way and writes all it has, or at once, and the next start repairs what is left.</summary>
    public Task StopAsync(bool isAtOnce = false) => RunAsync("pg_ctl", "-D", Data, "-w", "-m", isAtOnce ? "immediate" : "fast", "stop");

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Makes another one that follows it, a standby.</summary>
    public async Task<PostgresServer> FollowAsync()
    {
        var standby = new PostgresServer();
        try
        {
            await standby.MakeFolderAsync();
            await RunAsync("pg_basebackup", "-h", "127.0.0.1", "-p", $"{port}", "-U", "leadline", "-D", standby.Data, "-R", "-X", "stream", "-c", "fast");
            await standby.StartAsync();
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a standby the primary, and waits until it is.</summary>
    public Task PromoteAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "promote");

    /// <summary>Kills it and all its processes, as a power cut does, and waits until they are gone.</summary>
    public async Task KillAsync()
    {
        var processes = await HoldAsync();
        await SignalAsync("KILL", processes);
        for (var since = Stopwatch.GetTimestamp(); processes.Any(Lives); await Task.Delay(10))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, "The server does not die.");
        }

        File.Delete(Path.Combine(Data, "postmaster.pid")); // whose number may still be that of a process which nobody has buried
    }

    /// <summary>Holds it and all its processes: they take what is sent, and answer nothing.</summary>
    /// <returns>The processes.</returns>
    public async Task<int[]> HoldAsync()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        await SignalAsync("STOP", postmaster); // so that it makes no more of them
        int[] processes = [postmaster, .. ChildrenOf(postmaster)];
        await SignalAsync("STOP", processes);
        return processes;
    }

    /// <summary>Lets it go on.</summary>
    public async Task GoOnAsync()
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        await SignalAsync("CONT", [postmaster, .. ChildrenOf(postmaster)]);
    }

    /// <summary>Starts it unless it runs: after a fault that it could not survive, as a service manager does.</summary>
    public async Task SeeToItAsync()
    {
        for (var since = Stopwatch.GetTimestamp(); !await IsRunningAsync(); await Task.Delay(100))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, "The server does not come back.");
            if (!File.Exists(Path.Combine(Data, "postmaster.pid")))
            {
                await StartAsync();
            }
        }
    }

    /// <summary>Whether it answers.</summary>
    public async Task<bool> IsRunningAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{Connection("postgres")};Pooling=False");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Runs SQL on one of its databases, past the program.</summary>
    /// <returns>The first value, if any.</returns>
    public async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{Connection(database)};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await KillAsync();
        }

        if (isMounted)
        {
            await CallAsync("umount", ["--lazy", Disk]);
        }

        folder.Dispose();
    }

    private async Task InitializeAsync(int? diskMegabytes, bool isLogElsewhere)
    {
        if (diskMegabytes is { } size)
        {
            Assert.SkipUnless(Environment.IsPrivilegedProcess, "A small disk can only be mounted by root.");
            Directory.CreateDirectory(Disk);
            await CallAsync("mount", ["-t", "tmpfs", "-o", $"size={size}m", "tmpfs", Disk]);
            isMounted = true;
        }

        await MakeFolderAsync();
        string[] log = isLogElsewhere ? ["--waldir", Path.Combine(folder.Path, "wal")] : [];
        await RunAsync("initdb", ["-D", Data, "-U", "leadline", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1", .. log]);
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 200
            min_wal_size = 2MB
            max_wal_size = 8MB
            """);
    }

    private async Task MakeFolderAsync()
    {
        Directory.CreateDirectory(Disk);
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        if (await TryAsync("id", [User]) != 0)
        {
            await CallAsync("useradd", ["--system", "--no-create-home", User]);
        }

        await CallAsync("chown", [User, folder.Path, Disk]);
    }

    private static Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Bin(), program);
        return Environment.IsPrivilegedProcess ? CallAsync("runuser", ["-u", User, "--", path, .. arguments]) : CallAsync(path, arguments);
    }

    private static string Bin()
    {
        if (Environment.GetEnvironmentVariable("LEADLINE_TEST_POSTGRES_BIN") is { Length: > 0 } given)
        {
            return given;
        }

        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max()
            : null;
        return found ?? throw new InvalidOperationException("The tests of faults need PostgreSQL: name the folder of its programs in LEADLINE_TEST_POSTGRES_BIN.");
    }

    internal static async Task CallAsync(string program, string[] arguments)
    {
        var exitCode = await TryAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}.");
    }

    // Its words go to nobody: a server that it starts would hold a pipe open.
    private static async Task<int> TryAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    private static Task<int> SignalAsync(string signal, params int[] processes) =>
        TryAsync("kill", [$"-{signal}", .. processes.Select(process => process.ToString(CultureInfo.InvariantCulture))]);

    private static IEnumerable<int> ChildrenOf(int parent) => Directory.GetDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var process) ? process : 0)
        .Where(process => process > 0 && StatusOf(process) is [_, var of, ..] && of == parent.ToString(CultureInfo.InvariantCulture));

    private static bool Lives(int process) => StatusOf(process) is [not ("Z" or "X"), ..];

    // What follows the name in /proc/PROCESS/stat: its state, its parent. Empty once it is gone.
    private static string[] StatusOf(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
