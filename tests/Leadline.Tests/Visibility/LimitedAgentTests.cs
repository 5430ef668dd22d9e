using System.Net;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Visibility;

/// <summary>Who sees only some leads learns nothing of the others, whatever they ask.</summary>
public sealed class LimitedAgentTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";

    [Fact]
    public async Task Lists_totals_searches_filters_and_sorts_hold_the_agents_own_leads_only()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var mine = await limited.LeadOfAsync(limited.Me, "Mine", "same@example.com");
        await limited.LeadOfAsync(limited.Other, "Theirs", "same@example.com");
        await limited.LeadOfAsync(null, "Nobodys", "same@example.com");

        foreach (var query in new[]
        {
            "", "?search=same", "?search=s", "?email=same@example.com", "?has_email=1", "?converted=0", "?sort_by=last_name", "?sort_by=converted_at", "?limit=10", "?limit=10&sort_by=first_name",
            $"?assigned_user_id={limited.Me},{limited.Other},none", "?assigned_user_id=me", "?is_terminal=0", "?fields=id,tags", "?created_from=2000-01-01", "?search=same&email=same@example.com",
        })
        {
            var page = await limited.Agent.GetJsonAsync($"{Leads}{query}");
            Assert.Equal([mine], page.Ids());
            Assert.Equal(1, page.Total());
        }

        foreach (var query in new[] { "?search=theirs", "?search=nobodys", $"?assigned_user_id={limited.Other}", "?assigned_user_id=none", $"?assigned_user_id={limited.Other}&search=same" })
        {
            var page = await limited.Agent.GetJsonAsync($"{Leads}{query}");
            Assert.Empty(page.Ids());
            Assert.Equal(0, page.Total());
        }

        var tree = new { where = new { or = new object[] { new { email = "same@example.com" }, new { assigned_user_id = limited.Other } } } };
        Assert.Equal([mine], (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/search", HttpStatusCode.OK, tree)).Ids());
        Assert.Equal(3, (await limited.Owner.GetJsonAsync(Leads)).Total());
    }

    [Fact]
    public async Task A_lead_of_somebody_else_is_not_there_whatever_is_done_with_it()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var theirs = await limited.LeadOfAsync(limited.Other);
        var note = await limited.Owner.CreateAsync($"{Leads}/{theirs}/notes", new { content = "Secret note" });
        var tag = await limited.Owner.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
        var entry = (await limited.Owner.GetJsonAsync($"{Leads}/{theirs}/timeline")).Ids()[0];
        var deleted = await limited.LeadOfAsync(limited.Other);
        await limited.Owner.CallAsync(HttpMethod.Delete, $"{Leads}/{deleted}", HttpStatusCode.OK);

        foreach (var (method, path, body) in new (HttpMethod, string, object?)[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Get, "?fields=tags,version", null), (HttpMethod.Get, "?trashed=1", null), (HttpMethod.Patch, "", new { first_name = "X" }), (HttpMethod.Put, "", new { first_name = "X" }),
            (HttpMethod.Delete, "", null), (HttpMethod.Post, "/restore", null), (HttpMethod.Post, "/convert", null), (HttpMethod.Post, "/convert", new { check = true }), (HttpMethod.Delete, "/conversion", null),
            (HttpMethod.Get, "/timeline", null), (HttpMethod.Post, $"/timeline/{entry}/restore", new { field = "last_name" }), (HttpMethod.Get, "/notes", null), (HttpMethod.Post, "/notes", new { content = "X" }),
            (HttpMethod.Get, $"/notes/{note}", null), (HttpMethod.Patch, $"/notes/{note}", new { content = "X" }), (HttpMethod.Delete, $"/notes/{note}", null), (HttpMethod.Post, $"/notes/{note}/restore", null),
            (HttpMethod.Get, "/tags", null), (HttpMethod.Put, $"/tags/{tag}", null), (HttpMethod.Delete, $"/tags/{tag}", null),
        })
        {
            var hidden = await AskAsync(limited.Agent, method, $"{Leads}/{theirs}{path}", body);
            var absent = await AskAsync(limited.Agent, method, $"{Leads}/999999999{path}", body);
            Assert.Equal(HttpStatusCode.NotFound, hidden.Status);
            Assert.Equal(absent, hidden);
        }

        await limited.Agent.GetJsonAsync($"{Leads}/{deleted}?trashed=1", HttpStatusCode.NotFound);
        Assert.Equal(0, (await limited.Agent.GetJsonAsync($"{Leads}?trashed=1")).Total());
        Assert.Equal("Secret", (string?)(await limited.Owner.GetJsonAsync($"{Leads}/{theirs}"))["data"]!["last_name"]);
    }

    [Fact]
    public async Task The_feed_the_batches_and_undo_tell_of_the_agents_own_leads_only()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var mine = await limited.LeadOfAsync(limited.Me, "Mine");
        var theirs = await limited.LeadOfAsync(limited.Other, "Theirs");
        await limited.Owner.CreateAsync($"{Leads}/{theirs}/notes", new { content = "Secret note" });
        await limited.Owner.CallAsync(HttpMethod.Patch, $"{Leads}/{theirs}", HttpStatusCode.OK, new { first_name = "Hidden" });
        await limited.Owner.CallAsync(HttpMethod.Post, $"{Leads}/{theirs}/convert", HttpStatusCode.OK);
        await limited.Owner.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.OK, new { ids = new[] { mine, theirs }, action = "update", set = new { description = "both" } });

        var seen = new List<JsonNode>();
        for (string? cursor = null; ;)
        {
            var page = await limited.Agent.GetJsonAsync($"/api/v1/changes?limit=3{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page["data"]!.AsArray().Select(entry => entry!));
            cursor = (string?)page["meta"]!["cursor"];
            if (!(bool)page["meta"]!["has_more"]!)
            {
                break;
            }
        }

        Assert.All(seen.Where(entry => (string?)entry["subject"] == "lead"), entry => Assert.Equal(mine, (long)entry["subject_id"]!));
        Assert.Equal(2, seen.Count(entry => (string?)entry["subject"] == "lead"));
        Assert.DoesNotContain(seen, entry => (string?)entry["subject"] == "customer");

        var all = (await limited.Owner.GetJsonAsync("/api/v1/batches?per_page=100"))["data"]!.AsArray();
        var theirBatches = all.Where(batch => ((string)batch!["action"]!).StartsWith("lead", StringComparison.Ordinal)).Select(batch => (long)batch!["id"]!).ToList();
        var own = (await limited.Agent.GetJsonAsync("/api/v1/batches?per_page=100&action=lead.create")).Ids();
        Assert.Single(own);
        foreach (var batch in theirBatches.Except(own))
        {
            await limited.Agent.GetJsonAsync($"/api/v1/batches/{batch}", HttpStatusCode.NotFound);
            await limited.Agent.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.NotFound);
        }

        Assert.Equal("both", (string?)(await limited.Owner.GetJsonAsync($"{Leads}/{mine}"))["data"]!["description"]);
        await limited.Agent.CallAsync(HttpMethod.Post, $"/api/v1/batches/{own[0]}/undo", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Bulk_actions_and_their_previews_reach_the_agents_own_leads_only()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var mine = await limited.LeadOfAsync(limited.Me);
        var theirs = await limited.LeadOfAsync(limited.Other);

        foreach (var selection in new object[]
        {
            new { filter = new { }, action = "delete", dry_run = true }, new { filter = new { assigned_user_id = $"{limited.Me},{limited.Other},none" }, action = "delete", dry_run = true },
            new { ids = new[] { mine, theirs }, action = "delete", dry_run = true },
        })
        {
            var preview = (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.OK, selection))["data"]!;
            Assert.Equal(1, (int)preview["matched"]!);
            Assert.Equal([mine], preview["sample"]!.AsArray().Select(lead => (long)lead!["id"]!));
        }

        await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.OK, new { filter = new { }, action = "update", set = new { description = "bulk" } });
        var named = (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.OK, new { ids = new[] { mine, theirs }, action = "assign", user_id = limited.Me }))["data"]!;
        var absent = (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.OK, new { ids = new[] { mine, 999_999_999 }, action = "assign", user_id = limited.Me }))["data"]!;

        Assert.Equal(absent["failed"]!.ToJsonString().Replace("999999999", $"{theirs}", StringComparison.Ordinal), named["failed"]!.ToJsonString());
        var untouched = (await limited.Owner.GetJsonAsync($"{Leads}/{theirs}"))["data"]!;
        Assert.Equal((null, limited.Other), ((string?)untouched["description"], (long)untouched["assigned_user"]!["id"]!));
    }

    [Fact]
    public async Task Conversions_do_not_tell_of_others_customers_and_cannot_link_to_them()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var mine = await limited.LeadOfAsync(limited.Me, "Mine", "same@example.com");
        var theirs = await limited.Owner.CreateAsync("/api/v1/customers", new { first_name = "T", last_name = "Heirs", email = "same@example.com", phone_number = "+905321234567", country_id = 792, user_id = limited.Other });

        var likely = (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/{mine}/convert", HttpStatusCode.OK, new { check = true }))["data"]!;
        var refused = await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/{mine}/convert", HttpStatusCode.UnprocessableEntity, new { existing_customer_id = theirs });
        var many = (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/conversions", HttpStatusCode.OK, new { leads = new[] { new { id = await limited.LeadOfAsync(limited.Other) } } }))["data"]!;

        Assert.Empty(likely["likely_customers"]!.AsArray());
        Assert.NotEmpty(refused.ErrorsOf("existing_customer_id"));
        Assert.Equal("not_found", (string?)many[0]!["error"]!["error"]);
        await limited.Agent.GetJsonAsync($"/api/v1/customers/{theirs}", HttpStatusCode.NotFound);
        Assert.Equal(0, (await limited.Agent.GetJsonAsync("/api/v1/customers")).Total());
        var converted = (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/{mine}/convert", HttpStatusCode.OK))["data"]!;
        Assert.Equal(1, (await limited.Agent.GetJsonAsync("/api/v1/customers?search=mine")).Total());
        Assert.Equal(limited.Me, (long)converted["customer"]!["related_user"]!["id"]!);
    }

    [Fact]
    public async Task A_conversion_taken_back_keeps_a_customer_to_whom_a_hidden_lead_is_linked()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var mine = await limited.LeadOfAsync(limited.Me);
        var theirs = await limited.LeadOfAsync(limited.Other);
        var customer = (long)(await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/{mine}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
        await limited.Owner.CallAsync(HttpMethod.Post, $"{Leads}/{theirs}/convert", HttpStatusCode.OK, new { existing_customer_id = customer });

        var reverted = (await limited.Agent.CallAsync(HttpMethod.Delete, $"{Leads}/{mine}/conversion", HttpStatusCode.OK))["data"]!;

        Assert.Equal("kept", (string?)reverted["customer"]);
    }

    [Fact]
    public async Task A_limited_callers_new_lead_and_customer_are_their_own_and_never_a_strangers()
    {
        using var limited = await LimitedAgent.NewAsync(host);

        var lead = (await limited.Agent.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.Created, new { last_name = "New" }))["data"]!;
        var customer = (await limited.Agent.CallAsync(HttpMethod.Post, "/api/v1/customers", HttpStatusCode.Created, new { first_name = "N", last_name = "Ew", phone_number = "+905321234567", country_id = 792 }))["data"]!;
        var refused = await limited.Agent.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, new { last_name = "New", assigned_user_id = limited.Other });

        Assert.Equal(limited.Me, (long)lead["assigned_user"]!["id"]!);
        Assert.Equal(limited.Me, (long)customer["related_user"]!["id"]!);
        Assert.NotEmpty(refused.ErrorsOf("assigned_user_id"));
    }

    [Fact]
    public async Task External_ids_are_no_way_to_probe_for_others_leads()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var source = await limited.Owner.CreateAsync("/api/v1/leads/import-sources", new { name = "Old system" });
        await limited.Owner.CreateLeadAsync(new { last_name = "Theirs", external_id = "E1", import_source_id = source, assigned_user_id = limited.Other });
        var mine = await limited.LeadOfAsync(limited.Me);

        foreach (var id in new[] { "E1", "E2" })
        {
            Assert.NotEmpty((await limited.Agent.CallAsync(HttpMethod.Post, Leads, HttpStatusCode.UnprocessableEntity, new { last_name = "X", external_id = id, import_source_id = source })).ErrorsOf("external_id"));
            Assert.NotEmpty((await limited.Agent.CallAsync(HttpMethod.Patch, $"{Leads}/{mine}", HttpStatusCode.UnprocessableEntity, new { external_id = id })).ErrorsOf("external_id"));
        }

        Assert.Equal(0, (await limited.Agent.GetJsonAsync($"{Leads}?external_id=E1")).Total());
    }

    [Fact]
    public async Task A_lead_that_is_handed_over_is_gone_and_one_that_is_handed_on_is_there_at_once()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var mine = await limited.LeadOfAsync(limited.Me);
        var theirs = await limited.LeadOfAsync(limited.Other);

        await limited.Agent.CallAsync(HttpMethod.Patch, $"{Leads}/{mine}", HttpStatusCode.OK, new { assigned_user_id = limited.Other });
        await limited.Owner.CallAsync(HttpMethod.Patch, $"{Leads}/{theirs}", HttpStatusCode.OK, new { assigned_user_id = limited.Me });

        await limited.Agent.GetJsonAsync($"{Leads}/{mine}", HttpStatusCode.NotFound);
        Assert.Equal([theirs], (await limited.Agent.GetJsonAsync(Leads)).Ids());
        Assert.Equal(1, (await limited.Agent.GetJsonAsync(Leads)).Total());
    }

    [Fact]
    public async Task An_entity_tag_does_not_move_with_leads_of_others()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var mine = await limited.LeadOfAsync(limited.Me);
        var theirs = await limited.LeadOfAsync(limited.Other);
        string[] addresses = [$"{Leads}/{mine}", $"{Leads}/{mine}?fields=id,tags", Leads, $"{Leads}?fields=id,tags", "/api/v1/customers"];
        var before = await TagsAsync(limited.Agent, addresses);

        await limited.Owner.CallAsync(HttpMethod.Patch, $"{Leads}/{theirs}", HttpStatusCode.OK, new { first_name = "Changed" });
        await limited.LeadOfAsync(null);

        Assert.Equal(before, await TagsAsync(limited.Agent, addresses));
    }

    [Fact]
    public async Task What_is_hidden_takes_as_long_to_refuse_as_what_is_not_there()
    {
        const int Rounds = 200;
        using var limited = await LimitedAgent.NewAsync(host);
        var hidden = await limited.LeadOfAsync(limited.Other);
        (HttpMethod, string, object?)[] calls = [(HttpMethod.Get, "", null), (HttpMethod.Get, "/timeline", null), (HttpMethod.Patch, "", new { first_name = "x" }), (HttpMethod.Delete, "", null)];
        foreach (var (method, path, body) in calls)
        {
            var times = new Dictionary<long, List<double>> { [hidden] = [], [999_999_999] = [] };
            for (var i = 0; i < Rounds; i++)
            {
                foreach (var (id, taken) in times)
                {
                    var begun = TimeProvider.System.GetTimestamp();
                    Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(limited.Agent, method, $"{Leads}/{id}{path}", body)).Status);
                    taken.Add(TimeProvider.System.GetElapsedTime(begun).TotalMicroseconds);
                }
            }

            var (there, gone) = (Median(times[hidden]), Median(times[999_999_999]));
            Assert.True(there / gone is > 0.7 and < 1.4, $"{method} {path}: {there:0} µs for a hidden lead, {gone:0} µs for none.");
        }

        static double Median(List<double> times) => times.Order().ElementAt(Rounds / 2);
    }

    [Fact]
    public async Task A_job_of_somebody_else_is_not_there()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        await limited.Tenant.AddLeadsAsync([.. Enumerable.Range(0, 501).Select(number => new Leadline.Leads.Lead { LastName = $"Lead {number}", AssignedUserId = limited.Other })]);
        var job = (long)(await limited.Owner.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.Accepted, new { filter = new { }, action = "update", set = new { description = "x" } }))["data"]!["job_id"]!;

        await limited.Agent.GetJsonAsync($"/api/v1/jobs/{job}", HttpStatusCode.NotFound);
        await limited.Agent.CallAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", HttpStatusCode.NotFound);
        await limited.Owner.GetJsonAsync($"/api/v1/jobs/{job}");
    }

    [Fact]
    public async Task A_job_of_a_limited_caller_reaches_their_own_leads_only()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        await limited.Tenant.AddLeadsAsync([.. Enumerable.Range(0, 1010).Select(number => new Leadline.Leads.Lead { LastName = $"Lead {number}", AssignedUserId = number % 2 == 0 ? limited.Me : limited.Other })]);

        var bulk = (await limited.Agent.CallAsync(HttpMethod.Post, $"{Leads}/bulk", HttpStatusCode.Accepted, new { filter = new { }, action = "update", set = new { description = "done" } }))["data"]!;
        JsonNode job;
        do
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            job = (await limited.Agent.GetJsonAsync($"/api/v1/jobs/{bulk["job_id"]}"))["data"]!;
        }
        while ((string?)job["state"] is "queued" or "running");

        Assert.Equal((505, 505), ((int)bulk["matched"]!, (int)job["done"]!));
        var all = await limited.Owner.GetJsonAsync($"{Leads}?assigned_user_id={limited.Other}&per_page=100");
        Assert.All(all["data"]!.AsArray(), lead => Assert.Null((string?)lead!["description"]));
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, HttpMethod method, string address, object? body)
    {
        using var reply = await client.SendAsync(method, address, body);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync());
    }

    private static async Task<string[]> TagsAsync(HttpClient client, IEnumerable<string> addresses)
    {
        var tags = new List<string>();
        foreach (var address in addresses)
        {
            using var reply = await client.GetAsync(address);
            tags.Add(reply.Headers.ETag!.ToString());
        }

        return [.. tags];
    }
}
