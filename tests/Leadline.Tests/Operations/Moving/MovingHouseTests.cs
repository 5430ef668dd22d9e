namespace Leadline.Tests.Operations.Moving;

/// <summary>An installation moves to the other engine and back, and nobody notices.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class MovingHouseTests
{
    private const int Leads = 12_000;
    private const int AmidJournal = Leads / 4;
    private const int AmidLeads = Leads * 3 / 2;

    [Fact]
    public async Task An_installation_moves_to_postgres_and_back_and_tells_the_same()
    {
        using var home = Place.OnSqlite();
        using var away = Place.OnPostgres();
        using var back = Place.OnSqlite();
        var lived = await LivedIn.AtAsync(home);
        List<string> before, written;
        await using (var host = await home.HostAsync())
        {
            before = await lived.TellAsync(host);
        }

        Assert.Matches("^Copied [1-9][0-9]* rows; both sides are equal", (await away.CopyFromAsync(home)).Output);
        await using (var host = await away.HostAsync())
        {
            Assert.Equal(before, await lived.TellAsync(host));
            await lived.AssertSignsInAsync(host);
            await lived.AssertFeedGoesOnAsync(host);
            written = await lived.TellAsync(host);
        }

        Assert.NotEqual(before, written);
        await away.SucceedAsync("verify");

        await back.CopyFromAsync(away);
        await using (var host = await back.HostAsync())
        {
            Assert.Equal(written, await lived.TellAsync(host));
            await lived.AssertSignsInAsync(host);
            await lived.AssertFeedGoesOnAsync(host);
        }

        await back.SucceedAsync("verify");
        Assert.Equal(Triggers(home), Triggers(back));
    }

    [Fact]
    public async Task An_installation_moves_from_one_postgres_to_another()
    {
        using var home = Place.OnPostgres();
        using var away = Place.OnPostgres();
        var lived = await LivedIn.AtAsync(home);

        await away.CopyFromAsync(home);

        await using var before = await home.HostAsync();
        await using var after = await away.HostAsync();
        Assert.Equal(await lived.TellAsync(before), await lived.TellAsync(after));
        await lived.AssertFeedGoesOnAsync(after);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_killed_copy_goes_on_and_until_then_the_target_is_refused(bool isToPostgres)
    {
        using var home = isToPostgres ? Place.OnSqlite() : Place.OnPostgres();
        using var away = isToPostgres ? Place.OnPostgres() : Place.OnSqlite();
        await home.SeedAsync(Leads);
        await KillAmidAsync(home, away, AmidJournal);

        var refused = await away.RunAsync("serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("leadline: The database holds an installation that is not copied to its end", refused.Error, StringComparison.Ordinal);
        using var other = Place.OnSqlite();
        await other.SucceedAsync("migrate");
        var foreign = await LeadlineProgram.RunAsync(away.Folder, "copy", "--from", other.Connection, "--to", away.Connection);
        Assert.Contains("The target holds an unfinished copy of ", foreign.Error, StringComparison.Ordinal);

        await KillAmidAsync(home, away, AmidLeads);
        var run = await away.CopyFromAsync(home);

        Assert.Contains("Checking rows copied before: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("copied anew", run.Error, StringComparison.Ordinal);
        await AssertLivesAsync(away);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_changed_between_two_runs_is_copied_anew(bool isToPostgres)
    {
        using var home = isToPostgres ? Place.OnSqlite() : Place.OnPostgres();
        using var away = isToPostgres ? Place.OnPostgres() : Place.OnSqlite();
        var (tenant, _) = await home.SeedAsync(Leads);
        await KillAmidAsync(home, away, AmidLeads);
        home.Execute("UPDATE users SET security_stamp = 'changed' WHERE id = 1");
        await home.SucceedAsync("seed", "--tenant", tenant, "--leads", "30");

        var run = await away.CopyFromAsync(home);

        Assert.Matches("Changed since, and copied anew: .*leads.*memberships.*users", run.Error);
        Assert.DoesNotContain("tenants", run.Error, StringComparison.Ordinal);
        await AssertLivesAsync(away);
        Assert.Equal("changed", away.Execute("SELECT security_stamp FROM users WHERE id = 1"));
    }

    [Fact]
    public async Task A_text_that_postgres_cannot_store_is_named()
    {
        using var home = Place.OnSqlite();
        using var away = Place.OnPostgres();
        var tenant = (await home.SucceedAsync("tenant", "add", "First")).Output;
        var user = (await home.SucceedAsync("user", "add", "ada@example.com", "--tenant", tenant, "--role", "agent")).Output;
        home.Execute("UPDATE users SET name = 'A' || char(0) || 'a'");

        var run = await LeadlineProgram.RunAsync(home.Folder, "copy", "--from", home.Connection, "--to", away.Connection);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"which stands in the column name of users, in the row id {user}; change it in the source.", run.Error, StringComparison.Ordinal);
    }

    private static async Task KillAmidAsync(Place home, Place away, int rows)
    {
        await using var copy = LeadlineProgram.Start(away.Folder, "copy", "--from", home.Connection, "--to", away.Connection);
        for (var wait = 0; Copied(away) < rows; wait++)
        {
            Assert.True(wait < 3000, "The copy never came so far.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await copy.KillAsync();
        Assert.True(Copied(away) >= rows, "The copy came to its end.");
    }

    private static long Copied(Place place)
    {
        try
        {
            return place.Execute("SELECT CAST(sum(copied) AS bigint) FROM unfinished_copy") is long rows ? rows : 0;
        }
        catch (System.Data.Common.DbException)
        {
            return 0; // it has not begun
        }
    }

    private static async Task AssertLivesAsync(Place place)
    {
        await place.SucceedAsync("verify");
        await using var host = await place.HostAsync();
        var tenant = new TestTenant(host, new Leadline.Platform.Database.TenantId(1), "TR");
        using var client = await tenant.ClientAsync("leads:read leads:write");
        var total = (await client.GetJsonAsync("/api/v1/leads")).Total();
        var lead = await client.CreateLeadAsync();
        Assert.Equal(total + 1, (await client.GetJsonAsync("/api/v1/leads")).Total());
        Assert.Single((await client.GetJsonAsync($"/api/v1/leads/{lead}/timeline"))["data"]!.AsArray());
    }

    private static object? Triggers(Place place) => place.Execute("SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name)");
}
