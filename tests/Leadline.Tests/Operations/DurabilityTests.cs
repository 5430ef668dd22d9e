using System.Globalization;
using Leadline.Tests.Operations.Moving;

namespace Leadline.Tests.Operations;

/// <summary>Kills the program at random moments: what it acknowledged is still there, and the next start works.</summary>
public sealed class DurabilityTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1";

    [Fact]
    public async Task A_first_start_that_is_killed_leaves_a_folder_that_the_next_start_completes()
    {
        for (var kill = 0; kill < (IsLong ? 40 : 3); kill++)
        {
            using var place = Place.OfThisRun();
            await using (var program = place.Start("tenant", "add", "Killed"))
            {
                await Task.Delay(Random.Shared.Next(100, 1000), TestContext.Current.CancellationToken);
                await program.KillAsync();
            }

            await place.SucceedAsync("tenant", "add", "Next");
            await place.SucceedAsync("verify");
        }
    }

    [Fact]
    [Trait("Engine", "SQLite")]
    public async Task A_seed_that_is_killed_leaves_the_batches_that_were_seen()
    {
        using var place = Place.OfThisRun();
        var tenant = (await place.SucceedAsync("tenant", "add", "Killed", "--country", "TR")).Output;
        for (var kill = 0; kill < (IsLong ? 30 : 2); kill++)
        {
            var before = CountLeads(place);
            long seen;
            await using (var program = place.Start("seed", "--tenant", tenant, "--leads", "1000000"))
            {
                await AtLeastAsync(place, before + 1);
                await Task.Delay(Random.Shared.Next(300), TestContext.Current.CancellationToken);
                seen = CountLeads(place);
                await program.KillAsync();
            }

            await place.SucceedAsync("verify");
            Assert.True(CountLeads(place) >= seen, $"{seen} leads were seen, {CountLeads(place)} are left.");
        }
    }

    [Fact]
    public async Task Tenants_whose_ids_were_printed_survive_the_kill_of_the_next_write()
    {
        using var place = Place.OfThisRun();
        var acknowledged = new List<string>();
        for (var kill = 0; kill < (IsLong ? 30 : 3); kill++)
        {
            acknowledged.Add((await place.SucceedAsync("tenant", "add", $"Acknowledged {kill}")).Output);
            await using (var program = place.Start("user", "add", $"ada{kill}@example.com", "--tenant", acknowledged[^1], "--role", "owner"))
            {
                await Task.Delay(Random.Shared.Next(200, 1000), TestContext.Current.CancellationToken);
                await program.KillAsync();
            }

            await place.SucceedAsync("verify");
            Assert.Equal((long)acknowledged.Count, place.Execute($"SELECT count(*) FROM tenants WHERE id IN ({string.Join(", ", acknowledged)})"));
            Assert.Equal((long)acknowledged.Count, place.Execute("SELECT count(*) FROM tenants"));
            Assert.Equal(0L, place.Execute("SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM memberships)"));
        }
    }

    [Fact]
    public async Task Several_first_starts_at_once_make_one_installation()
    {
        using var place = Place.OfThisRun();

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => place.SucceedAsync("tenant", "add", $"Tenant {i}")));

        Assert.Equal(["1", "2", "3"], runs.Select(run => run.Output).Order());
        Assert.Equal(2L, place.Execute("SELECT count(*) FROM installation_keys"));
        await place.SucceedAsync("verify");
    }

    [Fact]
    public async Task A_server_that_is_killed_serves_the_same_list_with_the_same_token_after_the_next_start()
    {
        using var place = Place.OfThisRun();
        var tenant = (await place.SucceedAsync("tenant", "add", "Killed", "--country", "TR")).Output;
        var token = (await place.SucceedAsync("token", "--tenant", tenant)).Output;
        await using var first = await place.ServeAsync();
        await place.SucceedAsync("seed", "--tenant", tenant, "--leads", "50");
        var before = await ListAsync(first, tenant, token);

        await first.KillAsync();
        await using var second = await place.ServeAsync();

        Assert.NotEmpty(before);
        Assert.Equal(before, await ListAsync(second, tenant, token));
    }

    private static async Task<long[]> ListAsync(LeadlineProgram server, string tenant, string token)
    {
        using var client = await server.ClientAsync(tenant, token);
        return (await client.GetJsonAsync("/api/v1/leads?per_page=100")).Ids();
    }

    private static async Task AtLeastAsync(Place place, long leads)
    {
        for (var wait = 0; CountLeads(place) < leads; wait++)
        {
            Assert.True(wait < 600, $"{leads} leads never came.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static long CountLeads(Place place) =>
        Convert.ToInt64(place.Execute("SELECT count(*) FROM leads"), CultureInfo.InvariantCulture);
}
