using Microsoft.Data.Sqlite;
using Npgsql;

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

    /// <summary>
    /// Behind a pooler of PostgreSQL: the connection string that leads past it, for what needs a connection of its own, such as migrations, reserving ids beside a
    /// change, and hearing of other processes; absent, that of <see cref="Database"/>.
    /// </summary>
    public string? DatabaseDirect { get; set; }

    /// <summary>For how many seconds, 0 to 300, the process answers on after SIGTERM, while <c>/health/ready</c> says that it will go.</summary>
    public int DrainSeconds { get; set; } = 5;

    /// <summary>The time of <see cref="DrainSeconds"/>.</summary>
    /// <exception cref="SetupException">It is out of bounds.</exception>
    public TimeSpan Drain() => DrainSeconds is >= 0 and <= 300
        ? TimeSpan.FromSeconds(DrainSeconds)
        : throw new SetupException("The setting DrainSeconds must be a number from 0 to 300.");

    /// <summary>The secret under which keys are encrypted; absent, a file <c>secret</c> in the data folder, made on the first start.</summary>
    public string? Secret { get; set; }

    /// <summary>The addresses to listen on, separated by semicolons.</summary>
    public string Urls { get; set; } = UsualUrl;

    /// <summary>The addresses in force: an empty setting is none.</summary>
    public string Listens => string.IsNullOrWhiteSpace(Urls) ? UsualUrl : Urls;

    /// <summary>What callers may ask for in a minute.</summary>
    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>How often a secret may be guessed at.</summary>
    public AttemptOptions Attempts { get; set; } = new();

    /// <summary>Which web pages of other hosts may call the API.</summary>
    public CorsOptions Cors { get; set; } = new();

    /// <summary>Whether plain HTTP is served.</summary>
    public HttpsOptions Https { get; set; } = new();

    /// <summary>The proxies whose forwarded headers are believed.</summary>
    public ProxyOptions Proxies { get; set; } = new();

    /// <summary>When the keys of tokens change.</summary>
    public KeyOptions Keys { get; set; } = new();

    /// <summary>The address by which people reach the installation, for links in mails: <c>https://crm.example.com</c>; see <see cref="Http.PublicAddress"/>.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>How mail is sent.</summary>
    public MailOptions Mail { get; set; } = new();

    /// <summary>How long sign-ins, tokens and role changes are told.</summary>
    public AuditOptions Audit { get; set; } = new();

    /// <summary>Sign-in by the tenants' own providers.</summary>
    public SingleSignOnOptions SingleSignOn { get; set; } = new();

    /// <summary>Whether the database is on PostgreSQL: its connection string names a host, and no file.</summary>
    public bool IsPostgres => Database?.Contains("Host=", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The connection string past a pooler; null where there is none.</summary>
    /// <exception cref="SetupException">The string is not one of PostgreSQL.</exception>
    public string? DirectConnectionString()
    {
        try
        {
            return string.IsNullOrWhiteSpace(DatabaseDirect) ? null : new NpgsqlConnectionStringBuilder(DatabaseDirect).ConnectionString;
        }
        catch (ArgumentException problem)
        {
            throw new SetupException($"The setting DatabaseDirect is no connection string of PostgreSQL (Host=…;Database=…): {problem.Message}");
        }
    }

    /// <summary>The connection string in force.</summary>
    /// <exception cref="SetupException">The string is one of neither engine.</exception>
    public string ConnectionString()
    {
        var given = string.IsNullOrWhiteSpace(Database) ? $"Data Source={Path.Combine(Data, "leadline.db")}" : Database;
        try
        {
            if (IsPostgres)
            {
                return new NpgsqlConnectionStringBuilder(given).ConnectionString;
            }

            var sqlite = new SqliteConnectionStringBuilder(given);
            return sqlite.DataSource.Length > 0 && sqlite is { DataSource: not ":memory:", Mode: not SqliteOpenMode.Memory }
                ? sqlite.ToString()
                : throw new ArgumentException("It names no file.");
        }
        catch (ArgumentException problem)
        {
            throw new SetupException($"The database setting is no connection string of SQLite (Data Source=FILE) or PostgreSQL (Host=…;Database=…): {problem.Message}");
        }
    }
}

/// <summary>Requests per minute.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The tier of a tenant that has no other.</summary>
    public const string UsualTier = "standard";

    private const long TokensOfTenant = 5;

    /// <summary>Calls per minute for each token of the tier <c>standard</c>, five times as many for the tenant with all its tokens, and for each address without a good token; 0 is unlimited.</summary>
    public int PermitsPerMinute { get; set; } = 6000;

    /// <summary>Further tiers, or other numbers for those that are there, by their names.</summary>
    public Dictionary<string, TierOptions> Tiers { get; set; } = [];

    /// <summary>Tokens per minute for each app from an address, ten times as many for the address; 0 is unlimited.</summary>
    public int TokensPerMinute { get; set; } = 120;

    /// <summary>All tiers, by their names.</summary>
    /// <exception cref="SetupException">A number is negative.</exception>
    public IReadOnlyDictionary<string, TierOptions> AllTiers()
    {
        var tiers = new Dictionary<string, TierOptions>(StringComparer.OrdinalIgnoreCase)
        {
            ["small"] = new TierOptions { PerToken = 600, PerTenant = 3_000 },
            [UsualTier] = new TierOptions { PerToken = PermitsPerMinute, PerTenant = (int)Math.Min(int.MaxValue, PermitsPerMinute * TokensOfTenant) },
            ["large"] = new TierOptions { PerToken = 60_000, PerTenant = 300_000 },
            ["unlimited"] = new TierOptions(),
        };
        foreach (var (name, tier) in Tiers)
        {
            tiers[name] = tier;
        }

        return tiers.Values.Append(new TierOptions { PerToken = TokensPerMinute }).All(tier => tier is { PerToken: >= 0, PerTenant: >= 0 })
            ? tiers
            : throw new SetupException("A setting of RateLimit is negative; 0 is unlimited.");
    }
}

/// <summary>What callers may ask for in a minute.</summary>
public sealed class TierOptions
{
    /// <summary>Calls per minute for each token; 0 is unlimited.</summary>
    public int PerToken { get; set; }

    /// <summary>Calls per minute for the tenant with all its tokens; 0 is unlimited.</summary>
    public int PerTenant { get; set; }
}

/// <summary>How often a secret may be guessed at: failures in a window; 0 is any number.</summary>
public sealed class AttemptOptions
{
    /// <summary>The length of the window.</summary>
    public int Minutes { get; set; } = 15;

    /// <summary>For each address (IPv6: /64).</summary>
    public int PerAddress { get; set; } = 60;

    /// <summary>For each account from all strangers together.</summary>
    public int PerAccount { get; set; } = 30;

    /// <summary>For each account from one address.</summary>
    public int PerPair { get; set; } = 10;

    /// <summary>For each account from a browser that was signed in to it before.</summary>
    public int PerDevice { get; set; } = 10;
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

/// <summary>Mail.</summary>
public sealed class MailOptions
{
    /// <summary>The server that takes mail; without a host, messages go to the folder <c>mail</c> in the data folder.</summary>
    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>An SMTP server.</summary>
public sealed class SmtpOptions
{
    /// <summary>Its name; absent, no mail leaves the machine.</summary>
    public string? Host { get; set; }

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 587;

    /// <summary><c>starttls</c>, <c>tls</c> (from the first byte on), or <c>none</c>.</summary>
    public string Security { get; set; } = "starttls";

    /// <summary>By which name to sign in; absent, without.</summary>
    public string? User { get; set; }

    /// <summary>The password for it.</summary>
    public string? Password { get; set; }

    /// <summary>The sender: <c>Leadline &lt;crm@example.com&gt;</c>.</summary>
    public string? From { get; set; }
}

/// <summary>Web pages of other hosts.</summary>
public sealed class CorsOptions
{
    /// <summary>Origins, separated by commas: <c>https://app.example.com</c>; empty for none.</summary>
    public string Origins { get; set; } = "";
}

/// <summary>The audit log.</summary>
public sealed class AuditOptions
{
    /// <summary>For how many days events are kept; 0 keeps them for ever.</summary>
    public int Days { get; set; } = 365;
}

/// <summary>Sign-in by the tenants' own providers.</summary>
public sealed class SingleSignOnOptions
{
    /// <summary>The name server that domains are looked up at: an address, with a port or without; absent, those of the machine.</summary>
    public string? NameServer { get; set; }

    /// <summary>True allows providers in the own network, and plain HTTP to them; owners can then make the server call whatever it reaches.</summary>
    public bool AllowPrivate { get; set; }

    /// <summary>For how many hours a provider's word for a person counts, in sessions and in refreshed tokens, from 1 to 8760; then it is asked again.</summary>
    public int SessionHours { get; set; } = 24;

    /// <summary>The same as a time.</summary>
    /// <exception cref="SetupException">It is out of bounds.</exception>
    public TimeSpan SessionLifetime => SessionHours is >= 1 and <= 8760
        ? TimeSpan.FromHours(SessionHours)
        : throw new SetupException("The setting SingleSignOn:SessionHours must be a number from 1 to 8760.");
}

/// <summary>Something the operator has to put right; its message is the one line they see.</summary>
public sealed class SetupException(string message) : Exception(message);
