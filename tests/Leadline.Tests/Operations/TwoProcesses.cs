using System.Collections.Concurrent;
using Leadline.Platform;
using Leadline.Tenants;
using Leadline.Tests.Operations.Moving;

namespace Leadline.Tests.Operations;

/// <summary>Two servers, each in a data folder of its own, which were started at once on one database.</summary>
public sealed class TwoProcesses : IAsyncLifetime
{
    private const string Secret = "the same for all of one installation";

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
        ("DATABASE", place.Connection), ("SECRET", Secret), ("DRAINSECONDS", "2"), ("RATELIMIT__PERMITSPERMINUTE", "0"),
        ("RATELIMIT__TIERS__FEW__PERTOKEN", "20"), ("RATELIMIT__TIERS__FEW__PERTENANT", "0"), ("ATTEMPTS__PERADDRESS", "0"),
    ];

    /// <summary>Starts two for a test that ends them.</summary>
    public static Task<TwoProcesses> StartAsync() => StartAsync(pair => pair.InitializeAsync().AsTask());

    /// <summary>Starts two at once on a database that is not there; they have no tenant.</summary>
    public static Task<TwoProcesses> StartFirstAsync() => StartAsync(pair => pair.ServeTwoAsync());

    private static async Task<TwoProcesses> StartAsync(Func<TwoProcesses, Task> start)
    {
        var pair = new TwoProcesses();
        try
        {
            await start(pair);
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
        await using (var host = await place.HostAsync((nameof(LeadlineOptions.Secret), Secret)))
        {
            var tenant = await host.NewTenantAsync("Shared");
            (Tenant, Token) = ($"{tenant.Id}", await tenant.TokenAsync(string.Join(' ', Scopes.All), TimeSpan.FromHours(5)));
        }

        await ServeTwoAsync();
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

    private async Task ServeTwoAsync() => await Task.WhenAll(ServeAsync(), ServeAsync());

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
