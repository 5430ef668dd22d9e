using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

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
