using Leadline.Platform.Database.Postgres;
using Npgsql;

namespace Leadline.Bench;

/// <summary>What the measurements run on.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Server">The connection string of the server of PostgreSQL, without a database; null for SQLite.</param>
/// <param name="Pgbench">PostgreSQL's own load generator.</param>
internal sealed record Engine(string Name, string? Server, string? Pgbench)
{
    /// <summary>Where a size has its database; null for the file in its data folder.</summary>
    public string? ConnectionString(long size) => Server is null ? null : $"{Server};Database=bench_{size}";

    /// <summary>SQL as the engine wants it.</summary>
    public string Write(string sql) => Server is null ? sql : PostgresText.Of(sql);

    /// <summary>How pgbench reaches the database of a size.</summary>
    public IEnumerable<string> PgbenchArguments(long size)
    {
        var server = new NpgsqlConnectionStringBuilder(Server);
        return ["-h", server.Host ?? "", "-p", $"{server.Port}", "-U", server.Username ?? "", $"bench_{size}"];
    }
}
