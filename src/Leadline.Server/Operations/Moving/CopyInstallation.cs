using System.CommandLine;
using System.Globalization;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Leadline.Operations.Moving;

/// <summary>Moves a whole installation to another database, of either engine: <c>leadline copy --from CONNECTION --to CONNECTION</c>.</summary>
public sealed class CopyInstallation(IServiceProvider services, ILogger<Migrator> log)
{
    /// <summary>The command; exits with an error when the sides differ.</summary>
    public static Command Command(CommandLine commands)
    {
        var from = new Option<string>("--from") { Description = "The connection string of the installation.", Required = true };
        var to = new Option<string>("--to") { Description = "The connection string of an empty database; one that is missing is made.", Required = true };
        return commands.Command(
            "copy",
            "Copies an installation to another database and compares both; run again, it goes on where it stopped.",
            [from, to],
            (parsed, app, ct) => app.Services.GetRequiredService<CopyInstallation>().HandleAsync(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), ct),
            makesInstallation: true);
    }

    /// <summary>Copies the installation and compares both sides.</summary>
    /// <param name="from">The connection string of the source.</param>
    /// <param name="to">The connection string of the target.</param>
    /// <param name="ct">Stops; a later run goes on.</param>
    /// <exception cref="SetupException">One of the two is not as it must be, or they differ at the end.</exception>
    public async Task HandleAsync(string from, string to, CancellationToken ct)
    {
        if (NameOf(from) == NameOf(to))
        {
            throw new SetupException("The source and the target are the same database.");
        }

        using var source = DatabaseModule.Open(services, from);
        using var target = DatabaseModule.Open(services, to);
        var rows = await RunAsync(source, target, NameOf(from), ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Copied {rows} rows; both sides are equal. Its keys open under the same secret: carry it along."));
    }

    /// <summary>Copies between databases that are open, and tells how far it is.</summary>
    /// <param name="source">The source.</param>
    /// <param name="target">The target.</param>
    /// <param name="name">What the source is called, so that a later run knows its own copy.</param>
    /// <param name="ct">Stops; a later run goes on.</param>
    /// <returns>How many rows the installation has.</returns>
    internal async Task<long> RunAsync(LeadlineDatabase source, LeadlineDatabase target, string name, CancellationToken ct)
    {
        using var copy = InstallationCopy.Begin(source, target, name, log);
        if (copy.IsResumed)
        {
            IReadOnlyList<string> changed = [];
            await ProgressBar.RunAsync("Checking rows copied before", 2 * copy.RowsBefore, async progress => changed = await copy.CheckAsync(progress, ct));
            if (changed.Count > 0)
            {
                await Console.Error.WriteLineAsync($"Changed since, and copied anew: {string.Join(", ", changed)}.");
            }
        }

        await ProgressBar.RunAsync("Copying rows", copy.Rows, progress => copy.CopyAsync(progress, ct));
        IReadOnlyList<string> differences = [];
        await ProgressBar.RunAsync("Comparing rows of both sides", 2 * copy.Rows, async progress => differences = await copy.CompareAsync(progress, ct));
        foreach (var difference in differences)
        {
            await Console.Error.WriteLineAsync(difference);
        }

        if (differences.Count > 0)
        {
            throw new SetupException("The copy is not what the source is; run it again, and what differs is copied anew.");
        }

        copy.Finish();
        return copy.Rows;
    }

    // Which database it is, without the password.
    private static string NameOf(string connectionString)
    {
        var options = new LeadlineOptions { Database = connectionString };
        var given = options.ConnectionString();
        return options.IsPostgres
            ? new NpgsqlConnectionStringBuilder(given) is var postgres ? $"{postgres.Host}:{postgres.Port}/{postgres.Database ?? postgres.Username}" : ""
            : Path.GetFullPath(new SqliteConnectionStringBuilder(given).DataSource);
    }
}
