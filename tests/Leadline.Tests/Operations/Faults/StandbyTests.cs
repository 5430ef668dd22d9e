using System.Diagnostics;
using Leadline.Leads;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Operations.Faults;

/// <summary>Two servers of PostgreSQL, one of which follows the other.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class StandbyTests
{
    [Fact]
    public async Task Lists_come_from_the_standby_and_none_lacks_what_any_process_was_told_before()
    {
        await using var primary = await PostgresServer.MakeAsync();
        await using var standby = await primary.FollowAsync();
        await using var one = await LeadlineHost.StartAsync(Both(standby, primary));
        await using var two = await LeadlineHost.StartAsync(Both(primary, standby), (nameof(LeadlineOptions.Data), one.Folder));
        var tenant = await one.NewTenantAsync();
        using var writer = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        using var reader = two.NewClient();
        reader.DefaultRequestHeaders.Authorization = writer.DefaultRequestHeaders.Authorization;
        reader.DefaultRequestHeaders.Add("X-Tenant", $"{tenant.Id}");
        for (var written = 1; written <= 100; written++)
        {
            await writer.CreateLeadAsync(new { last_name = $"Lead {written}" });
            foreach (var client in new[] { reader, writer })
            {
                Assert.Equal(written, (await client.GetJsonAsync("/api/v1/leads")).Total());
                Assert.Single((await client.GetJsonAsync($"/api/v1/leads?search=Lead {written}&sort_by=created_at&sort_order=desc&limit=1"))["data"]!.AsArray());
            }

            if (written % 20 == 0)
            {
                await standby.ExecuteAsync("leadline", "SELECT pg_wal_replay_pause()"); // from here on it is behind
            }
            else if (written % 20 == 10)
            {
                await standby.ExecuteAsync("leadline", "SELECT CASE WHEN pg_is_wal_replay_paused() THEN pg_wal_replay_resume() END");
                for (var (read, before) = (0, Answered(two)); read < 200 && Answered(two) < before + 10; read++)
                {
                    Assert.Equal(written, (await reader.GetJsonAsync("/api/v1/leads")).Total());
                    await Task.Delay(20, TestContext.Current.CancellationToken); // past the time for which the tenant's reads go elsewhere
                }
            }
        }

        Assert.True(Answered(two) >= 40, $"Only {Answered(two)} lists came from the standby.");
    }

    [Fact]
    public async Task The_standby_is_stopped()
    {
        await using var primary = await PostgresServer.MakeAsync();
        await using var standby = await primary.FollowAsync();
        await using var host = await LeadlineHost.StartAsync(Both(standby, primary));
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        await using var traffic = new Traffic(client);
        foreach (var isAtOnce in new[] { false, true })
        {
            await traffic.ChangedAsync();
            await standby.StopAsync(isAtOnce);
            await traffic.ChangedAsync(200);
            await standby.StartAsync();
            await traffic.ChangedAsync(200);
        }

        await traffic.EndAsync();
        Assert.Equal(0, traffic.Refused);
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
        await AssertAskedAgainAsync(host, client);
    }

    [Fact]
    public async Task The_standby_hangs()
    {
        await using var primary = await PostgresServer.MakeAsync();
        await using var standby = await primary.FollowAsync();
        await using var host = await LeadlineHost.StartAsync(Both(standby, primary));
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        var replicas = host.Services.GetRequiredService<Replicas>();
        await using var traffic = new Traffic(client);
        await AssertAskedAgainAsync(host, client);

        await standby.HoldAsync();
        await UntilAsync(() => replicas.IsLost, "The standby that hangs is still asked.");
        var (slowest, held) = (TimeSpan.Zero, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(held) < TimeSpan.FromSeconds(6)) // in which it is tried again
        {
            var since = Stopwatch.GetTimestamp();
            await client.GetJsonAsync("/api/v1/leads");
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(since).Ticks));
        }

        Assert.True(replicas.IsLost, "The standby that hangs is asked again.");
        Assert.True(slowest < TimeSpan.FromSeconds(5), $"A call waits for {slowest} for a standby that hangs.");
        await standby.GoOnAsync();
        await traffic.ChangedAsync();
        await traffic.EndAsync();

        Assert.Equal(0, traffic.Refused);
        await AssertAskedAgainAsync(host, client);
    }

    [Fact]
    public async Task The_primary_is_lost_and_the_standby_is_promoted()
    {
        await using var primary = await PostgresServer.MakeAsync();
        await using var standby = await primary.FollowAsync();
        await primary.ExecuteAsync("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        await primary.ExecuteAsync("postgres", "SELECT pg_reload_conf()");
        await using var host = await LeadlineHost.StartAsync(Both(primary, standby));
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        await using var traffic = new Traffic(client);
        await traffic.ChangedAsync(200);

        await primary.KillAsync();
        await traffic.RefusedAsync();
        await standby.PromoteAsync();

        await traffic.RecoveredAsync();
        await traffic.ChangedAsync(200);
        await traffic.EndAsync();
        Assert.True(traffic.Refused > 0, "Nothing broke.");
        Assert.Equal(1, host.Database.History);
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
    }

    private static async Task UntilAsync(Func<bool> isSo, string otherwise)
    {
        for (var since = Stopwatch.GetTimestamp(); !isSo(); await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), otherwise);
        }
    }

    private static async Task AssertAskedAgainAsync(LeadlineHost host, HttpClient client)
    {
        var replicas = host.Services.GetRequiredService<Replicas>();
        var answered = replicas.Answered;
        for (var read = 0; read < 400 && replicas.Answered == answered; read++)
        {
            await client.GetJsonAsync("/api/v1/leads");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(replicas.Answered > answered, "The standby is not asked any more.");
    }

    private static long Answered(LeadlineHost host) => host.Services.GetRequiredService<Replicas>().Answered;

    private static (string Name, string? Value) Both(PostgresServer one, PostgresServer other) =>
        (nameof(LeadlineOptions.Database), $"Host=127.0.0.1:{one.Port},127.0.0.1:{other.Port};Username=leadline;Database=leadline;Maximum Pool Size=40");
}
