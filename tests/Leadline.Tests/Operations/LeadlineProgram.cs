using System.Diagnostics;
using System.Net.Http.Headers;

namespace Leadline.Tests.Operations;

/// <summary>The real program, as the operator runs it: the one that LEADLINE_BINARY names, else the one built beside the tests.</summary>
internal sealed class LeadlineProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1" ? 10 : 1);

    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource<string> firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task output;
    private readonly Task<string> error;

    private LeadlineProgram(Process process)
    {
        this.process = process;
        output = ReadOutputAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it on a data folder.</summary>
    public static LeadlineProgram Start(string folder, params string[] arguments) => Start(folder, arguments, []);

    private static LeadlineProgram Start(string folder, string[] arguments, (string Name, string Value)[] environment)
    {
        var binary = Environment.GetEnvironmentVariable("LEADLINE_BINARY") ?? Path.Combine(AppContext.BaseDirectory, "Leadline.Server");
        var start = new ProcessStartInfo(binary, [.. arguments, "--data", folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[$"LEADLINE__{name}"] = value;
        }

        return new LeadlineProgram(Process.Start(start) ?? throw new InvalidOperationException($"{binary} did not start."));
    }

    /// <summary>Starts it and waits for its end.</summary>
    public static Task<CommandLineRun> RunAsync(string folder, params string[] arguments) => RunWithInputAsync(folder, "", arguments);

    /// <summary>The same, with settings by what follows <c>LEADLINE__</c> in their names.</summary>
    public static Task<CommandLineRun> RunAsync(string folder, (string Name, string Value)[] environment, params string[] arguments) =>
        RunWithInputAsync(folder, "", environment, arguments);

    /// <summary>Starts it, types something, and waits for its end.</summary>
    public static Task<CommandLineRun> RunWithInputAsync(string folder, string input, params string[] arguments) => RunWithInputAsync(folder, input, [], arguments);

    /// <summary>The same, with settings by what follows <c>LEADLINE__</c> in their names.</summary>
    public static async Task<CommandLineRun> RunWithInputAsync(string folder, string input, (string Name, string Value)[] environment, params string[] arguments)
    {
        await using var program = Start(folder, arguments, environment);
        await program.process.StandardInput.WriteAsync(input);
        program.process.StandardInput.Close();
        return await program.EndAsync();
    }

    /// <summary>Starts it and waits for its end, which must be a good one.</summary>
    public static async Task<CommandLineRun> SucceedAsync(string folder, params string[] arguments)
    {
        var run = await RunAsync(folder, arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Error}");
        return run;
    }

    /// <summary>Starts it as a server on a free port, which listens.</summary>
    public static Task<LeadlineProgram> ServeAsync(string folder) => ServeAsync(folder, port: 0);

    /// <summary>Starts it as a server on a port, which listens.</summary>
    /// <param name="folder">Its data folder.</param>
    /// <param name="port">Its port; 0 for a free one.</param>
    /// <param name="environment">Settings, by what follows <c>LEADLINE__</c> in their names.</param>
    public static async Task<LeadlineProgram> ServeAsync(string folder, int port, params (string Name, string Value)[] environment)
    {
        var server = Start(folder, ["serve", "--urls", $"http://127.0.0.1:{port}"], environment);
        await server.AddressAsync();
        return server;
    }

    /// <summary>Where it says it listens.</summary>
    public async Task<Uri> AddressAsync()
    {
        var line = await firstLine.Task.WaitAsync(Patience);
        Assert.StartsWith("Leadline listens on http://127.0.0.1:", line, StringComparison.Ordinal);
        return new Uri(line.Split(' ')[^1]);
    }

    /// <summary>A client of it in a tenant.</summary>
    public async Task<HttpClient> ClientAsync(string tenant, string token)
    {
        var client = new HttpClient { BaseAddress = await AddressAsync() };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant);
        return client;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CommandLineRun> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        await output;
        return new CommandLineRun(process.ExitCode, string.Join('\n', lines), await error);
    }

    /// <summary>How much memory it holds, in bytes.</summary>
    public long ResidentBytes()
    {
        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>Calls it; where it has ended meanwhile, the test fails with its last words.</summary>
    public async Task<T> ToldAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException)
        {
            await Task.Delay(500);
            Assert.Fail(process.HasExited ? $"The server ended with {process.ExitCode}: {await error}" : "The server lives, and takes no calls.");
            throw;
        }
    }

    /// <summary>Tells it to end, as a service manager does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Kills it, as the machine's operator or a power cut does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            firstLine.TrySetResult(line);
        }

        firstLine.TrySetException(new InvalidOperationException($"The program ended without a word: {await error}"));
    }
}

/// <summary>What a run of the program came to.</summary>
/// <param name="ExitCode">Zero for success.</param>
/// <param name="Output">Its standard output, without the last line end.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record CommandLineRun(int ExitCode, string Output, string Error);
