using System.CommandLine;
using Leadline.Platform;
using Leadline.Platform.Cli;
using Leadline.Platform.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Leadline.Operations.Moving;

/// <summary>Makes an installation of a backup, on either engine: <c>leadline restore --from FILE</c>.</summary>
public sealed class Restore(
    LeadlineDatabase database, CopyInstallation copies, IServiceProvider services, IOptions<LeadlineOptions> options, ILogger<Migrator> log)
{
    private readonly string secret = Path.Combine(options.Value.Data, "secret");

    /// <summary>The command.</summary>
    public static Command Command(CommandLine commands)
    {
        var from = new Option<string>("--from") { Description = "The backup.", Required = true };
        return commands.Command(
            "restore",
            "Makes an installation of a backup; the database must be empty.",
            [from],
            async (parsed, app, ct) =>
            {
                await app.Services.GetRequiredService<Restore>().HandleAsync(Path.GetFullPath(parsed.GetRequiredValue(from)), ct);
                app.Services.GetRequiredService<Installation>().Prepare();
                Console.WriteLine("The installation is restored.");
            },
            makesInstallation: true);
    }

    /// <summary>Restores the backup, which stays as it is: what an older version wrote is brought to this one in a copy of it.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="ct">Stops; a later run begins anew or goes on.</param>
    /// <exception cref="SetupException">The file is no backup, the database not empty, or the secret not the one that opens the keys.</exception>
    public async Task HandleAsync(string file, CancellationToken ct)
    {
        if (!File.Exists(file))
        {
            throw new SetupException($"There is no file {file}.");
        }

        if (options.Value.IsPostgres)
        {
            await IntoPostgresAsync(file, ct);
        }
        else
        {
            IntoFile(file, database.MissingFile ?? throw new SetupException("There is a database already; name an empty folder with --data."));
        }
    }

    private void IntoFile(string file, string place)
    {
        database.Create();
        try
        {
            MakeReady(file, place);
            BackupFile.PutInPlace(place);
        }
        catch
        {
            BackupFile.Remove(BackupFile.Draft(place));
            throw;
        }
    }

    private async Task IntoPostgresAsync(string file, CancellationToken ct)
    {
        var place = Path.GetFullPath(Path.Combine(options.Value.Data, "restored.db"));
        using (var folder = DatabaseModule.Open(services, $"Data Source={place}"))
        {
            folder.Create();
        }

        try
        {
            MakeReady(file, place);
            using var source = DatabaseModule.Open(services, $"Data Source={BackupFile.Draft(place)}");
            await copies.RunAsync(source, database, file, ct);
        }
        finally
        {
            BackupFile.Remove(BackupFile.Draft(place));
        }
    }

    // Copies the backup to a draft of the place, brings that to this version, and sees to the secret, before anything is restored.
    private void MakeReady(string file, string place)
    {
        BackupFile.MakeDraft(place);
        BackupFile.CopyContent(file, BackupFile.Draft(place));
        using var draft = DatabaseModule.Open(services, $"Data Source={BackupFile.Draft(place)}");
        Check(draft, file);
        var migrator = new Migrator(draft, log);
        using (var connection = migrator.Open())
        {
            migrator.Pending(connection); // which refuses what a newer version wrote
        }

        migrator.Migrate();
        var isGiven = !string.IsNullOrEmpty(options.Value.Secret) || File.Exists(secret);
        var kept = isGiven ? null : $"{file}.secret";
        if (kept is not null && !File.Exists(kept))
        {
            throw new SetupException($"There is no secret: set LEADLINE__SECRET, or put the file secret into the data folder, or {Path.GetFileName(kept)} beside the backup.");
        }

        OpenKeys(draft, new SecretBox(Options.Create(new LeadlineOptions { Data = options.Value.Data, Secret = kept is null ? options.Value.Secret : File.ReadAllText(kept).Trim() })));
        if (kept is not null)
        {
            BackupFile.Copy(kept, secret);
        }
    }

    private static void Check(LeadlineDatabase draft, string file)
    {
        try
        {
            using var connection = draft.OpenForWriting();
            using var side = Side.Of(draft, connection);
            if (!side.Tables.Contains(MigrationHistory.Tenant))
            {
                throw new SetupException($"{file} is no backup of Leadline.");
            }

            if (side.RowsOf("PRAGMA quick_check(1)", row => row.GetString(0)) is not ["ok"])
            {
                throw new SetupException($"{file} is damaged.");
            }

            side.Execute("PRAGMA journal_mode = WAL");
        }
        catch (SqliteException problem)
        {
            throw new SetupException($"{file} is no backup of Leadline: {problem.Message}");
        }
    }

    private static void OpenKeys(LeadlineDatabase draft, SecretBox box)
    {
        using var side = Side.Of(draft, draft.OpenForWriting());
        foreach (var key in side.RowsOf("SELECT sealed FROM installation_keys", row => row.GetFieldValue<byte[]>(0)))
        {
            box.Open(key);
        }
    }
}
