using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Leadline.Limits;
using Leadline.Platform;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Limits;

/// <summary>Limits hold across tokens and processes.</summary>
public sealed class RateLimitTests
{
    private const string Leads = "/api/v1/leads?per_page=1";

    [Fact]
    public async Task Two_processes_on_one_database_let_through_at_most_5_percent_more_than_the_limit()
    {
        const int Limit = 1000;
        await using var one = await LeadlineHost.StartAsync(("RateLimit:PermitsPerMinute", $"{Limit}"));
        await using var two = await LeadlineHost.StartAsync(("RateLimit:PermitsPerMinute", $"{Limit}"), ("Data", one.Folder));
        for (var tries = 0; tries < 10; tries++)
        {
            var tenant = await one.NewTenantAsync();
            var token = await tenant.TokenAsync();
            var replies = await Task.WhenAll(new[] { one, two }.Select(host => CallManyAsync(host, token, tenant.Id, Limit)));
            var all = replies.SelectMany(each => each).ToList();
            if (all.Select(reply => reply.Reset).Distinct().Count() > 1)
            {
                continue; // a minute ended meanwhile
            }

            Assert.InRange(all.Count(reply => reply.Status == HttpStatusCode.OK), Limit, Limit * 105 / 100);
            Assert.All(replies, each => Assert.Contains(each, reply => reply.Status == HttpStatusCode.OK));
            return;
        }

        Assert.Fail("No try fell into one minute.");
    }

    [Fact]
    public async Task A_tenants_tier_counts_all_its_tokens_together()
    {
        await using var host = await LeadlineHost.StartAsync(("RateLimit:PermitsPerMinute", "4"), ("RateLimit:Tiers:tiny:PerToken", "100"), ("RateLimit:Tiers:tiny:PerTenant", "3"));
        for (var tries = 0; tries < 10; tries++)
        {
            var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
            await host.Services.GetRequiredService<SetTier>().HandleAsync(tenant.Id, "tiny", CancellationToken.None);
            await WhenTierIsAsync(host, tenant.Id, 3);
            var replies = new List<(HttpStatusCode Status, string Limit, string Remaining, long Reset)>();
            foreach (var (named, token) in new[] { (tenant, await tenant.TokenAsync()), (tenant, await tenant.TokenAsync()), (tenant, await tenant.TokenAsync()), (tenant, await tenant.TokenAsync()), (other, await other.TokenAsync()) })
            {
                replies.Add(await CallAsync(host, token, named.Id));
            }

            if (replies.Select(reply => reply.Reset).Distinct().Count() > 1)
            {
                continue;
            }

            Assert.Equal([(200, "3", "2"), (200, "3", "1"), (200, "3", "0"), (429, "3", "0"), (200, "4", "3")], replies.Select(reply => ((int)reply.Status, reply.Limit, reply.Remaining)));
            return;
        }

        Assert.Fail("No try fell into one minute.");
    }

    [Fact]
    public async Task A_tier_without_limits_says_so()
    {
        await using var host = await LeadlineHost.StartAsync(("RateLimit:PermitsPerMinute", "1"));
        var tenant = await host.NewTenantAsync();
        await host.Services.GetRequiredService<SetTier>().HandleAsync(tenant.Id, "unlimited", CancellationToken.None);
        await WhenTierIsAsync(host, tenant.Id, 0);
        var token = await tenant.TokenAsync();

        Assert.Equal("2147483647", (await CallAsync(host, token, tenant.Id)).Limit);
        Assert.Equal((HttpStatusCode.OK, "2147483647"), await CallAsync(host, token, tenant.Id) is var (status, limit, _, _) ? (status, limit) : default);
    }

    [Fact]
    public async Task A_tier_that_there_is_not_is_refused()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        var tiers = host.Services.GetRequiredService<SetTier>();

        Assert.Contains("huge", (await Assert.ThrowsAsync<SetupException>(() => tiers.HandleAsync(tenant.Id, "huge", CancellationToken.None))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SetupException>(() => tiers.HandleAsync(new TenantId(2_000_000), "small", CancellationToken.None));
    }

    [Fact]
    public async Task Wrong_secrets_at_the_token_endpoint_are_counted_for_each_app_and_address()
    {
        await using var host = await LeadlineHost.StartAsync(("Attempts:PerPair", "2"), ("Proxies:Trusted", "127.0.0.1"));
        var tenant = await host.NewTenantAsync();
        var app = await tenant.AddAppAsync("leads:read");

        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync("198.51.100.1", app.ClientId, "wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync("198.51.100.1", app.ClientId, app.Secret!)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync("198.51.100.1", app.ClientId, "wrong")).StatusCode);
        var refused = await TokenAsync("198.51.100.1", app.ClientId, app.Secret!);
        Assert.Equal((HttpStatusCode.TooManyRequests, "temporarily_unavailable"), (refused.StatusCode, (string?)(await refused.JsonAsync(HttpStatusCode.TooManyRequests))["error"]));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync("198.51.100.2", app.ClientId, app.Secret!)).StatusCode);

        async Task<HttpResponseMessage> TokenAsync(string from, string id, string secret)
        {
            using var client = host.NewClient();
            client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
            return await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]));
        }
    }

    private static async Task<List<(HttpStatusCode Status, long Reset)>> CallManyAsync(LeadlineHost host, string token, TenantId tenant, int calls)
    {
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.ToString());
        var replies = new List<(HttpStatusCode, long)>();
        var gate = new Lock();
        await Parallel.ForEachAsync(Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, ct) =>
        {
            using var reply = await client.GetAsync(Leads, ct);
            lock (gate)
            {
                replies.Add((reply.StatusCode, long.Parse(reply.Headers.GetValues("X-RateLimit-Reset").Single(), CultureInfo.InvariantCulture)));
            }
        });
        return replies;
    }

    private static async Task<(HttpStatusCode Status, string Limit, string Remaining, long Reset)> CallAsync(LeadlineHost host, string token, TenantId tenant)
    {
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.ToString());
        using var reply = await client.GetAsync(Leads);
        string Header(string name) => reply.Headers.GetValues(name).Single();
        return (reply.StatusCode, Header("X-RateLimit-Limit"), Header("X-RateLimit-Remaining"), long.Parse(Header("X-RateLimit-Reset"), CultureInfo.InvariantCulture));
    }

    private static async Task WhenTierIsAsync(LeadlineHost host, TenantId tenant, int perTenant)
    {
        var tiers = host.Services.GetRequiredService<TenantTiers>();
        for (var patience = 0; tiers.Of(tenant.Value) is var tier && (tier.PerTenant != perTenant || tier == tiers.Usual); patience++)
        {
            Assert.True(patience < 300, "The tier never came.");
            await Task.Delay(100);
        }
    }
}
