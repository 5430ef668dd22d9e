using System.Net;
using System.Net.Http.Headers;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Operations.Faults;

/// <summary>
/// What breaks while people work: nothing acknowledged is lost, no total is wrong, nothing is half done, refusals say when to come again, and the server
/// goes on by itself.
/// </summary>
[Trait("Engine", "PostgreSQL")]
public sealed class FaultTests
{
    private static readonly int Times = Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1" ? 20 : 3;

    [Fact]
    public async Task The_process_is_killed()
    {
        await using var postgres = await PostgresServer.MakeAsync();
        using var folder = new TemporaryFolder();
        (string, string)[] settings = [("DATABASE", postgres.Connection("leadline")), ("RATELIMIT__PERMITSPERMINUTE", "0")];
        string[] database = ["--database", postgres.Connection("leadline")];
        var tenant = (await LeadlineProgram.SucceedAsync(folder.Path, ["tenant", "add", "Broken", .. database])).Output;
        var token = (await LeadlineProgram.SucceedAsync(folder.Path, ["token", "--tenant", tenant, .. database])).Output;
        var server = await LeadlineProgram.ServeAsync(folder.Path, 0, settings);
        try
        {
            using var client = await server.ClientAsync(tenant, token);
            await using var traffic = new Traffic(client, mayBeCut: true);
            for (var kill = 0; kill < Times; kill++)
            {
                await traffic.ChangedAsync();
                await server.KillAsync();
                await server.DisposeAsync();
                await traffic.RefusedAsync();
                server = await LeadlineProgram.ServeAsync(folder.Path, client.BaseAddress!.Port, settings);
            }

            await traffic.RecoveredAsync();
            await traffic.ChangedAsync();
            await traffic.EndAsync();
        }
        finally
        {
            await server.DisposeAsync();
        }

        await LeadlineProgram.SucceedAsync(folder.Path, ["verify", .. database]);
    }

    [Fact]
    public async Task The_database_is_killed()
    {
        await using var postgres = await PostgresServer.MakeAsync();
        await BreakAsync(postgres, async traffic =>
        {
            for (var kill = 0; kill < Times; kill++)
            {
                await traffic.ChangedAsync();
                await postgres.KillAsync();
                await traffic.RefusedAsync();
                await postgres.StartAsync();
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_database_is_restarted(bool isAtOnce)
    {
        await using var postgres = await PostgresServer.MakeAsync();
        await BreakAsync(postgres, async traffic =>
        {
            for (var restart = 0; restart < Times; restart++)
            {
                await traffic.ChangedAsync();
                await postgres.StopAsync(isAtOnce);
                await postgres.StartAsync();
            }
        });
    }

    [Fact]
    public async Task Connections_are_cut_within_transactions()
    {
        const string Cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'leadline' AND state IN ('active', 'idle in transaction') AND random() < 0.5";
        await using var postgres = await PostgresServer.MakeAsync();
        await BreakAsync(postgres, async traffic =>
        {
            var cut = 0L;
            for (var round = 0; round < 30 * Times; round++)
            {
                cut += (long)(await postgres.ExecuteAsync("postgres", Cut))!;
                await Task.Delay(20);
            }

            Assert.True(cut > 30, $"Only {cut} connections were cut.");
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_disk_of_the_database_is_full(bool isLogElsewhere)
    {
        await using var postgres = await PostgresServer.MakeAsync(diskMegabytes: 160, isLogElsewhere);
        await BreakAsync(postgres, async traffic =>
        {
            for (var time = 0; time < Times; time++)
            {
                await traffic.ChangedAsync();
                var ballast = Path.Combine(postgres.Disk, "ballast");
                Fill(ballast);
                await traffic.RefusedAsync();
                await Task.Delay(500);
                File.Delete(ballast);
                await postgres.SeeToItAsync();
                await traffic.RecoveredAsync();
            }
        });
    }

    [Fact]
    public async Task The_clock_is_wrong_by_an_hour()
    {
        var clock = new SkewedClock();
        await using var postgres = await PostgresServer.MakeAsync();
        await using var host = await LeadlineHost.StartAsync(clock, (nameof(LeadlineOptions.Database), postgres.Connection("leadline")));
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All), lifetime: TimeSpan.FromHours(6));
        other.LoadLeads([.. Enumerable.Range(0, 1000).Select(number => new Lead { LastName = $"Lead {number}" })]);
        var clients = new List<HttpClient>();
        await using var traffic = new Traffic(client);
        foreach (var hours in new[] { 0, 1, 0, -1, 0 })
        {
            clock.Skew = TimeSpan.FromHours(hours);
            clients.Add(await other.ClientAsync(string.Join(' ', Scopes.All), lifetime: TimeSpan.FromHours(6)));
            await traffic.ChangedAsync(200);
            var job = await clients[^1].CallAsync(
                HttpMethod.Post, "/api/v1/leads/bulk", HttpStatusCode.Accepted, new { action = "update", filter = new { }, set = new { description = $"{clients.Count}" } });
            Assert.Equal("finished", (string?)(await clients[^1].EndOfJobAsync((long)job["data"]!["job_id"]!))["state"]);
            await Task.Delay(1200, TestContext.Current.CancellationToken); // no verdict on a token is kept for longer
            foreach (var each in clients)
            {
                await each.CreateLeadAsync();
            }
        }

        clients.ForEach(each => each.Dispose());
        await traffic.EndAsync();
        Assert.Equal(0, traffic.Refused);
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Processes_count_calls_together_again_and_jobs_go_on_after_the_database_was_killed()
    {
        await using var postgres = await PostgresServer.MakeAsync();
        (string, string?)[] settings = [(nameof(LeadlineOptions.Database), postgres.Connection("leadline")), ("RateLimit:PermitsPerMinute", "20")];
        await using var one = await LeadlineHost.StartAsync(settings);
        await using var two = await LeadlineHost.StartAsync([.. settings, (nameof(LeadlineOptions.Data), one.Folder)]);
        var (busy, counted) = (await one.NewTenantAsync(), await one.NewTenantAsync());
        await one.Services.GetRequiredService<SetTier>().HandleAsync(busy.Id, "unlimited", CancellationToken.None);
        await Task.Delay(3000, TestContext.Current.CancellationToken); // both know it then
        using var worker = await busy.ClientAsync(string.Join(' ', Scopes.All));
        busy.LoadLeads([.. Enumerable.Range(0, 5000).Select(number => new Lead { LastName = $"Lead {number}" })]);
        await CountAsync(); // which opens what is kept open
        var job = await worker.CallAsync(
            HttpMethod.Post, "/api/v1/leads/bulk", HttpStatusCode.Accepted, new { action = "update", filter = new { }, set = new { description = "Called" } });

        for (var kill = 0; kill < 8; kill++)
        {
            await postgres.KillAsync();
            await postgres.StartAsync();
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }

        Assert.Equal("finished", (string?)(await worker.EndOfJobAsync((long)job["data"]!["job_id"]!))["state"]);
        Assert.Equal(5000L, await postgres.ExecuteAsync("leadline", "SELECT count(*) FROM leads WHERE description = 'Called'"));
        Assert.Equal(5000L, await postgres.ExecuteAsync("leadline", "SELECT count(*) FROM journal WHERE entity = 'lead' AND operation = 'updated'"));
        Assert.Equal(20, await CountAsync());

        // How many of 40 calls get through, half of them to each process.
        async Task<int> CountAsync()
        {
            while (DateTime.UtcNow.Second > 50)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken); // so that all fall into one minute
            }

            var token = await counted.TokenAsync();
            var through = 0;
            foreach (var host in Enumerable.Repeat(new[] { one, two }, 20).SelectMany(both => both))
            {
                using var client = host.NewClient();
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
                client.DefaultRequestHeaders.Add("X-Tenant", counted.Id.ToString());
                using var reply = await client.GetAsync("/api/v1/leads", TestContext.Current.CancellationToken);
                through += reply.StatusCode == HttpStatusCode.OK ? 1 : 0;
            }

            return through;
        }
    }

    private static void Fill(string ballast)
    {
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var bytes = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(bytes);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task BreakAsync(PostgresServer postgres, Func<Traffic, Task> fault)
    {
        await using var host = await LeadlineHost.StartAsync((nameof(LeadlineOptions.Database), postgres.Connection("leadline")));
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        await using var traffic = new Traffic(client);
        await traffic.ChangedAsync();

        await fault(traffic);
        await traffic.RecoveredAsync();
        await traffic.ChangedAsync();
        await traffic.EndAsync();

        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
        Assert.True(traffic.Refused > 0, "Nothing broke.");
    }
}
