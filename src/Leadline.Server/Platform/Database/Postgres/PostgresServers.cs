using System.Data.Common;
using Npgsql;

namespace Leadline.Platform.Database.Postgres;

/// <summary>The servers of PostgreSQL that the settings name: the primary, past a pooler where there is one, and the standbys.</summary>
internal sealed class PostgresServers : IDisposable
{
    private const int MostPrepared = 400;

    // What a connection string does not say otherwise: two processes and an operator fit into the server's own hundred.
    private const int MostConnections = 40;

    // Past a pooler there is little to do.
    private const int MostDirect = 10;

    // How long it is known of a server that it is lost, or follows another: so long a promoted one may go unnoticed.
    private const int SecondsUntilLookedAgain = 1;

    // One of several that hangs is given up soon, for there are others.
    private const int SecondsToConnect = 2;
    private const int SecondsBetweenSignsOfLife = 5;

    private const string TimelineSql = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_lsn()), 8) END";

    private readonly NpgsqlConnectionStringBuilder direct;
    private string? timeline;
    private long history;

    /// <summary>Takes the settings; nothing is opened yet.</summary>
    public PostgresServers(LeadlineOptions options)
    {
        var settings = Settings(options.ConnectionString(), options.Database, MostConnections);
        settings.MaxAutoPrepare = settings.MaxAutoPrepare > 0 || settings.NoResetOnClose ? settings.MaxAutoPrepare : MostPrepared;
        (Prepares, PoolSize) = (settings.MaxAutoPrepare > 0, settings.MaxPoolSize);
        (Primary, Standbys) = Open(settings);
        direct = options.DirectConnectionString() is { } past ? Settings(past, past, MostDirect) : settings;
        Direct = direct == settings ? Primary : Open(direct).Primary;
    }

    /// <summary>Connections to the primary.</summary>
    public NpgsqlDataSource Primary { get; }

    /// <summary>Connections to the primary that are nobody else's while they are open: for what lasts longer than a transaction.</summary>
    public NpgsqlDataSource Direct { get; }

    /// <summary>Connections to standbys, one as good as the other; null where one server is named.</summary>
    public NpgsqlDataSource? Standbys { get; }

    /// <summary>Whether statements are prepared on the server, which a pooler may not allow.</summary>
    public bool Prepares { get; }

    /// <summary>How many connections the process may have.</summary>
    public int PoolSize { get; }

    /// <summary>Moves when the primary goes on in another timeline: it was promoted, or put back to an earlier time.</summary>
    public long History => Volatile.Read(ref history);

    /// <summary>Makes the database itself, if the server has none of its name and the role may.</summary>
    public void Create()
    {
        try
        {
            using var connection = Direct.OpenConnection();
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            CreateMissing();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Primary.Dispose();
        Direct.Dispose();
        Standbys?.Dispose();
    }

    // Another process that starts at the same time may have made it meanwhile.
    private void CreateMissing()
    {
        var name = direct.Database?.Replace("\"", "\"\"", StringComparison.Ordinal);
        using var server = Open(new NpgsqlConnectionStringBuilder(direct.ConnectionString) { Database = "postgres", Pooling = false }).Primary;
        using var connection = server.OpenConnection();
        try
        {
            connection.Execute($"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0");
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // It is there.
        }
    }

    // Which of several servers is asked is ours to say.
    private static NpgsqlConnectionStringBuilder Settings(string connectionString, string? given, int most)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { TargetSessionAttributes = null };
        var said = new DbConnectionStringBuilder { ConnectionString = given };
        settings.MaxPoolSize = said.ContainsKey("Maximum Pool Size") ? settings.MaxPoolSize : most;
        settings.HostRecheckSeconds = said.ContainsKey("Host Recheck Seconds") ? settings.HostRecheckSeconds : SecondsUntilLookedAgain;
        if (IsSeveral(settings))
        {
            settings.LoadBalanceHosts = true;
            settings.Timeout = said.ContainsKey("Timeout") ? settings.Timeout : SecondsToConnect;
            settings.KeepAlive = said.ContainsKey("Keepalive") ? settings.KeepAlive : SecondsBetweenSignsOfLife;
        }

        return settings;
    }

    private static bool IsSeveral(NpgsqlConnectionStringBuilder settings) => settings.Host?.Contains(',', StringComparison.Ordinal) == true;

    private (NpgsqlDataSource Primary, NpgsqlDataSource? Standbys) Open(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString).UsePhysicalConnectionInitializer(LearnTimeline, LearnTimelineAsync);
        if (!IsSeveral(settings))
        {
            return (builder.Build(), null);
        }

        var servers = builder.BuildMultiHost();
        return (servers.WithTargetSession(TargetSessionAttributes.Primary), servers.WithTargetSession(TargetSessionAttributes.Standby));
    }

    private void LearnTimeline(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(TimelineSql, connection);
        Learn(command.ExecuteScalar() as string);
    }

    private async Task LearnTimelineAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(TimelineSql, connection);
        Learn(await command.ExecuteScalarAsync() as string);
    }

    private void Learn(string? current)
    {
        if (current is not null && Interlocked.Exchange(ref timeline, current) is { } former && former != current)
        {
            Interlocked.Increment(ref history);
        }
    }
}
