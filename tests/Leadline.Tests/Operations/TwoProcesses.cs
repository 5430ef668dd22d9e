using System.Collections.Concurrent;
using Leadline.Tests.Operations.Moving;

namespace Leadline.Tests.Operations;

/// <summary>Two servers, each in a data folder of its own, which were started at once on one database that was not there.</summary>
public sealed class TwoProcesses : IAsyncLifetime
{
    private readonly Place place = Place.OnPostgres();
    private readonly ConcurrentBag<TemporaryFolder> folders = [];
    private readonly ConcurrentQueue<LeadlineProgram> running = [];

    /// <summary>A tenant.</summary>
    public string Tenant { get; private set; } = "";

    /// <summary>A token for it.</summary>
    public string Token { get; private set; } = "";

    /// <summary>The folder of the operator's commands.</summary>
    public string Folder => place.Folder;

    internal IReadOnlyList<LeadlineProgram> Running => [.. running];

    internal (string Name, string Value)[] Settings =>
    [
        ("DATABASE", place.Connection), ("SECRET", "the same for all of one installation"), ("DRAINSECONDS", "2"), ("RATELIMIT__PERMITSPERMINUTE", "0"),
        ("RATELIMIT__TIERS__FEW__PERTOKEN", "20"), ("RATELIMIT__TIERS__FEW__PERTENANT", "0"), ("ATTEMPTS__PERADDRESS", "0"),
    ];

    /// <summary>Starts two for a test that ends them.</summary>
    public static async Task<TwoProcesses> StartAsync()
    {
        var pair = new TwoProcesses();
        try
        {
            await pair.InitializeAsync();
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(ServeAsync(), ServeAsync());
        Tenant = await SayAsync("tenant", "add", "Shared", "--country", "TR");
        Token = await SayAsync("token", "--tenant", Tenant, "--lifetime", "5h");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running)
        {
            await process.DisposeAsync();
        }

        foreach (var folder in folders)
        {
            folder.Dispose();
        }

        place.Dispose();
    }

    /// <summary>A client of one of them.</summary>
    public Task<HttpClient> ClientAsync(int number) => Running[number].ClientAsync(Tenant, Token);

    /// <summary>Runs SQL on the database, past the program.</summary>
    /// <returns>The first value, if any.</returns>
    public object? Execute(string sql) => place.Execute(sql);

    /// <summary>Starts one more.</summary>
    internal async Task<LeadlineProgram> ServeAsync()
    {
        var folder = new TemporaryFolder();
        folders.Add(folder);
        var process = await LeadlineProgram.ServeAsync(folder.Path, port: 0, Settings);
        running.Enqueue(process);
        return process;
    }

    /// <summary>What a command prints.</summary>
    internal async Task<string> SayAsync(params string[] arguments) => (await RunAsync(arguments)).Output;

    /// <summary>Runs a command; it must end well.</summary>
    internal async Task<CommandLineRun> RunAsync(params string[] arguments)
    {
        var run = await LeadlineProgram.RunAsync(place.Folder, Settings, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
