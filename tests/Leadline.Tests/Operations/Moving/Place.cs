using Leadline.Platform;
using Leadline.Tenants;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Leadline.Tests.Operations.Moving;

/// <summary>Where an installation of one test is, or comes to be: a data folder and a database, removed with it.</summary>
internal sealed class Place : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly bool isOnPostgres;

    private Place(bool isOnPostgres) => this.isOnPostgres = isOnPostgres;

    public string Folder => folder.Path;

    /// <summary>The file <c>leadline.db</c> of the folder, or a database of its own on the tests' PostgreSQL.</summary>
    public string Connection => isOnPostgres ? PostgresDatabases.ConnectionTo(Database) : $"Data Source={File}";

    public string File => Path.Combine(Folder, "leadline.db");

    private string Database => Path.GetFileName(folder.Path).ToLowerInvariant();

    public static Place OnSqlite() => new(isOnPostgres: false);

    public static Place OnPostgres() => new(isOnPostgres: true);

    /// <summary>On the engine that this run of the tests is for.</summary>
    public static Place OfThisRun() => new(isOnPostgres: LeadlineHost.Postgres is not null);

    /// <summary>The server, which must be disposed before the place.</summary>
    public Task<LeadlineHost> HostAsync(params (string Name, string? Value)[] settings) => HostByAsync(clock: null, settings);

    /// <summary>The same, by a clock of the test's own.</summary>
    public Task<LeadlineHost> HostByAsync(TimeProvider? clock, params (string Name, string? Value)[] settings)
    {
        if (isOnPostgres)
        {
            PostgresDatabases.MakeMigrated(Database);
        }

        return LeadlineHost.StartAsync(clock ?? TimeProvider.System, [(nameof(LeadlineOptions.Data), Folder), (nameof(LeadlineOptions.Database), Connection), .. settings]);
    }

    /// <summary>Makes a tenant with leads and a token for all of it.</summary>
    /// <returns>The tenant's id, and the token.</returns>
    public async Task<(string Tenant, string Token)> SeedAsync(int leads)
    {
        await using var host = await HostAsync();
        var tenant = await host.NewTenantAsync();
        await tenant.SeedAsync(leads);
        return ($"{tenant.Id}", await tenant.TokenAsync(string.Join(' ', Scopes.All)));
    }

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
        using System.Data.Common.DbConnection connection = isOnPostgres ? new NpgsqlConnection($"{Connection};Pooling=False") : new SqliteConnection($"{Connection};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
        if (isOnPostgres)
        {
            PostgresDatabases.Drop(Database);
        }
    }
}
