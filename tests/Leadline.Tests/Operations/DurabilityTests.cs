using System.Globalization;

namespace Leadline.Tests.Operations;

/// <summary>Kills the program at random moments: what it acknowledged is still there, and the next start works.</summary>
[Trait("Engine", "SQLite")]
public sealed class DurabilityTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1";

    [Fact]
    public async Task A_first_start_that_is_killed_leaves_a_folder_that_the_next_start_completes()
    {
        for (var kill = 0; kill < (IsLong ? 40 : 3); kill++)
        {
            using var folder = new TemporaryFolder();
            await using (var program = LeadlineProgram.Start(folder.Path, "tenant", "add", "Killed"))
            {
                await Task.Delay(Random.Shared.Next(100, 1000), TestContext.Current.CancellationToken);
                await program.KillAsync();
            }

            await LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", "Next");
            await LeadlineProgram.SucceedAsync(folder.Path, "verify");
        }
    }

    [Fact]
    public async Task A_seed_that_is_killed_leaves_the_batches_that_were_seen()
    {
        using var folder = new TemporaryFolder();
        var tenant = (await LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", "Killed", "--country", "TR")).Output;
        for (var kill = 0; kill < (IsLong ? 30 : 2); kill++)
        {
            var before = CountLeads(folder);
            long seen;
            await using (var program = LeadlineProgram.Start(folder.Path, "seed", "--tenant", tenant, "--leads", "1000000"))
            {
                await AtLeastAsync(folder, before + 1);
                await Task.Delay(Random.Shared.Next(300), TestContext.Current.CancellationToken);
                seen = CountLeads(folder);
                await program.KillAsync();
            }

            await LeadlineProgram.SucceedAsync(folder.Path, "verify");
            Assert.True(CountLeads(folder) >= seen, $"{seen} leads were seen, {CountLeads(folder)} are left.");
        }
    }

    [Fact]
    public async Task Tenants_whose_ids_were_printed_survive_the_kill_of_the_next_write()
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new List<string>();
        for (var kill = 0; kill < (IsLong ? 30 : 3); kill++)
        {
            acknowledged.Add((await LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", $"Acknowledged {kill}")).Output);
            await using (var program = LeadlineProgram.Start(folder.Path, "user", "add", $"ada{kill}@example.com", "--tenant", acknowledged[^1], "--role", "owner"))
            {
                await Task.Delay(Random.Shared.Next(200, 1000), TestContext.Current.CancellationToken);
                await program.KillAsync();
            }

            await LeadlineProgram.SucceedAsync(folder.Path, "verify");
            Assert.Equal(string.Join(',', acknowledged), folder.Execute("SELECT group_concat(id) FROM (SELECT id FROM tenants ORDER BY id)"));
            Assert.Equal(0L, folder.Execute("SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM memberships)"));
        }
    }

    [Fact]
    public async Task Several_first_starts_at_once_make_one_installation()
    {
        using var folder = new TemporaryFolder();

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", $"Tenant {i}")));

        Assert.Equal(["1", "2", "3"], runs.Select(run => run.Output).Order());
        Assert.Equal(2L, folder.Execute("SELECT count(*) FROM installation_keys"));
        await LeadlineProgram.SucceedAsync(folder.Path, "verify");
    }

    [Fact]
    public async Task A_server_that_is_killed_serves_the_same_list_with_the_same_token_after_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var tenant = (await LeadlineProgram.SucceedAsync(folder.Path, "tenant", "add", "Killed", "--country", "TR")).Output;
        var token = (await LeadlineProgram.SucceedAsync(folder.Path, "token", "--tenant", tenant)).Output;
        await using var first = await LeadlineProgram.ServeAsync(folder.Path);
        await LeadlineProgram.SucceedAsync(folder.Path, "seed", "--tenant", tenant, "--leads", "50");
        var before = await ListAsync(first, tenant, token);

        await first.KillAsync();
        await using var second = await LeadlineProgram.ServeAsync(folder.Path);

        Assert.NotEmpty(before);
        Assert.Equal(before, await ListAsync(second, tenant, token));
    }

    private static async Task<long[]> ListAsync(LeadlineProgram server, string tenant, string token)
    {
        using var client = await server.ClientAsync(tenant, token);
        return (await client.GetJsonAsync("/api/v1/leads?per_page=100")).Ids();
    }

    private static async Task AtLeastAsync(TemporaryFolder folder, long leads)
    {
        for (var wait = 0; CountLeads(folder) < leads; wait++)
        {
            Assert.True(wait < 600, $"{leads} leads never came.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static long CountLeads(TemporaryFolder folder) =>
        Convert.ToInt64(folder.Execute("SELECT count(*) FROM leads"), CultureInfo.InvariantCulture);
}
