using System.Net;
using System.Security.Cryptography;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Operations.Moving;

/// <summary>A backup is written while the server works, and what is restored from it is that installation.</summary>
public sealed class BackUpTests
{
    private const string Secret = "a secret of the environment";

    [Fact]
    public async Task A_backup_of_a_server_at_work_holds_all_that_was_acknowledged_before()
    {
        using var place = Place.OfThisRun();
        using var restored = Place.OfThisRun();
        var file = Path.Combine(restored.Folder, "backup");
        var (tenant, token) = await place.SeedAsync(5000);
        List<long> before = [];
        await using (var host = await place.HostAsync())
        {
            using var client = host.NewClient();
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            client.DefaultRequestHeaders.Add("X-Tenant", tenant);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var acknowledged = new List<long>();
            var writer = WriteAsync(client, acknowledged, stop.Token);
            before = await AtLeastAsync(acknowledged, 20);

            var run = await place.SucceedAsync("backup", "--to", file);

            var during = await AtLeastAsync(acknowledged, 0);
            await stop.CancelAsync();
            await writer;
            Assert.True(during.Count > before.Count, "Nobody wrote during the backup.");
            Assert.Contains($"keep {file}.secret as well", run.Output, StringComparison.Ordinal);
        }

        await restored.SucceedAsync("restore", "--from", file);

        Assert.StartsWith("Clean:", (await restored.SucceedAsync("verify")).Output, StringComparison.Ordinal);
        await using var again = await restored.HostAsync();
        await using var db = again.Database.For(new TenantId(1).Whole);
        Assert.Equal(before.Count, await db.Leads.CountAsync(lead => before.Contains(lead.Id), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_restored_tells_the_same_and_goes_on()
    {
        using var place = Place.OfThisRun();
        using var restored = Place.OfThisRun();
        var file = Path.Combine(place.Folder, "backup");
        var lived = await LivedIn.AtAsync(place);
        List<string> before;
        await using (var host = await place.HostAsync())
        {
            before = await lived.TellAsync(host);
        }

        await place.SucceedAsync("backup", "--to", file);
        var hash = HashOf(file);
        Assert.Equal("The installation is restored.", (await restored.SucceedAsync("restore", "--from", file)).Output);

        Assert.Equal(hash, HashOf(file));
        Assert.Equal(File.ReadAllText(Path.Combine(place.Folder, "secret")), File.ReadAllText(Path.Combine(restored.Folder, "secret")));
        await using var again = await restored.HostAsync();
        Assert.Equal(before, await lived.TellAsync(again));
        await lived.AssertSignsInAsync(again);
        await lived.AssertFeedGoesOnAsync(again);
    }

    [Fact]
    [Trait("Engine", "PostgreSQL")]
    public async Task A_backup_of_either_engine_is_restored_on_the_other()
    {
        using var place = Place.OnPostgres();
        using var sqlite = Place.OnSqlite();
        using var postgres = Place.OnPostgres();
        var (first, second) = (Path.Combine(place.Folder, "first"), Path.Combine(place.Folder, "second"));
        var lived = await LivedIn.AtAsync(place);

        await place.SucceedAsync("backup", "--to", first);
        await sqlite.SucceedAsync("restore", "--from", first);
        await sqlite.SucceedAsync("backup", "--to", second);
        await postgres.SucceedAsync("restore", "--from", second);

        await using var before = await place.HostAsync();
        await using var between = await sqlite.HostAsync();
        await using var after = await postgres.HostAsync();
        var told = await lived.TellAsync(before);
        Assert.Equal(told, await lived.TellAsync(between));
        Assert.Equal(told, await lived.TellAsync(after));
    }

    [Fact]
    [Trait("Engine", "PostgreSQL")]
    public async Task A_restore_that_is_killed_goes_on()
    {
        using var place = Place.OnPostgres();
        using var restored = Place.OnPostgres();
        var file = Path.Combine(place.Folder, "backup");
        await place.SeedAsync(12_000);
        await place.SucceedAsync("backup", "--to", file);
        await using (var run = LeadlineProgram.Start(restored.Folder, "restore", "--from", file, "--database", restored.Connection))
        {
            for (var wait = 0; !HasBegun(restored); wait++)
            {
                Assert.True(wait < 3000, "The restore never began.");
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            await run.KillAsync();
        }

        Assert.Equal(1, (await restored.RunAsync("verify")).ExitCode);
        Assert.Contains("Checking rows copied before: ", (await restored.SucceedAsync("restore", "--from", file)).Error, StringComparison.Ordinal);

        await restored.SucceedAsync("verify");
        Assert.Equal(12_000L, restored.Execute("SELECT count(*) FROM leads"));
        Assert.Equal(["secret"], Directory.GetFiles(restored.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_backup_of_an_older_version_is_brought_to_this_one_and_stays_as_it_is()
    {
        using var place = Place.OfThisRun();
        using var other = Place.OnSqlite();
        MakeOlder(other);
        var hash = HashOf(other.File);
        await File.WriteAllTextAsync($"{other.File}.secret", Secret, TestContext.Current.CancellationToken);

        await place.SucceedAsync("restore", "--from", other.File);

        Assert.Equal(hash, HashOf(other.File));
        Assert.Equal("Old house", place.Execute("SELECT name FROM tenants"));
        Assert.Equal(Secret, File.ReadAllText(Path.Combine(place.Folder, "secret")));
        await place.SucceedAsync("verify");
    }

    [Fact]
    public async Task A_backup_is_for_its_owner_alone_and_overwrites_nothing()
    {
        using var place = Place.OfThisRun();
        var file = Path.Combine(place.Folder, "backup");
        await place.SucceedAsync("migrate");

        await place.SucceedAsync("backup", "--to", file);
        var again = await place.RunAsync("backup", "--to", file);

        Assert.Equal((1, $"leadline: There is a file {file} already; a backup overwrites none.\n"), (again.ExitCode, again.Error));
        Assert.Equal(["backup", "backup.secret"], Directory.GetFiles(place.Folder, "backup*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(
            Directory.GetFiles(place.Folder, "backup*"),
            written => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(written) == (UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }

    [Fact]
    public async Task What_cannot_be_restored_is_refused_in_a_line_and_leaves_nothing_behind()
    {
        using var place = Place.OfThisRun();
        using var restored = Place.OfThisRun();
        var file = Path.Combine(place.Folder, "backup");
        var nonsense = Path.Combine(place.Folder, "nonsense");
        await File.WriteAllTextAsync(nonsense, "no database, but long enough to be taken for one", TestContext.Current.CancellationToken);
        await place.SucceedAsync("tenant", "add", "First");
        await place.SucceedAsync("backup", "--to", file);

        await RefusedAsync(place, LeadlineHost.Postgres is null ? "There is a database already" : "The target holds an installation of its own", file);
        await RefusedAsync(restored, $"There is no file {file}.gone.", $"{file}.gone");
        await RefusedAsync(restored, $"{nonsense} is no backup of Leadline", nonsense);
        File.Delete($"{file}.secret");
        await RefusedAsync(restored, "There is no secret: set LEADLINE__SECRET", file);
        await File.WriteAllTextAsync($"{file}.secret", "another", TestContext.Current.CancellationToken);
        await RefusedAsync(restored, "The keys in the database were sealed under another secret", file);
        Assert.Empty(Directory.GetFiles(restored.Folder));
    }

    private static async Task RefusedAsync(Place place, string problem, string file)
    {
        var run = await place.RunAsync("restore", "--from", file);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"leadline: {problem}", run.Error, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(HttpClient client, List<long> acknowledged, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var lead = (long)(await client.CallAsync(HttpMethod.Post, "/api/v1/leads", HttpStatusCode.Created, new { last_name = "Meanwhile" }))["data"]!["id"]!;
            lock (acknowledged)
            {
                acknowledged.Add(lead);
            }
        }
    }

    private static async Task<List<long>> AtLeastAsync(List<long> acknowledged, int count)
    {
        while (true)
        {
            lock (acknowledged)
            {
                if (acknowledged.Count >= count)
                {
                    return [.. acknowledged];
                }
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    // The schema of an earlier version, with a tenant.
    private static void MakeOlder(Place place)
    {
        using var app = LeadlineServer.Build(new Dictionary<string, string?> { [nameof(LeadlineOptions.Database)] = $"{place.Connection};Pooling=False" });
        var database = app.Services.GetRequiredService<LeadlineDatabase>();
        using var platform = database.Platform();
        using var tenant = database.For(new TenantId(0).Whole);
        foreach (var (db, last) in new (DbContext, string)[] { (platform, "20261124231458_SingleSignOn"), (tenant, "20261124182004_JournalRetention") })
        {
            place.Execute(db.GetService<IMigrator>().GenerateScript(Migration.InitialDatabase, last, MigrationsSqlGenerationOptions.NoTransactions));
        }

        place.Execute("INSERT INTO tenants (id, name, created_at, updated_at) VALUES (1, 'Old house', 0, 0)");
    }

    private static bool HasBegun(Place place)
    {
        try
        {
            return place.Execute("SELECT 1 FROM unfinished_copy WHERE kind = 'table' AND name = 'leads'") is not null;
        }
        catch (System.Data.Common.DbException)
        {
            return false;
        }
    }

    private static string HashOf(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
}
