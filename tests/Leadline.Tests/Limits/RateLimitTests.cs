using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
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
    public async Task A_clock_that_goes_wrong_by_an_hour_and_back_refuses_nobody_for_longer_than_a_minute()
    {
        var clock = new SkewedClock();
        await using var host = await LeadlineHost.StartAsync(clock, ("RateLimit:PermitsPerMinute", "5"));
        var tenant = await host.NewTenantAsync();
        var token = await tenant.TokenAsync(lifetime: TimeSpan.FromDays(1));

        foreach (var minutes in new[] { 0, 60, 1, -60, 2, 62, 3 })
        {
            clock.Skew = TimeSpan.FromMinutes(minutes);
            var replies = new List<HttpStatusCode>();
            for (var call = 0; call < 4; call++)
            {
                replies.Add((await CallAsync(host, token, tenant.Id)).Status);
            }

            Assert.All(replies, status => Assert.Equal(HttpStatusCode.OK, status));
        }
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

    [Fact]
    public async Task The_usual_tier_gives_a_tenant_five_times_what_a_token_has()
    {
        await using var host = await LeadlineHost.StartAsync(("RateLimit:PermitsPerMinute", "2"));
        for (var tries = 0; tries < 10; tries++)
        {
            var tenant = await host.NewTenantAsync();
            var replies = new List<(HttpStatusCode Status, string Limit, string Remaining, long Reset)>();
            for (var call = 0; call < 11; call++)
            {
                replies.Add(await CallAsync(host, await tenant.TokenAsync(), tenant.Id));
            }

            if (replies.Select(reply => reply.Reset).Distinct().Count() > 1)
            {
                continue;
            }

            Assert.All(replies[..10], reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
            Assert.Equal((HttpStatusCode.TooManyRequests, "10"), (replies[10].Status, replies[10].Limit));
            return;
        }

        Assert.Fail("No try fell into one minute.");
    }

    [Fact]
    public void No_number_of_calls_is_too_great_for_the_usual_tier_and_none_stays_none()
    {
        Assert.Equal(int.MaxValue, new RateLimitOptions { PermitsPerMinute = int.MaxValue }.AllTiers()[RateLimitOptions.UsualTier].PerTenant);
        Assert.Equal(0, new RateLimitOptions { PermitsPerMinute = 0 }.AllTiers()[RateLimitOptions.UsualTier].PerTenant);
    }

    [Fact]
    public async Task Looking_whether_a_limit_is_reached_leaves_no_counter()
    {
        await using var host = await LeadlineHost.StartAsync();
        var counters = new CounterSet(host.Services.GetRequiredService<SharedCounters>(), $"{Guid.NewGuid():N}", TimeSpan.FromDays(1), TimeProvider.System);
        for (var number = 0UL; number < 70_000; number++)
        {
            Assert.Null(counters.WaitFor(new CounterKey(number, 1), 1));
        }

        // Past so many counters, two of the same remainder share one.
        Assert.False((await counters.CountAsync(new CounterKey(5, 2), 1)).IsExceeded);
        Assert.False((await counters.CountAsync(new CounterKey(5 + 65_536, 2), 1)).IsExceeded);
        Assert.NotNull(counters.WaitFor(new CounterKey(5, 2), 1));
    }

    [Fact]
    public async Task What_is_refused_at_its_pair_is_answered_from_memory()
    {
        await using var host = await LeadlineHost.StartAsync(("Attempts:PerPair", "1"), ("Attempts:PerAddress", "10"), ("Attempts:Minutes", "1440"));
        var attempts = host.Services.GetRequiredService<AttemptLimits>();
        var at = new AttemptAt("password", "ADA", IPAddress.Parse("198.51.100.1"));
        Assert.False((await attempts.BeginAsync(at)).IsRefused);

        var answers = Enumerable.Range(0, 50).Select(_ => attempts.BeginAsync(at)).ToList();

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully, "It waited for the other processes."));
        Assert.All(await Task.WhenAll(answers), attempt => Assert.True(attempt.IsRefused));
    }

    [Fact]
    public async Task An_app_that_succeeded_lately_is_not_turned_away_for_the_wrong_secrets_of_others()
    {
        await using var host = await LeadlineHost.StartAsync(("Attempts:PerAddress", "3"), ("Attempts:Minutes", "1440"));
        var tenant = await host.NewTenantAsync();
        var (good, late) = (await tenant.AddAppAsync("leads:read"), await tenant.AddAppAsync("leads:read"));
        Assert.Equal(HttpStatusCode.OK, await TokenAsync(host, good.ClientId, good.Secret!));

        for (var guess = 0; guess < 3; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await TokenAsync(host, $"app_{guess}", "wrong"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TokenAsync(host, "app_4", "wrong"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await TokenAsync(host, late.ClientId, late.Secret!));
        Assert.Equal(HttpStatusCode.OK, await TokenAsync(host, good.ClientId, good.Secret!));
    }

    [Fact]
    public async Task Only_a_wrong_secret_counts_as_one()
    {
        await using var host = await LeadlineHost.StartAsync(("Attempts:PerPair", "1"), ("Attempts:Minutes", "1440"));
        var app = await (await host.NewTenantAsync()).AddAppAsync("leads:read");
        using var client = host.NewClient();
        for (var time = 0; time < 3; time++)
        {
            using var reply = await client.PostAsync("/oauth/userinfo", new FormUrlEncodedContent([new("client_id", app.ClientId), new("access_token", "wrong")]));
            Assert.InRange((int)reply.StatusCode, 400, 401);
        }

        Assert.Equal(HttpStatusCode.OK, await TokenAsync(host, app.ClientId, app.Secret!));
    }

    [Fact]
    public async Task An_app_is_the_same_by_whatever_spelling_of_its_name()
    {
        await using var host = await LeadlineHost.StartAsync(("Attempts:PerPair", "2"), ("Attempts:Minutes", "1440"));
        var app = await (await host.NewTenantAsync()).AddAppAsync("leads:read");
        using var client = host.NewClient();
        foreach (var name in new[] { app.ClientId, app.ClientId.Replace("_", "%5F", StringComparison.Ordinal) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{name}:wrong")));
            using var reply = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, reply.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await TokenAsync(host, app.ClientId, app.Secret!));
    }

    [Fact]
    public async Task An_address_asks_for_ten_times_the_tokens_of_an_app_by_whatever_names()
    {
        await using var host = await LeadlineHost.StartAsync(("RateLimit:TokensPerMinute", "1"));
        for (var tries = 0; tries < 10; tries++)
        {
            var minute = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60;
            var statuses = new List<HttpStatusCode>();
            for (var number = 0; number < 12; number++)
            {
                statuses.Add(await TokenAsync(host, $"{Guid.NewGuid():N}", "wrong"));
            }

            if (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60 != minute)
            {
                continue;
            }

            Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 10), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2)], statuses);
            return;
        }

        Assert.Fail("No try fell into one minute.");
    }

    private static async Task<HttpStatusCode> TokenAsync(LeadlineHost host, string id, string secret)
    {
        using var client = host.NewClient();
        using var reply = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]));
        return reply.StatusCode;
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
