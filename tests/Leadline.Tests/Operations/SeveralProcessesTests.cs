using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Leadline.Tests.Account;
using Leadline.Tests.Operations.Faults;

namespace Leadline.Tests.Operations;

/// <summary>Several processes, each in a data folder of its own, share one database and agree.</summary>
[Trait("Engine", "PostgreSQL")]
public sealed class SeveralProcessesTests(TwoProcesses pair) : IClassFixture<TwoProcesses>
{
    private const string Leads = "/api/v1/leads";
    private const string Applied = "Applied the migration ";

    [Fact]
    public async Task First_starts_at_once_migrate_once()
    {
        await using var own = await TwoProcesses.StartFirstAsync();
        using var one = new HttpClient { BaseAddress = await own.Running[0].AddressAsync() };
        using var two = new HttpClient { BaseAddress = await own.Running[1].AddressAsync() };
        Assert.Equal("Healthy", await one.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
        Assert.Equal("Healthy", await two.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));

        foreach (var process in own.Running)
        {
            process.Terminate();
        }

        var ends = await Task.WhenAll(own.Running.Select(process => process.EndAsync()));

        var applied = ends.SelectMany(end => Regex.Matches(end.Error, $"{Applied}(\\S+)")).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(applied);
        Assert.Equal(applied.Distinct(), applied);
        Assert.All(ends, end => Assert.Equal(0, end.ExitCode));
        await own.RunAsync("verify");
    }

    [Fact]
    public async Task A_change_at_one_is_seen_at_the_other_at_once()
    {
        HttpClient[] both = [await pair.ClientAsync(0), await pair.ClientAsync(1)];
        var status = (await both[0].GetJsonAsync($"{Leads}/statuses"))["data"]![0]!;
        for (var round = 0; round < 20; round++)
        {
            var (here, there) = (both[round % 2], both[(round + 1) % 2]);
            var name = $"Lovelace{round}x{Guid.NewGuid():N}"[..20];
            var total = (await there.GetJsonAsync($"{Leads}?per_page=1")).Total();

            var id = await here.CreateLeadAsync(new { last_name = name });
            var page = await there.GetJsonAsync($"{Leads}?per_page=1");
            Assert.Equal((total + 1, id), (page.Total(), page.Ids().Single()));
            Assert.Equal([id], (await there.GetJsonAsync($"{Leads}?search={name}")).Ids());

            await here.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = $"Byron{name}" });
            Assert.Equal([id], (await there.GetJsonAsync($"{Leads}?search=Byron{name}")).Ids());

            await here.CallAsync(HttpMethod.Patch, $"{Leads}/statuses/{status["id"]}", HttpStatusCode.OK, new { name = $"Status {round}" });
            Assert.Equal($"Status {round}", (string?)(await there.GetJsonAsync($"{Leads}/statuses/{status["id"]}"))["data"]!["name"]);
        }

        Array.ForEach(both, client => client.Dispose());
    }

    [Fact]
    public async Task A_token_that_is_revoked_at_one_is_refused_at_the_other()
    {
        var app = Regex.Match(await pair.SayAsync("app", "add", "CRM", "--tenant", pair.Tenant, "--scope", "leads:read"), @"client_id=(\S+)\nclient_secret=(\S+)");
        KeyValuePair<string, string>[] secret = [new("client_id", app.Groups[1].Value), new("client_secret", app.Groups[2].Value)];
        using var one = new HttpClient { BaseAddress = await pair.Running[0].AddressAsync() };
        using var issued = await one.PostAsync("/oauth/token", new FormUrlEncodedContent([.. secret, new("grant_type", "client_credentials")]), TestContext.Current.CancellationToken);
        var theirs = (string)(await issued.JsonAsync(HttpStatusCode.OK))["access_token"]!;
        using var two = await pair.Running[1].ClientAsync(pair.Tenant, theirs);
        await two.GetJsonAsync(Leads);

        using var revoked = await one.PostAsync("/oauth/revoke", new FormUrlEncodedContent([.. secret, new("token", theirs)]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);

        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            using var reply = await two.GetAsync(Leads, TestContext.Current.CancellationToken);
            if (reply.StatusCode == HttpStatusCode.Unauthorized)
            {
                break;
            }

            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5), "The token is still good at the other process.");
        }
    }

    [Fact]
    public async Task Who_signs_in_at_one_is_signed_in_at_the_other_and_out_of_both()
    {
        var added = await LeadlineProgram.RunWithInputAsync(
            pair.Folder, $"{SignInVisitor.Password}\n", pair.Settings, "user", "add", "ada@example.com", "--tenant", pair.Tenant, "--role", "owner", "--password-stdin");
        Assert.Equal(0, added.ExitCode);
        var cookies = new CookieContainer();
        using var one = new SignInVisitor(await pair.Running[0].AddressAsync(), cookies);
        using var two = new SignInVisitor(await pair.Running[1].AddressAsync(), cookies);

        await one.SignInAsync("ada@example.com");
        Assert.True(await one.IsSignedInAsync());
        Assert.True(await two.IsSignedInAsync());

        await two.SignOutAsync();
        Assert.False(await two.IsSignedInAsync());
        Assert.False(await one.IsSignedInAsync());
    }

    [Fact]
    public async Task Calls_are_counted_together()
    {
        await using var own = await TwoProcesses.StartAsync();
        await own.RunAsync("tenant", "tier", own.Tenant, "few");
        using var one = await own.ClientAsync(0);
        using var two = await own.ClientAsync(1);
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken); // both know the tier then
        for (var tries = 0; tries < 5; tries++)
        {
            var replies = new List<(bool IsThrough, string Reset)>();
            foreach (var client in Enumerable.Repeat(new[] { one, two }, 20).SelectMany(both => both))
            {
                using var reply = await client.GetAsync(Leads, TestContext.Current.CancellationToken);
                replies.Add((reply.StatusCode == HttpStatusCode.OK, reply.Headers.GetValues("X-RateLimit-Reset").Single()));
            }

            if (replies.DistinctBy(reply => reply.Reset).Count() == 1)
            {
                Assert.Equal(20, replies.Count(reply => reply.IsThrough));
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(61 - DateTime.UtcNow.Second), TestContext.Current.CancellationToken);
        }

        Assert.Fail("No try fell into one minute.");
    }

    [Fact]
    public async Task A_waiting_feed_hears_of_what_the_other_process_commits()
    {
        using var one = await pair.ClientAsync(0);
        using var two = await pair.ClientAsync(1);
        await one.CreateLeadAsync();
        var cursor = (string?)(await two.GetJsonAsync("/api/v1/changes?limit=1000"))["meta"]!["cursor"];
        var waiting = two.GetJsonAsync($"/api/v1/changes?cursor={cursor}&wait=20");
        await Task.Delay(500, TestContext.Current.CancellationToken);

        var since = Stopwatch.GetTimestamp();
        var id = await one.CreateLeadAsync();

        Assert.Contains((await waiting)["data"]!.AsArray(), entry => (long)entry!["entity_id"]! == id);
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5), "The feed waits for longer than it should.");
    }

    [Fact]
    public async Task A_job_is_done_once_also_when_a_process_is_killed_that_was_at_it()
    {
        await using var own = await TwoProcesses.StartAsync();
        const int Many = 20_000;
        await own.RunAsync("seed", "--tenant", own.Tenant, "--leads", $"{Many}");
        using var one = await own.ClientAsync(0);
        using var two = await own.ClientAsync(1);
        var started = await one.CallAsync(
            HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.Accepted, new { action = "update", filter = new { }, set = new { description = "Called" } });
        var job = (long)started["data"]!["job_id"]!;
        while ((long)(await two.GetJsonAsync($"/api/v1/jobs/{job}"))["data"]!["done"]! == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await own.Running[0].KillAsync();
        var finished = await own.Running[1].ToldAsync(() => two.EndOfJobAsync(job));

        Assert.Equal(("finished", (long)finished["total"]!), ((string?)finished["state"], (long)finished["done"]!));
        Assert.Equal(finished["total"]!.GetValue<long>(), own.Execute("SELECT count(*) FROM leads WHERE description = 'Called'"));
        Assert.Equal(finished["total"]!.GetValue<long>(), own.Execute("SELECT count(*) FROM journal WHERE entity = 'lead' AND operation = 'updated'"));
        await own.RunAsync("verify");
    }

    [Fact]
    public async Task A_rolling_restart_fails_no_call()
    {
        await using var own = await TwoProcesses.StartAsync();
        using var balancer = new Balancer(await own.Running[0].AddressAsync(), await own.Running[1].AddressAsync());
        using var client = new HttpClient(balancer, disposeHandler: false) { BaseAddress = new Uri("http://balanced.example.com") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", own.Token);
        client.DefaultRequestHeaders.Add("X-Tenant", own.Tenant);
        await using var traffic = new Traffic(client);
        await traffic.ChangedAsync();

        foreach (var old in own.Running)
        {
            var address = await old.AddressAsync();
            old.Terminate();
            Assert.Equal(0, (await old.EndAsync()).ExitCode);
            balancer.Replace(address, await (await own.ServeAsync()).AddressAsync());
            await traffic.ChangedAsync();
            while (balancer.Ready.Count < 2)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }

        await traffic.ChangedAsync();
        await traffic.EndAsync();
        Assert.Equal(0, traffic.Refused);
        await own.RunAsync("verify");
    }
}
