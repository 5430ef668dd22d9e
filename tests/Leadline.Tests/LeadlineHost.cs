using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

[assembly: AssemblyFixture(typeof(LeadlineHost))]

namespace Leadline.Tests;

/// <summary>
/// The real server on a free port of loopback, with a database of its own in a folder that is removed afterwards.
/// All tests share one; a test that needs other settings starts its own with <c>StartAsync</c>.
/// </summary>
public sealed class LeadlineHost : IAsyncLifetime
{
    private readonly WebApplication app;
    private readonly bool ownsFolder;
    private readonly string? database;

    public LeadlineHost()
        : this([], TimeProvider.System)
    {
    }

    private LeadlineHost((string Name, string? Value)[] settings, TimeProvider clock)
    {
        var given = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        ownsFolder = !given.ContainsKey(nameof(LeadlineOptions.Data));
        Folder = given.GetValueOrDefault(nameof(LeadlineOptions.Data)) ?? Directory.CreateTempSubdirectory("leadline-tests-").FullName;
        given[nameof(LeadlineOptions.Data)] = Folder;
        if (Postgres is not null && !given.ContainsKey(nameof(LeadlineOptions.Database)))
        {
            database = Path.GetFileName(Folder).ToLowerInvariant();
            given[nameof(LeadlineOptions.Database)] = $"{PostgresDatabases.ConnectionTo(database)};Maximum Pool Size=60";
        }

        given.TryAdd("RateLimit:PermitsPerMinute", "0");
        given.TryAdd("RateLimit:TokensPerMinute", "0");
        given.TryAdd("Attempts:PerAddress", "0"); // all tests come from one
        app = LeadlineServer.Build(given, clock);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        app.Urls.Add("http://127.0.0.1:0");
    }

    /// <summary>The PostgreSQL server that tests run on; null for SQLite.</summary>
    public static string? Postgres => PostgresDatabases.Server;

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Where the database is, for the command line.</summary>
    public string ConnectionString => Services.GetRequiredService<IOptions<LeadlineOptions>>().Value.ConnectionString();

    /// <summary>What the server logged.</summary>
    public LogRecord Log { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Address => new(app.Urls.Single());

    /// <summary>What time it is there.</summary>
    public DateTime Now => Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;

    public IServiceProvider Services => app.Services;

    public LeadlineDatabase Database => Services.GetRequiredService<LeadlineDatabase>();

    /// <summary>Starts a host with settings of its own, named as in <see cref="LeadlineOptions"/>; to be disposed by the test.</summary>
    public static Task<LeadlineHost> StartAsync(params (string Name, string? Value)[] settings) => StartAsync(TimeProvider.System, settings);

    /// <summary>The same, by a clock of its own.</summary>
    public static async Task<LeadlineHost> StartAsync(TimeProvider clock, params (string Name, string? Value)[] settings)
    {
        var host = new LeadlineHost(settings, clock);
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        if (database is not null)
        {
            PostgresDatabases.MakeMigrated(database);
        }

        Services.GetRequiredService<Installation>().Prepare();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (!ownsFolder)
        {
            return;
        }

        Directory.Delete(Folder, recursive: true);
        if (database is not null)
        {
            PostgresDatabases.Drop(database);
        }
    }

    /// <summary>A new tenant with the rows every new one starts with.</summary>
    public async Task<TestTenant> NewTenantAsync(string name = "Test", string? country = "TR") =>
        new(this, await Services.GetRequiredService<AddTenant>().HandleAsync(name, country, CancellationToken.None), country);

    /// <summary>A client without token or tenant.</summary>
    public HttpClient NewClient() => new() { BaseAddress = Address };

    /// <summary>Sends bytes as they are and reads the whole answer.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(Address.Host, Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}

/// <summary>Every message a host logs, with its exceptions.</summary>
public sealed class LogRecord : ILoggerProvider
{
    private readonly ConcurrentQueue<string> messages = new();

    public IReadOnlyList<string> Messages => [.. messages];

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, messages);

    public void Dispose()
    {
    }

    private sealed class Recorder(string category, ConcurrentQueue<string> messages) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
