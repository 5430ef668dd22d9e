using Microsoft.Data.Sqlite;

namespace Leadline.Platform;

/// <summary>
/// The settings of one installation: configuration section <c>Leadline</c>, environment <c>LEADLINE__…</c>,
/// or the options of the command line, the last of which wins.
/// </summary>
public sealed class LeadlineOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Leadline";

    private const string UsualUrl = "http://localhost:8080";

    /// <summary>The data folder: the database file and the installation's secret lie here unless set otherwise.</summary>
    public string Data { get; set; } = "data";

    /// <summary>The connection string; absent, a SQLite file <c>leadline.db</c> in the data folder.</summary>
    public string? Database { get; set; }

    /// <summary>The secret under which keys are encrypted; absent, a file <c>secret</c> in the data folder, made on the first start.</summary>
    public string? Secret { get; set; }

    /// <summary>The addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; set; } = UsualUrl;

    /// <summary>The addresses in force: an empty setting is none.</summary>
    public string Listens => string.IsNullOrWhiteSpace(Urls) ? UsualUrl : Urls;

    /// <summary>What callers may ask for in a minute.</summary>
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>Whether plain HTTP is served.</summary>
    public HttpsOptions Https { get; set; } = new();

    /// <summary>The proxies whose forwarded headers are believed.</summary>
    public ProxyOptions Proxies { get; set; } = new();

    /// <summary>When the keys of tokens change.</summary>
    public KeyOptions Keys { get; set; } = new();

    /// <summary>The connection string in force.</summary>
    /// <exception cref="SetupException">The string is not one of SQLite.</exception>
    public string ConnectionString()
    {
        var given = string.IsNullOrWhiteSpace(Database) ? $"Data Source={Path.Combine(Data, "leadline.db")}" : Database;
        try
        {
            var sqlite = new SqliteConnectionStringBuilder(given);
            return sqlite.DataSource.Length > 0 && sqlite is { DataSource: not ":memory:", Mode: not SqliteOpenMode.Memory }
                ? sqlite.ToString()
                : throw new ArgumentException("It names no file.");
        }
        catch (ArgumentException problem)
        {
            throw new SetupException($"The database setting is not a SQLite connection string (Data Source=FILE): {problem.Message}");
        }
    }
}

/// <summary>Requests per minute.</summary>
public sealed class RateLimitOptions
{
    /// <summary>Calls per minute for each token, and for each address without a good one; 0 is unlimited.</summary>
    public int PermitsPerMinute { get; set; } = 6000;
}

/// <summary>Transport.</summary>
public sealed class HttpsOptions
{
    /// <summary>True refuses plain HTTP for every host that is not loopback.</summary>
    public bool Required { get; set; } = true;
}

/// <summary>Reverse proxies.</summary>
public sealed class ProxyOptions
{
    /// <summary>Addresses or CIDR ranges, separated by commas; empty believes no forwarded header.</summary>
    public string Trusted { get; set; } = "";
}

/// <summary>The keys that sign and encrypt tokens.</summary>
public sealed class KeyOptions
{
    /// <summary>For how many days a key is used; then the next one is.</summary>
    public int RotateAfterDays { get; set; } = 90;

    /// <summary>How many hours before it is used a key is published, so that whoever checks tokens has it in time.</summary>
    public int PublishBeforeHours { get; set; } = 24;
}

/// <summary>Something the operator has to put right; its message is the one line they see.</summary>
public sealed class SetupException(string message) : Exception(message);
