using Leadline.Platform;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Leadline.Tests.Operations.Moving;

/// <summary>Where an installation of one test is, or comes to be: a data folder and a database, removed with it.</summary>
internal sealed class Place : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? postgres;

    private Place(string? server) => postgres = server is null ? null : $"{server};Database={Path.GetFileName(folder.Path).ToLowerInvariant()}";

    public string Folder => folder.Path;

    /// <summary>The file <c>leadline.db</c> of the folder, or a database of its own on the tests' PostgreSQL.</summary>
    public string Connection => postgres ?? $"Data Source={File}";

    public string File => Path.Combine(Folder, "leadline.db");

    public static Place OnSqlite() => new(server: null);

    public static Place OnPostgres() => new(LeadlineHost.Postgres ?? throw new InvalidOperationException("There is no PostgreSQL in this run."));

    /// <summary>On the engine that this run of the tests is for.</summary>
    public static Place OfThisRun() => new(LeadlineHost.Postgres);

    /// <summary>The server, which must be disposed before the place.</summary>
    public Task<LeadlineHost> HostAsync(params (string Name, string? Value)[] settings) => HostByAsync(clock: null, settings);

    /// <summary>The same, by a clock of the test's own.</summary>
    public Task<LeadlineHost> HostByAsync(TimeProvider? clock, params (string Name, string? Value)[] settings) =>
        LeadlineHost.StartAsync(clock ?? TimeProvider.System, [(nameof(LeadlineOptions.Data), Folder), (nameof(LeadlineOptions.Database), Connection), .. settings]);

    /// <summary>Starts the program.</summary>
    public LeadlineProgram Start(params string[] arguments) => LeadlineProgram.Start(Folder, [.. arguments, "--database", Connection]);

    /// <summary>Starts the program as a server.</summary>
    public Task<LeadlineProgram> ServeAsync() => LeadlineProgram.ServeAsync(Folder, 0, ("DATABASE", Connection));

    public Task<CommandLineRun> SucceedAsync(params string[] arguments) => LeadlineProgram.SucceedAsync(Folder, [.. arguments, "--database", Connection]);

    public Task<CommandLineRun> RunAsync(params string[] arguments) => LeadlineProgram.RunAsync(Folder, [.. arguments, "--database", Connection]);

    /// <summary>Copies an installation here, and what must be carried along with it.</summary>
    public async Task<CommandLineRun> CopyFromAsync(Place source)
    {
        await CarrySecretOfAsync(source);
        return await LeadlineProgram.SucceedAsync(Folder, "copy", "--from", source.Connection, "--to", Connection);
    }

    /// <summary>Puts the secret of another place into this one.</summary>
    public Task CarrySecretOfAsync(Place source) =>
        System.IO.File.WriteAllBytesAsync(Path.Combine(Folder, "secret"), System.IO.File.ReadAllBytes(Path.Combine(source.Folder, "secret")), TestContext.Current.CancellationToken);

    /// <summary>Runs SQL on its database, past the program.</summary>
    /// <returns>The first value, if any.</returns>
    public object? Execute(string sql)
    {
        using System.Data.Common.DbConnection connection = postgres is null ? new SqliteConnection($"{Connection};Pooling=False") : new NpgsqlConnection($"{Connection};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
        if (postgres is not null)
        {
            using var server = new NpgsqlConnection($"{LeadlineHost.Postgres};Database=postgres;Pooling=False");
            server.Open();
            using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(postgres).Database}\" WITH (FORCE)", server);
            drop.ExecuteNonQuery();
        }
    }
}
