using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Leadline.Tests;

/// <summary>The databases of a run on the PostgreSQL server of the tests.</summary>
internal static class PostgresDatabases
{
    // All migrations take seconds; a copy of what they make, a tenth of that.
    private static readonly Lazy<string> Migrated = new(() =>
    {
        var name = $"leadline_migrated_{Guid.NewGuid():N}";
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Drop(name);
        using var app = LeadlineServer.Build(new Dictionary<string, string?> { [nameof(LeadlineOptions.Database)] = $"{ConnectionTo(name)};Pooling=False" });
        app.Services.GetRequiredService<Migrator>().Migrate();
        return name;
    });

    /// <summary>The server, to which a database's name is to be added; null where the tests run on SQLite.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable("LEADLINE_TEST_POSTGRES");

    /// <summary>How to connect to a database of the server.</summary>
    public static string ConnectionTo(string database) =>
        $"{Server ?? throw new InvalidOperationException("There is no PostgreSQL in this run.")};Database={database}";

    /// <summary>Makes a database to which all migrations were applied, unless there is one of the name.</summary>
    public static void MakeMigrated(string database)
    {
        try
        {
            Execute($"CREATE DATABASE \"{database}\" TEMPLATE \"{Migrated.Value}\"");
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            // It is as its owner left it.
        }
    }

    /// <summary>Removes a database, whoever is connected to it.</summary>
    public static void Drop(string database) => Execute($"DROP DATABASE IF EXISTS \"{database}\" WITH (FORCE)");

    private static void Execute(string sql)
    {
        using var server = new NpgsqlConnection($"{ConnectionTo("postgres")};Pooling=False");
        server.Open();
        using var command = new NpgsqlCommand(sql, server);
        command.ExecuteNonQuery();
    }
}
