using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Leadline.Platform.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Journal;

public sealed class ListChangesTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string Changes = "/api/v1/changes";
    private const string All = "leads:read leads:write customers:read customers:write users:read";

    [Fact]
    public async Task The_feed_tells_every_change_in_order_from_any_cursor()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var from = (string?)(await client.GetJsonAsync($"{Changes}?limit=1000"))["meta"]!["cursor"];
        var id = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = "Ada" });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK);

        var page = await client.GetJsonAsync($"{Changes}?cursor={from}");
        var first = await client.GetJsonAsync($"{Changes}?cursor={from}&limit=3");
        var rest = await client.GetJsonAsync($"{Changes}?cursor={first["meta"]!["cursor"]}&limit=3");

        Assert.Equal(["lead created", "lead updated", "customer created", "lead updated"], page["data"]!.AsArray().Select(entry => $"{entry!["entity"]} {entry["operation"]}"));
        Assert.Equal(page.Ids(), first.Ids().Concat(rest.Ids()));
        Assert.Equal(page.Ids(), page.Ids().Order());
        Assert.Equal((true, false), ((bool)first["meta"]!["has_more"]!, (bool)rest["meta"]!["has_more"]!));
        Assert.Empty((await client.GetJsonAsync($"{Changes}?cursor={page["meta"]!["cursor"]}")).Ids());
    }

    [Fact]
    public async Task From_now_on_the_feed_tells_nothing_of_before()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        await client.CreateLeadAsync();
        var last = (string?)(await client.GetJsonAsync($"{Changes}?limit=1000"))["meta"]!["cursor"];

        var now = await client.GetJsonAsync($"{Changes}?cursor=now");
        var waiting = client.GetJsonAsync($"{Changes}?cursor=now&wait=20");
        while (!waiting.IsCompleted)
        {
            await client.CreateLeadAsync(); // the first of them may come before the other call begins to wait
        }

        Assert.Empty(now.Ids());
        Assert.Equal(last, (string?)now["meta"]!["cursor"]);
        Assert.NotEmpty((await waiting).Ids());
        Assert.All((await waiting)["data"]!.AsArray(), entry => Assert.True(long.Parse((string)entry!["cursor"]!, CultureInfo.InvariantCulture) > long.Parse(last!, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("wait=31")]
    [InlineData("wait=-1")]
    [InlineData("cursor=-1")]
    [InlineData("cursor=99999999999999999999")]
    [InlineData("cursor=999999999")]
    [InlineData("since=1")]
    public async Task A_bad_parameter_is_refused(string query)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);

        Assert.Single((await client.GetJsonAsync($"{Changes}?{query}", HttpStatusCode.UnprocessableEntity)).ErrorsOf(query.Split('=')[0]));
    }

    [Fact]
    public async Task A_caller_sees_only_the_kinds_their_scopes_let_them_read()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{await client.CreateLeadAsync()}/convert", HttpStatusCode.OK);
        using var reader = await tenant.ClientAsync("leads:read");

        var all = await client.GetJsonAsync($"{Changes}?limit=1000");
        var some = await reader.GetJsonAsync($"{Changes}?limit=1000");

        Assert.Superset(new HashSet<string?> { "lead", "customer", "role" }, KindsOf(all));
        Assert.Subset(new HashSet<string?> { "lead", "lead_status", "lead_reference_source" }, KindsOf(some));
        Assert.Equal((string?)all["meta"]!["cursor"], (string?)some["meta"]!["cursor"]);
    }

    [Fact]
    public async Task Another_tenants_changes_are_not_told()
    {
        var theirs = await host.NewTenantAsync();
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var before = (await client.GetJsonAsync($"{Changes}?limit=1000")).ToJsonString();

        await theirs.AddLeadsAsync(new Leadline.Leads.Lead { LastName = "Fremdling" });

        Assert.Equal(before, (await client.GetJsonAsync($"{Changes}?limit=1000")).ToJsonString());
    }

    [Fact]
    public async Task Waiting_ends_with_the_next_change_or_after_the_time()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var from = (string?)(await client.GetJsonAsync($"{Changes}?limit=1000"))["meta"]!["cursor"];
        var watch = Stopwatch.StartNew();

        Assert.Empty((await client.GetJsonAsync($"{Changes}?cursor={from}&wait=1")).Ids());
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 10);

        var waiting = client.GetJsonAsync($"{Changes}?cursor={from}&wait=30");
        await client.CreateLeadAsync();
        Assert.Single((await waiting.WaitAsync(TimeSpan.FromSeconds(15))).Ids());
    }

    [Fact]
    public async Task Waiting_goes_on_over_changes_that_are_hidden_from_the_caller()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        using var reader = await tenant.ClientAsync("leads:read");
        var from = (string?)(await reader.GetJsonAsync($"{Changes}?limit=1000"))["meta"]!["cursor"];

        var waiting = reader.GetJsonAsync($"{Changes}?cursor={from}&wait=30");
        await client.CallAsync(HttpMethod.Post, "/api/v1/customers", HttpStatusCode.Created, new { first_name = "A", last_name = "B", phone_number = "0532 123 45 67" });
        await Task.Delay(600);
        Assert.False(waiting.IsCompleted);
        await client.CreateLeadAsync();

        Assert.Equal("lead", (string?)(await waiting.WaitAsync(TimeSpan.FromSeconds(15)))["data"]!.AsArray().Single()!["entity"]);
    }

    [Fact]
    public async Task No_entry_is_missed_or_told_twice_while_others_write()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var cursor = (string)(await client.GetJsonAsync($"{Changes}?limit=1000"))["meta"]!["cursor"]!;
        var writers = Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var made = new List<long>();
            for (var i = 0; i < 15; i++)
            {
                made.Add(await client.CreateLeadAsync());
            }

            return made;
        }));

        var told = new List<long>();
        JsonObject page;
        do
        {
            var isDone = writers.IsCompleted;
            page = await client.GetJsonAsync($"{Changes}?cursor={cursor}&limit=7");
            cursor = (string)page["meta"]!["cursor"]!;
            told.AddRange(page["data"]!.AsArray().Select(entry => (long)entry!["entity_id"]!));
            if (isDone && page.Ids().Length == 0)
            {
                break;
            }
        }
        while (true);

        Assert.Equal((await writers).SelectMany(made => made).Order(), told.Order());
    }

    [Fact]
    public async Task A_commit_wakes_those_who_wait_for_the_tenant_and_no_others()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var commits = host.Services.GetRequiredService<Commits>();
        var (ours, theirs) = (commits.NextAsync(tenant.Id), commits.NextAsync(TestTenant.Nobodys));

        await client.CreateLeadAsync();

        await ours.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        Assert.False(theirs.IsCompleted);
    }

    private static HashSet<string?> KindsOf(JsonObject page) => [.. page["data"]!.AsArray().Select(entry => (string?)entry!["entity"])];
}
