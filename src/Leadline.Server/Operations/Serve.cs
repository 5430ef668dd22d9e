using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Microsoft.Extensions.Options;

namespace Leadline.Operations;

/// <summary>Serves the API: <c>leadline serve</c>.</summary>
public static class Serve
{
    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, separated by semicolons; absent, http://localhost:8080." };
        return commands.Server(
            "serve",
            "Migrates, then serves until stopped.",
            [urls],
            parsed => [(nameof(LeadlineOptions.Urls), parsed.GetValue(urls))],
            (_, app, ct) => RunAsync(app, () => Task.CompletedTask, ct));
    }

    /// <summary>Listens, says so, and serves until stopped.</summary>
    /// <param name="app">The server.</param>
    /// <param name="started">What to do once it listens.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task RunAsync(WebApplication app, Func<Task> started, CancellationToken ct)
    {
        foreach (var url in app.Services.GetRequiredService<IOptions<LeadlineOptions>>().Value.Listens.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            app.Urls.Add(url);
        }

        await app.StartAsync(ct);
        Console.WriteLine($"Leadline listens on {string.Join(" and ", app.Urls)}");
        await started();
        await app.WaitForShutdownAsync(ct);
    }
}
