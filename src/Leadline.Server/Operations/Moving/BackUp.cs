using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace Leadline.Operations.Moving;

/// <summary>Writes the installation, as it is at one moment, into one file that either engine can be restored from: <c>leadline backup --to FILE</c>.</summary>
public sealed class BackUp(LeadlineDatabase database, CopyInstallation copies, IServiceProvider services, IOptions<LeadlineOptions> options)
{
    private const int PagesAtOnce = 2_048;

    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var to = new Option<string>("--to") { Description = "The file to write; there must be none of its name.", Required = true };
        return commands.Command(
            "backup",
            "Writes the installation into one file, while the server runs.",
            [to],
            (parsed, app, ct) => app.Services.GetRequiredService<BackUp>().HandleAsync(Path.GetFullPath(parsed.GetRequiredValue(to)), ct),
            needsInstallation: true);
    }

    /// <summary>Writes the backup; it gets its name once it is whole and on the disk.</summary>
    /// <param name="file">The file.</param>
    /// <param name="ct">Stops, and leaves no backup.</param>
    /// <exception cref="SetupException">There is such a file, or none can be made.</exception>
    public async Task HandleAsync(string file, CancellationToken ct)
    {
        if (File.Exists(file))
        {
            throw new SetupException($"There is a file {file} already; a backup overwrites none.");
        }

        BackupFile.MakeDraft(file);
        try
        {
            await (options.Value.IsPostgres ? CopyAsync(BackupFile.Draft(file), ct) : CopyPagesAsync(BackupFile.Draft(file), ct));
            var kept = KeepSecret(file);
            BackupFile.PutInPlace(file);
            Console.WriteLine($"{file} is written. Without the secret its keys stay shut: keep {kept} as well, in another place.");
        }
        catch
        {
            BackupFile.Remove(BackupFile.Draft(file));
            throw;
        }
    }

    private async Task CopyAsync(string draft, CancellationToken ct)
    {
        using (var target = DatabaseModule.Open(services, $"Data Source={draft}"))
        {
            await copies.RunAsync(database, target, "a backup", ct);
        }

        await using var backup = await OpenAsync(draft, ct);
        backup.Execute("PRAGMA journal_mode = DELETE");
    }

    // The reading transaction holds one state from the first page to the last, so that those who write neither wait nor make it begin anew.
    private async Task CopyPagesAsync(string draft, CancellationToken ct)
    {
        await using var backup = await OpenAsync(draft, ct);
        await using var source = (SqliteConnection)database.OpenForWriting();
        await using var moment = source.BeginTransaction(deferred: true);
        source.Execute("SELECT count(*) FROM sqlite_master");
        using (var copy = raw.sqlite3_backup_init(backup.Handle, "main", source.Handle, "main"))
        {
            raw.sqlite3_backup_step(copy, 0);
            var pages = raw.sqlite3_backup_remaining(copy);
            await ProgressBar.RunAsync("Copying pages", pages, progress => Task.Run(() => CopyPages(copy, pages, progress, ct), ct));
        }

        backup.Execute("PRAGMA journal_mode = DELETE");
    }

    private static void CopyPages(sqlite3_backup copy, long pages, IProgress<long> progress, CancellationToken ct)
    {
        int state;
        do
        {
            ct.ThrowIfCancellationRequested();
            state = raw.sqlite3_backup_step(copy, PagesAtOnce);
            progress.Report(pages - raw.sqlite3_backup_remaining(copy));
        }
        while (state == raw.SQLITE_OK);

        SqliteException.ThrowExceptionForRC(state == raw.SQLITE_DONE ? raw.SQLITE_OK : state, null);
    }

    private string KeepSecret(string file)
    {
        var secret = Path.Combine(options.Value.Data, "secret");
        if (!string.IsNullOrEmpty(options.Value.Secret) || !File.Exists(secret))
        {
            return "LEADLINE__SECRET";
        }

        var copy = $"{file}.secret";
        if (!File.Exists(copy))
        {
            BackupFile.Copy(secret, copy);
        }
        else if (File.ReadAllText(copy) != File.ReadAllText(secret))
        {
            throw new SetupException($"There is a file {copy} already, with another secret.");
        }

        return copy;
    }

    private static async Task<SqliteConnection> OpenAsync(string file, CancellationToken ct)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        await connection.OpenAsync(ct);
        return connection;
    }
}
