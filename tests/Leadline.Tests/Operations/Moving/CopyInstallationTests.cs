using System.Text.RegularExpressions;
using Leadline.Operations.Moving;
using Leadline.Platform.Database;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leadline.Tests.Operations.Moving;

/// <summary>A copy from file to file, and what it refuses.</summary>
[Trait("Engine", "SQLite")]
public sealed class CopyInstallationTests
{
    private const string Triggers = "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name)";

    private static readonly Progress<long> Unwatched = new();

    [Fact]
    public async Task An_installation_moves_to_another_file()
    {
        using var home = Place.OnSqlite();
        using var away = Place.OnSqlite();
        var lived = await LivedIn.AtAsync(home);

        await away.CopyFromAsync(home);

        await away.SucceedAsync("verify");
        await using var before = await home.HostAsync();
        await using var after = await away.HostAsync();
        Assert.Equal(await lived.TellAsync(before), await lived.TellAsync(after));
        await lived.AssertSignsInAsync(after);
        await lived.AssertFeedGoesOnAsync(after);
    }

    [Fact]
    public async Task A_number_once_given_is_not_given_again()
    {
        using var home = Place.OnSqlite();
        using var away = Place.OnSqlite();
        await home.SucceedAsync("tenant", "add", "First");
        home.Execute("UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'audit_events'; INSERT INTO sqlite_sequence SELECT 'audit_events', 4711 WHERE changes() = 0");

        await away.CopyFromAsync(home);

        Assert.Equal(4711L, away.Execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit_events'"));
    }

    [Fact]
    public async Task What_differs_at_the_end_is_told_and_the_next_run_copies_it_anew()
    {
        using var home = Place.OnSqlite();
        using var away = Place.OnSqlite();
        await home.SeedAsync(100);
        await away.SucceedAsync("migrate");
        await using var app = LeadlineServer.Build(new Dictionary<string, string?>());
        using var source = DatabaseModule.Open(app.Services, home.Connection);
        using var target = DatabaseModule.Open(app.Services, away.Connection);
        using (var copy = InstallationCopy.Begin(source, target, "home", NullLogger<Migrator>.Instance))
        {
            await copy.CopyAsync(Unwatched, CancellationToken.None);
            away.Execute("UPDATE customers SET last_name = 'Spoiled' WHERE id = 1; DELETE FROM role_permissions WHERE id = 1");

            Assert.Equal(
                ["The table customers differs: COUNT rows in the source, COUNT in the target, with other values.", "The table role_permissions differs: COUNT rows in the source, COUNT in the target."],
                (await copy.CompareAsync(Unwatched, CancellationToken.None)).Select(told => Regex.Replace(told, "[0-9]+", "COUNT")).Order(StringComparer.Ordinal));
        }

        using (var copy = InstallationCopy.Begin(source, target, "home", NullLogger<Migrator>.Instance))
        {
            Assert.True(copy.IsResumed);
            var anew = await copy.CheckAsync(Unwatched, CancellationToken.None);
            Assert.Equal(["customers", "leads", "role_permissions"], anew.Intersect(["customers", "leads", "role_permissions", "tenants", "users"]));
            await copy.CopyAsync(Unwatched, CancellationToken.None);
            Assert.Empty(await copy.CompareAsync(Unwatched, CancellationToken.None));
            copy.Finish();
        }

        await away.CarrySecretOfAsync(home);
        await away.SucceedAsync("verify");
    }

    [Fact]
    public async Task Triggers_rest_during_the_copy_and_are_all_there_afterwards()
    {
        using var home = Place.OnSqlite();
        using var away = Place.OnSqlite();
        await home.SucceedAsync("tenant", "add", "First");
        await away.SucceedAsync("migrate");
        var before = away.Execute(Triggers);

        await away.CopyFromAsync(home);

        Assert.Equal(before, away.Execute(Triggers));
        Assert.Equal(home.Execute("SELECT group_concat(id) FROM audit_events"), away.Execute("SELECT group_concat(id) FROM audit_events"));
        Assert.Equal(0L, away.Execute("SELECT count(*) FROM sqlite_master WHERE name = 'unfinished_copy'"));
    }

    [Fact]
    public async Task What_is_not_as_it_must_be_is_refused_in_a_line()
    {
        using var home = Place.OnSqlite();
        using var away = Place.OnSqlite();
        await home.SucceedAsync("tenant", "add", "First");
        await away.SucceedAsync("tenant", "add", "Second");

        await RefusedAsync("The target holds an installation of its own; name a database that is empty.", home.Connection, away.Connection);
        await RefusedAsync("The source and the target are the same database.", home.Connection, home.Connection);
        await RefusedAsync("The database setting is no connection string", home.Connection, "nonsense");
        await RefusedAsync($"There is no database {home.File}.gone.", $"{home.Connection}.gone", away.Connection);
        home.Execute("DELETE FROM tenant_migrations WHERE rowid = (SELECT max(rowid) FROM tenant_migrations)");
        await RefusedAsync("The source is not at this version; run leadline migrate on it first.", home.Connection, $"{away.Connection}.new");
        home.Execute("CREATE TABLE unfinished_copy (kind, name, content, copied)");
        await RefusedAsync("The database holds an installation that is not copied to its end", home.Connection, $"{away.Connection}.new");
        Assert.False(File.Exists($"{away.File}.new"));

        async Task RefusedAsync(string problem, string from, string to)
        {
            var run = await LeadlineProgram.RunAsync(home.Folder, "copy", "--from", from, "--to", to);
            Assert.Equal((1, ""), (run.ExitCode, run.Output));
            Assert.StartsWith($"leadline: {problem}", run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
