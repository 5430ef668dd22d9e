using Leadline.Leads;
using Leadline.Operations;
using Leadline.Platform;
using Leadline.Tenants;
using Leadline.Tests.Law;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Operations.Faults;

/// <summary>Behind a pooler with fewer connections than there are callers, all is as without one.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class PoolerTests : IAsyncLifetime
{
    private const int Connections = 3;

    private PostgresServer postgres = null!;
    private Pooler pooler = null!;
    private LeadlineHost host = null!;

    public async ValueTask InitializeAsync()
    {
        postgres = await PostgresServer.MakeAsync();
        pooler = await Pooler.StartAsync(postgres.Connection("leadline"), Connections);
        host = await LeadlineHost.StartAsync(
            (nameof(LeadlineOptions.Database), pooler.Connection("leadline")), (nameof(LeadlineOptions.DatabaseDirect), postgres.Connection("leadline")));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await pooler.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Writers_and_readers_of_several_tenants_keep_apart_and_lose_nothing()
    {
        var all = new List<(HttpClient Client, Traffic Traffic)>();
        for (var number = 0; number < 3; number++)
        {
            var client = await (await host.NewTenantAsync()).ClientAsync(string.Join(' ', Scopes.All));
            all.Add((client, new Traffic(client)));
        }

        await Task.WhenAll(all.Select(each => each.Traffic.ChangedAsync(60)));
        foreach (var (client, traffic) in all)
        {
            await traffic.EndAsync();
            Assert.Equal(0, traffic.Refused);
            await traffic.DisposeAsync();
            client.Dispose();
        }

        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
        Assert.Empty(host.Services.GetRequiredService<Verify>().Isolation().Faults);
        Assert.InRange((long)(await postgres.ExecuteAsync("leadline", "SELECT count(*) FROM pg_stat_activity WHERE datname = 'leadline'"))!, 1, Connections + 10);
    }

    [Fact]
    public Task The_list_equals_its_leads_in_memory() => Task.WhenAll(Enumerable.Range(1, 4).Select(seed => LeadListLawTests.AssertLawAsync(host, seed)));

    [Fact]
    public async Task A_connection_that_was_anybodys_is_left_as_it_was()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        await using (var traffic = new Traffic(client))
        {
            await traffic.ChangedAsync(150);
            await traffic.EndAsync();
        }

        // Each of them in a transaction at once, so that all are seen.
        var states = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            await using var connection = new Npgsql.NpgsqlConnection(pooler.Connection("leadline"));
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand(
                "SELECT pg_sleep(0.3)::text || current_user || coalesce(current_setting('leadline.tenant', TRUE), '') || current_setting('synchronous_commit') || current_setting('enable_sort')", connection);
            return (string?)await command.ExecuteScalarAsync();
        }));

        Assert.All(states, state => Assert.Equal("leadlineonon", state));
    }
}
