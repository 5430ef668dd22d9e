using System.Net;
using System.Text.RegularExpressions;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Operations;

[Trait("Engine", "SQLite")]
public sealed class CommandLineTests(OperatedInstallation installation) : IClassFixture<OperatedInstallation>
{
    [Fact]
    public async Task Migrate_says_that_the_database_is_up_to_date_however_often_it_runs()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("The database is up to date.", (await LeadlineProgram.SucceedAsync(folder.Path, "migrate")).Output);
        var second = await LeadlineProgram.SucceedAsync(folder.Path, "migrate");

        Assert.Equal("The database is up to date.", second.Output);
        Assert.Equal("", second.Error);
    }

    [Fact]
    public async Task Tenant_add_prints_the_tenants_id_alone()
    {
        var added = await installation.SucceedAsync("tenant", "add", "Acme", "--country", "de");

        Assert.Matches("^[1-9][0-9]*$", added.Output);
        Assert.Equal("", added.Error);
    }

    [Fact]
    public async Task User_add_prints_the_users_id_alone_and_the_same_for_the_same_person()
    {
        var agent = await installation.SucceedAsync("user", "add", "ada@example.com", "--tenant", installation.Tenant, "--role", "agent", "--name", "Ada");
        var owner = await installation.SucceedAsync("user", "add", "ada@example.com", "--tenant", installation.Tenant, "--role", "owner");

        Assert.Matches("^[1-9][0-9]*$", agent.Output);
        Assert.Equal(agent.Output, owner.Output);
    }

    [Fact]
    public async Task User_add_reads_the_password_from_standard_input()
    {
        const string Password = "Correct-horse-7-battery";

        var added = await LeadlineProgram.RunWithInputAsync(
            installation.Folder, $"{Password}\n", "user", "add", "grace@example.com", "--tenant", installation.Tenant, "--role", "viewer", "--password-stdin");

        Assert.Equal(0, added.ExitCode);
        Assert.DoesNotContain(Password, added.Output + added.Error, StringComparison.Ordinal);
        await using var host = await LeadlineHost.StartAsync(("Data", installation.Folder));
        await using var scope = host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var grace = await users.FindByEmailAsync("grace@example.com");
        Assert.Equal(added.Output, grace!.Id.ToString(null, null));
        Assert.True(await users.CheckPasswordAsync(grace, Password));
    }

    [Fact]
    public async Task Token_prints_a_token_alone_that_the_server_accepts()
    {
        var token = await installation.SucceedAsync("token", "--tenant", installation.Tenant, "--scope", "leads:read", "--lifetime", "15m");

        Assert.Matches(@"^[\w-]+\.[\w-]+\.[\w-]+$", token.Output);
        Assert.Equal("", token.Error);
        await using var server = await installation.ServeAsync();
        using var client = await server.ClientAsync(installation.Tenant, token.Output);
        Assert.Equal(0, (await client.GetJsonAsync("/api/v1/leads?search=nobody-has-this-name")).Total());
    }

    [Fact]
    public async Task App_add_prints_a_client_id_and_a_secret_that_get_a_token()
    {
        var app = await installation.SucceedAsync("app", "add", "CRM", "--tenant", installation.Tenant, "--scope", "leads:read");

        var printed = Regex.Match(app.Output, @"^client_id=(?<id>app_[\w-]+)\nclient_secret=(?<secret>[\w-]{43})$");
        Assert.True(printed.Success, app.Output);
        await using var server = await installation.ServeAsync();
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = printed.Groups["id"].Value,
            ["client_secret"] = printed.Groups["secret"].Value,
            ["scope"] = "leads:read",
        });
        using var reply = await client.PostAsync("/oauth/token", form, TestContext.Current.CancellationToken);
        Assert.NotNull((await reply.JsonAsync(HttpStatusCode.OK))["access_token"]);
    }

    [Fact]
    public async Task Verify_says_that_a_seeded_database_is_clean()
    {
        var tenant = (await installation.SucceedAsync("tenant", "add", "Verified")).Output;
        await installation.SucceedAsync("seed", "--tenant", tenant, "--leads", "100");

        Assert.StartsWith("Clean:", (await installation.SucceedAsync("verify")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_fails_and_tells_each_fault()
    {
        using var folder = new TemporaryFolder();
        await LeadlineProgram.SucceedAsync(folder.Path, "migrate");
        folder.Execute("INSERT INTO lead_counts VALUES (1, 0, 0, 0, 0, 0, 5)");

        var run = await LeadlineProgram.RunAsync(folder.Path, "verify");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["The counts of tenant 1 differ from its leads: a cell of 5 kept has no equal.", "leadline: 1 fault was found."], Lines(run.Error));
    }

    [Fact]
    public async Task A_seed_is_seen_within_a_second_by_the_server_that_runs()
    {
        var tenant = (await installation.SucceedAsync("tenant", "add", "Seeded", "--country", "TR")).Output;
        var token = (await installation.SucceedAsync("token", "--tenant", tenant)).Output;
        await using var server = await installation.ServeAsync();
        using var client = await server.ClientAsync(tenant, token);
        Assert.Equal(0, (await client.GetJsonAsync("/api/v1/leads")).Total());

        var seeded = await installation.SucceedAsync("seed", "--tenant", tenant, "--leads", "40");
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

        Assert.Equal("", seeded.Output);
        Assert.Equal("Seeding leads: 40 done.", seeded.Error.TrimEnd());
        var total = (await client.GetJsonAsync("/api/v1/leads")).Total() + (await client.GetJsonAsync("/api/v1/leads?trashed=1")).Total();
        Assert.Equal(40, total);
    }

    [Theory]
    [InlineData("There is no tenant 404.", "token", "--tenant", "404")]
    [InlineData("There is no tenant 404.", "seed", "--tenant", "404", "--leads", "1")]
    [InlineData("There is no tenant 404.", "app", "add", "CRM", "--tenant", "404")]
    [InlineData("There is no tenant 404.", "user", "add", "a@example.com", "--tenant", "404", "--role", "agent")]
    [InlineData("The scope leads:all is not known; there are leads:read", "token", "--tenant", "1", "--scope", "leads:all")]
    [InlineData("scopes names leads:all, which is no scope; there are leads:read", "app", "add", "CRM", "--tenant", "1", "--scope", "leads:read leads:all")]
    [InlineData("The lifetime soon is not a number of seconds, minutes, hours or days", "token", "--tenant", "1", "--lifetime", "soon")]
    [InlineData("The lifetime 0s is not a number of seconds, minutes, hours or days", "token", "--tenant", "1", "--lifetime", "0s")]
    [InlineData("The lifetime 2147483647h is not a number of seconds, minutes, hours or days", "token", "--tenant", "1", "--lifetime", "2147483647h")]
    [InlineData("nobody@example.com is not a member of tenant 1.", "token", "--tenant", "1", "--user", "nobody@example.com")]
    [InlineData("The role must be one of owner, manager, agent, viewer.", "user", "add", "a@example.com", "--tenant", "1", "--role", "boss")]
    [InlineData("Email 'nobody' is invalid.", "user", "add", "nobody", "--tenant", "1", "--role", "agent")]
    [InlineData("XX is not an ISO 3166-1 alpha-2 country code.", "tenant", "add", "Acme", "--country", "XX")]
    [InlineData("The name of a tenant must be 1 to 255 characters long.", "tenant", "add", " ")]
    [InlineData("The number of leads must not be negative.", "seed", "--tenant", "1", "--leads", "-1")]
    [InlineData("soon is not a day", "seed", "--tenant", "1", "--leads", "1", "--until", "soon")]
    [InlineData("Cannot parse argument 'one' for option '--tenant'", "token", "--tenant", "one")]
    [InlineData("Option '--tenant' is required.", "token")]
    [InlineData("--fly is not known.", "seed", "--tenant", "1", "--leads", "1", "--fly")]
    [InlineData("fly is not known.", "fly")]
    [InlineData("Invalid url: 'nowhere'", "serve", "--urls", "nowhere")]
    [InlineData("The database setting is no connection string", "migrate", "--database", "nonsense")]
    public async Task Wrong_input_ends_with_one_line_that_says_what_is_wrong(string problem, params string[] arguments) =>
        AssertRefused(problem, await LeadlineProgram.RunAsync(installation.Folder, arguments));

    [Fact]
    public async Task A_weak_password_is_refused()
    {
        var run = await LeadlineProgram.RunWithInputAsync(
            installation.Folder, "a\n", "user", "add", "weak@example.com", "--tenant", installation.Tenant, "--role", "agent", "--password-stdin");

        AssertRefused("Passwords must be at least", run);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "no folder", TestContext.Current.CancellationToken);

        AssertRefused("The database cannot be opened: ", await LeadlineProgram.RunAsync(Path.Combine(file, "data"), "migrate"));
    }

    [Theory]
    [InlineData("migrate", "29990101000000_RemoveWhatIsInUse")]
    [InlineData("serve", "29990101000000_RemoveWhatIsInUse")]
    [InlineData("migrate", "20261101000000_OfAnotherBranch")]
    public async Task A_database_that_lacks_what_this_version_needs_is_refused(string command, string migration)
    {
        using var folder = new TemporaryFolder();
        await LeadlineProgram.SucceedAsync(folder.Path, "migrate");
        folder.Execute($"INSERT INTO tenant_migrations VALUES ('{migration}', '99.0.0')");

        AssertRefused($"The database holds the migration {migration}, which this version does not know", await LeadlineProgram.RunAsync(folder.Path, command));
    }

    [Fact]
    public async Task A_database_of_another_branch_is_refused()
    {
        using var folder = new TemporaryFolder();
        await LeadlineProgram.SucceedAsync(folder.Path, "migrate");
        folder.Execute("DELETE FROM tenant_migrations WHERE \"MigrationId\" = (SELECT max(\"MigrationId\") FROM tenant_migrations)");
        folder.Execute("INSERT INTO tenant_migrations VALUES ('29990101000000_AddSomething', '99.0.0')");

        AssertRefused("The database holds the migration 29990101000000_AddSomething, which this version does not know", await LeadlineProgram.RunAsync(folder.Path, "migrate"));
    }

    [Fact]
    public async Task A_database_to_which_a_newer_version_has_added_is_served_as_it_is_but_not_copied()
    {
        using var folder = new TemporaryFolder();
        await LeadlineProgram.SucceedAsync(folder.Path, "migrate");
        folder.Execute("INSERT INTO platform_migrations VALUES ('29990101000000_AddSomething', '99.0.0')");
        folder.Execute("CREATE TABLE things (id INTEGER PRIMARY KEY)");
        foreach (var trigger in new[] { "journal_of_things_created", "audit_of_things_made" })
        {
            folder.Execute($"CREATE TRIGGER {trigger} AFTER INSERT ON things BEGIN SELECT 1; END");
        }

        await using (var server = await LeadlineProgram.ServeAsync(folder.Path))
        {
            server.Terminate();
            Assert.Contains("29990101000000_AddSomething", (await server.EndAsync()).Error, StringComparison.Ordinal);
        }

        Assert.Equal(2L, folder.Execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'things'"));

        AssertRefused(
            "The database holds the migration 29990101000000_AddSomething, which this version does not know",
            await LeadlineProgram.RunAsync(folder.Path, "copy", "--from", $"Data Source={Path.Combine(folder.Path, "leadline.db")}", "--to", $"Data Source={Path.Combine(folder.Path, "copy.db")}"));
    }

    [Theory]
    [InlineData("serve", "--urls", "http://127.0.0.1:0")]
    [InlineData("migrate")]
    public async Task Keys_under_another_secret_are_refused_at_the_start(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await LeadlineProgram.SucceedAsync(folder.Path, "migrate");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "secret"), "another", TestContext.Current.CancellationToken);

        AssertRefused("The keys in the database were sealed under another secret", await LeadlineProgram.RunAsync(folder.Path, arguments));
    }

    [Fact]
    public async Task A_port_in_use_is_refused()
    {
        await using var server = await installation.ServeAsync();
        var address = await server.AddressAsync();

        AssertRefused("address already in use", await LeadlineProgram.RunAsync(installation.Folder, "serve", "--urls", address.ToString()));
    }

    private static void AssertRefused(string problem, CommandLineRun run)
    {
        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("", run.Output);
        var line = Assert.Single(Lines(run.Error));
        Assert.StartsWith("leadline: ", line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
