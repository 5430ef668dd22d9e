using System.CommandLine;
using System.CommandLine.Invocation;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Platform.Cli;

/// <summary>What the operator's commands have in common: where the database is, and errors as one line.</summary>
/// <param name="build">Builds the application with settings from the command line.</param>
public sealed class CommandLine(Func<IReadOnlyDictionary<string, string?>, WebApplication> build)
{
    private const int Misuse = 2;

    private readonly Option<string?> database = new("--database") { Description = "The connection string; absent, a SQLite file in the data folder.", Recursive = true };
    private readonly Option<string?> data = new("--data") { Description = "The data folder; absent, ./data.", Recursive = true };

    // Told to end, a server ends in its own time; any other command is told by its token, and after two seconds not asked.
    private readonly HashSet<Command> servers = [];

    /// <summary>The whole command line.</summary>
    public async Task<int> RunAsync(string[] args, params Command[] commands)
    {
        var root = new RootCommand("Leadline, the self-hosted lead server.") { database, data };
        foreach (var command in commands)
        {
            root.Add(command);
        }

        var parsed = root.Parse(args);
        if (parsed.Action is not ParseErrorAction)
        {
            return await parsed.InvokeAsync(servers.Contains(parsed.CommandResult.Command) ? new InvocationConfiguration { ProcessTerminationTimeout = null } : null);
        }

        var problem = parsed.UnmatchedTokens is [var unknown, ..] ? $"{unknown} is not known." : parsed.Errors[0].Message;
        await Console.Error.WriteLineAsync($"leadline: {problem} See leadline --help.");
        return Misuse;
    }

    /// <summary>A command.</summary>
    /// <param name="name">What the operator types.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">Its options and arguments.</param>
    /// <param name="run">What it does with the application, which is built but not started, on a database that is up to date.</param>
    /// <param name="needsInstallation">True for what makes no sense on an empty database, and so makes none.</param>
    /// <param name="makesInstallation">True for what brings its databases to where they can work by itself.</param>
    public Command Command(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<ParseResult, WebApplication, CancellationToken, Task> run,
        bool needsInstallation = false,
        bool makesInstallation = false) =>
        Command(name, description, symbols, _ => [], run, needsInstallation, makesInstallation);

    /// <summary>A command that serves until the process is told to end, some of whose options are settings.</summary>
    public Command Server(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<ParseResult, IEnumerable<(string Name, string? Value)>> settings,
        Func<ParseResult, WebApplication, CancellationToken, Task> run)
    {
        var command = Command(name, description, symbols, settings, run);
        servers.Add(command);
        return command;
    }

    /// <summary>A command some of whose options are settings.</summary>
    private Command Command(
        string name,
        string description,
        IEnumerable<Symbol> symbols,
        Func<ParseResult, IEnumerable<(string Name, string? Value)>> settings,
        Func<ParseResult, WebApplication, CancellationToken, Task> run,
        bool needsInstallation = false,
        bool makesInstallation = false)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Option option:
                    command.Add(option);
                    break;
                case Argument argument:
                    command.Add(argument);
                    break;
            }
        }

        command.SetAction((parsed, ct) => GuardAsync(async () =>
        {
            IEnumerable<(string Name, string? Value)> given =
                [(nameof(LeadlineOptions.Database), parsed.GetValue(database)), (nameof(LeadlineOptions.Data), parsed.GetValue(data)), .. settings(parsed)];
            await using var app = build(given.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Name, setting => setting.Value));
            if (needsInstallation && app.Services.GetRequiredService<LeadlineDatabase>().MissingFile is { } file)
            {
                throw new SetupException($"There is no database {file}; name its folder with --data, or make one with leadline tenant add.");
            }

            if (!makesInstallation)
            {
                app.Services.GetRequiredService<Installation>().Prepare();
            }

            await run(parsed, app, ct);
        }));
        return command;
    }

    private static async Task<int> GuardAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        catch (Exception problem)
        {
            await Console.Error.WriteLineAsync($"leadline: {(problem is DbUpdateException ? problem.GetBaseException() : problem).Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }
}
