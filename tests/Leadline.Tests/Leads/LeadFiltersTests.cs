using System.Net;
using System.Net.Http.Json;
using Leadline.Leads;

namespace Leadline.Tests.Leads;

public sealed class LeadFiltersTests(LeadlineHost host)
{
    private const string AllScopes = "leads:read leads:write settings:write";

    [Fact]
    public async Task Me_is_the_caller_and_none_is_nobody()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var ada = await tenant.AddUserAsync(email, role: "agent");
        var grace = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
        using var client = await tenant.ClientAsync("leads:read leads:write", user: email);
        var mine = await client.CreateAsync("/api/v1/leads", new { last_name = "Mine", assigned_user_id = ada });
        var hers = await client.CreateAsync("/api/v1/leads", new { last_name = "Hers", assigned_user_id = grace });
        var nobodys = await client.CreateAsync("/api/v1/leads", new { last_name = "Nobody's" });

        Assert.Equal([mine], (await client.GetJsonAsync("/api/v1/leads?assigned_user_id=me")).Ids());
        Assert.Equal([nobodys], (await client.GetJsonAsync("/api/v1/leads?assigned_user_id=none")).Ids());
        Assert.Equal([nobodys, mine], (await client.GetJsonAsync("/api/v1/leads?assigned_user_id=none,me")).Ids());
        Assert.Equal([hers], (await client.GetJsonAsync($"/api/v1/leads?assigned_user_id={grace}")).Ids());
    }

    [Fact]
    public async Task An_app_is_nobody_that_me_could_mean()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);

        var errors = (await client.GetJsonAsync("/api/v1/leads?assigned_user_id=me", HttpStatusCode.UnprocessableEntity))["errors"]!;

        Assert.Equal("The parameter assigned_user_id must not be me: the caller is no person.", (string?)errors["assigned_user_id"]![0]);
    }

    [Fact]
    public async Task A_lead_is_found_by_its_tag_as_soon_as_it_has_it_and_no_longer()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var tag = await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });
        Assert.Empty((await client.GetJsonAsync($"/api/v1/leads?tag_id={tag}")).Ids());

        (await client.PutAsync($"/api/v1/leads/{lead}/tags/{tag}", null)).EnsureSuccessStatusCode();
        Assert.Equal([lead], (await client.GetJsonAsync($"/api/v1/leads?tag_id={tag}")).Ids());

        (await client.DeleteAsync($"/api/v1/leads/{lead}/tags/{tag}")).EnsureSuccessStatusCode();
        Assert.Empty((await client.GetJsonAsync($"/api/v1/leads?tag_id={tag}")).Ids());
    }

    [Fact]
    public async Task A_deleted_tag_finds_no_lead_until_it_is_restored()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var tag = await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });
        (await client.PutAsync($"/api/v1/leads/{lead}/tags/{tag}", null)).EnsureSuccessStatusCode();
        Assert.Equal([lead], (await client.GetJsonAsync($"/api/v1/leads?tag_id={tag}")).Ids());

        (await client.DeleteAsync($"/api/v1/tags/{tag}")).EnsureSuccessStatusCode();
        Assert.Empty((await client.GetJsonAsync($"/api/v1/leads?tag_id={tag}")).Ids());

        (await client.PostAsync($"/api/v1/tags/{tag}/restore", null)).EnsureSuccessStatusCode();
        Assert.Equal([lead], (await client.GetJsonAsync($"/api/v1/leads?tag_id={tag}")).Ids());
    }

    [Fact]
    public async Task A_lead_with_one_of_the_tags_is_left_out_unless_the_tag_is_deleted()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var (hot, cold) = (await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" }), await client.CreateAsync("/api/v1/tags", new { name = "Cold", color = "#0000ff" }));
        var (bare, tagged) = (await client.CreateAsync("/api/v1/leads", new { last_name = "Bare" }), await client.CreateAsync("/api/v1/leads", new { last_name = "Tagged" }));
        Assert.Equal([tagged, bare], (await client.GetJsonAsync($"/api/v1/leads?not_tag_id={hot}")).Ids());

        (await client.PutAsync($"/api/v1/leads/{tagged}/tags/{hot}", null)).EnsureSuccessStatusCode();
        Assert.Equal([bare], (await client.GetJsonAsync($"/api/v1/leads?not_tag_id={hot}")).Ids());
        Assert.Equal([bare], (await client.GetJsonAsync($"/api/v1/leads?not_tag_id={cold},{hot}")).Ids());
        Assert.Equal([tagged, bare], (await client.GetJsonAsync($"/api/v1/leads?not_tag_id={cold}")).Ids());
        Assert.Empty((await client.GetJsonAsync($"/api/v1/leads?tag_id={hot}&not_tag_id={hot}")).Ids());

        (await client.DeleteAsync($"/api/v1/tags/{hot}")).EnsureSuccessStatusCode();
        Assert.Equal([tagged, bare], (await client.GetJsonAsync($"/api/v1/leads?not_tag_id={hot}")).Ids());
    }

    [Fact]
    public async Task Leads_without_a_status_are_of_none_of_some_statuses()
    {
        var tenant = await host.NewTenantAsync();
        var client = await tenant.ClientAsync(AllScopes);
        var (fresh, contacted) = (await tenant.StatusAsync("new"), await tenant.StatusAsync("contacted"));
        var first = await client.CreateAsync("/api/v1/leads", new { last_name = "First", lead_status_id = fresh });
        var second = await client.CreateAsync("/api/v1/leads", new { last_name = "Second", lead_status_id = contacted });
        await tenant.AddLeadsAsync(new Lead { LastName = "Third" });
        var third = (await client.GetJsonAsync("/api/v1/leads?lead_status_id=none")).Ids()[0];

        Assert.Equal([third, second], await IdsAsync($"not_lead_status_id={fresh}"));
        Assert.Equal([second], await IdsAsync($"not_lead_status_id={fresh},none"));
        Assert.Equal([second, first], await IdsAsync("not_lead_status_id=none"));
        Assert.Equal([third, second, first], await IdsAsync($"not_lead_status_id={long.MaxValue}"));
        Assert.Equal([third, second, first], await IdsAsync($"not_country_id={long.MaxValue},792&not_lead_status_id=999999999"));
        Assert.Equal([first], await IdsAsync($"lead_status_id={fresh},{contacted}&not_lead_status_id={contacted},none"));
        Assert.Equal([third, second, first], await IdsAsync("not_lead_status_id=0"));
        Assert.Equal([second], (await client.CallAsync(HttpMethod.Post, "/api/v1/leads/search", HttpStatusCode.OK, $$$"""{"where": {"or": [{"not_lead_status_id": [{{{fresh}}}, "none"]}]}}""")).Ids());

        async Task<long[]> IdsAsync(string query) => [.. (await client.GetJsonAsync($"/api/v1/leads?{query}")).Ids().OrderDescending()];
    }

    [Fact]
    public async Task Who_leaves_out_a_member_sees_no_more_than_they_may()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var ada = await tenant.AddUserAsync(email);
        var grace = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
        using var owner = await tenant.ClientAsync("leads:read leads:write users:read users:write");
        var role = await owner.CreateAsync("/api/v1/roles", new { name = "Own", visibility = "own", permissions = new[] { "leads:read" } });
        await owner.CallAsync(HttpMethod.Patch, $"/api/v1/users/{ada}", HttpStatusCode.OK, new { role_ids = new[] { role } });
        var mine = await owner.CreateAsync("/api/v1/leads", new { last_name = "Mine", assigned_user_id = ada });
        await owner.CreateAsync("/api/v1/leads", new { last_name = "Hers", assigned_user_id = grace });
        var nobodys = await owner.CreateAsync("/api/v1/leads", new { last_name = "Nobody's" });
        using var client = await tenant.ClientAsync("leads:read", user: email);

        Assert.Equal([mine], (await client.GetJsonAsync($"/api/v1/leads?not_assigned_user_id={grace}")).Ids());
        Assert.Equal([mine], (await client.GetJsonAsync("/api/v1/leads?not_assigned_user_id=none")).Ids());
        Assert.Empty((await client.GetJsonAsync("/api/v1/leads?not_assigned_user_id=me")).Ids());
        Assert.Empty((await client.CallAsync(HttpMethod.Post, "/api/v1/leads/search", HttpStatusCode.OK, """{"where": {"or": [{"not_assigned_user_id": "me"}]}}""")).Ids());
        Assert.Equal([nobodys, mine], (await owner.GetJsonAsync($"/api/v1/leads?not_assigned_user_id={grace}")).Ids());
    }

    [Fact]
    public async Task A_campaign_is_asked_for_letter_by_letter_in_lists_trees_counts_and_bulk()
    {
        var tenant = await host.NewTenantAsync();
        var client = await tenant.ClientAsync(AllScopes);
        var spring = await client.CreateAsync("/api/v1/leads", new { last_name = "A", marketing_attribution = new object[] { new { utm_campaign = " Spring " }, new { campaign = 7 } } });
        var comma = await client.CreateAsync("/api/v1/leads", new { last_name = "B", marketing_attribution = new { campaign = "a,b" } });
        var bare = await client.CreateAsync("/api/v1/leads", new { last_name = "C", marketing_attribution = new object[] { "text" } });
        await client.CreateAsync("/api/v1/leads", new { last_name = "D", marketing_attribution = new { campaign = "none" } });

        Assert.Equal([spring], await IdsAsync("first_campaign=Spring"));
        Assert.Empty(await IdsAsync("first_campaign=spring"));
        Assert.Equal([spring], await IdsAsync("last_campaign=7&first_campaign=x,Spring"));
        Assert.Equal([bare], await IdsAsync("first_campaign=none"));
        Assert.Equal([bare, spring], await IdsAsync("last_campaign=7,none"));
        Assert.Empty(await IdsAsync("first_campaign=a,b"));
        Assert.Equal([comma], (await client.CallAsync(HttpMethod.Post, "/api/v1/leads/search", HttpStatusCode.OK, """{"where": {"first_campaign": ["a,b"]}}""")).Ids());
        Assert.Equal(2, (await client.GetJsonAsync("/api/v1/leads/counts?last_campaign=7,none"))["data"]!.AsArray().Sum(kind => (long)kind!["leads"]!));

        await client.CallAsync(HttpMethod.Post, "/api/v1/leads/bulk", HttpStatusCode.OK, """{"action": "update", "filter": {"first_campaign": "none"}, "set": {"description": "bare"}}""");
        Assert.Equal(["bare"], (await client.GetJsonAsync("/api/v1/leads"))["data"]!.AsArray().Select(lead => (string?)lead!["description"]).OfType<string>());

        await client.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{bare}", HttpStatusCode.OK, new { marketing_attribution = new { utm_campaign = "Spring" } });
        Assert.Equal([bare, spring], await IdsAsync("first_campaign=Spring"));
        Assert.Empty(await IdsAsync("first_campaign=none"));

        async Task<long[]> IdsAsync(string query) => [.. (await client.GetJsonAsync($"/api/v1/leads?{query}")).Ids()];
    }

    [Fact]
    public async Task A_phone_without_a_digit_is_a_phone()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var with = await client.CreateAsync("/api/v1/leads", new { last_name = "With", phone_number = "abc" });
        var without = await client.CreateAsync("/api/v1/leads", new { last_name = "Without" });

        Assert.Equal([with], (await client.GetJsonAsync("/api/v1/leads?has_phone=1")).Ids());
        Assert.Equal([without], (await client.GetJsonAsync("/api/v1/leads?has_phone=0")).Ids());
    }

    [Fact]
    public async Task In_a_tree_an_array_holds_values_with_commas_and_is_never_empty()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "A", external_id = "a,b" });
        await client.CreateAsync("/api/v1/leads", new { last_name = "B", external_id = "a" });

        var found = await client.CallAsync(HttpMethod.Post, "/api/v1/leads/search", HttpStatusCode.OK, """{"where": {"external_id": ["a,b", "c"]}, "fields": ["id"]}""");
        var refused = await client.CallAsync(HttpMethod.Post, "/api/v1/leads/search", HttpStatusCode.UnprocessableEntity, """{"where": {"or": [{"email": []}, {"email": "a@b.de"}]}}""");

        Assert.Equal([lead], found.Ids());
        Assert.Single(refused.ErrorsOf("where.or[0].email"));
    }

    [Fact]
    public async Task A_phone_is_found_in_any_format()
    {
        var tenant = await host.NewTenantAsync(country: "TR");
        var client = await tenant.ClientAsync(AllScopes);
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace", phone_number = "+90 (532) 123 45 67" });

        foreach (var typed in new[] { "0532 123 45 67", "00905321234567", "5321234567", "+90-532-123-45-67" })
        {
            Assert.Equal([lead], (await client.GetJsonAsync($"/api/v1/leads?phone_number={Uri.EscapeDataString(typed)}")).Ids());
        }

        Assert.Empty((await client.GetJsonAsync("/api/v1/leads?phone_number=532123")).Ids());
    }

    [Fact]
    public async Task Only_the_named_fields_come_in_their_usual_order()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var tag = await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace", country_id = 792 });
        (await client.PutAsync($"/api/v1/leads/{lead}/tags/{tag}", null)).EnsureSuccessStatusCode();

        var listed = (await client.GetJsonAsync("/api/v1/leads?fields=version,tags,status,id,is_converted"))["data"]![0]!.AsObject();
        var read = (await client.GetJsonAsync($"/api/v1/leads/{lead}?fields=tags,country_name"))["data"]!.AsObject();

        Assert.Equal(["id", "is_converted", "status", "tags", "version"], listed.Select(field => field.Key));
        Assert.Equal("false", (string?)listed["is_converted"]);
        Assert.Equal("New", (string?)listed["status"]!["name"]);
        Assert.Equal($$"""[{"id":{{tag}},"name":"Hot","color":"#ff0000"}]""", listed["tags"]!.ToJsonString());
        Assert.Equal(1, (long)listed["version"]!);
        Assert.Equal(["country_name", "tags"], read.Select(field => field.Key));
    }

    [Fact]
    public async Task The_tag_of_a_record_shown_with_its_labels_moves_with_them()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var tag = await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });
        using var before = await client.GetAsync($"/api/v1/leads/{lead}?fields=tags");

        (await client.PutAsync($"/api/v1/leads/{lead}/tags/{tag}", null)).EnsureSuccessStatusCode();
        using var after = await client.GetAsync($"/api/v1/leads/{lead}?fields=tags");

        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task A_list_that_is_known_answers_304_until_it_changes()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });
        using var first = await client.GetAsync("/api/v1/leads");
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var again = await client.GetAsync("/api/v1/leads");
        await client.PatchAsJsonAsync($"/api/v1/leads/{lead}", new { first_name = "Ada" });
        using var changed = await client.GetAsync("/api/v1/leads");

        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal("", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task A_walk_by_cursor_misses_nothing_that_stays_while_leads_come_and_go()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        var stay = new List<long>();
        for (var i = 0; i < 9; i++)
        {
            stay.Add(await client.CreateAsync("/api/v1/leads", new { last_name = $"Name {i % 4}", first_name = i % 3 == 0 ? null : "Ada" }));
        }

        var seen = new List<long>();
        var address = "/api/v1/leads?sort_by=first_name&limit=2";
        string? cursor = null;
        do
        {
            var page = await client.GetJsonAsync($"{address}&cursor={cursor}");
            seen.AddRange(page.Ids());
            cursor = (string?)page["meta"]!["cursor"];
            var gone = await client.CreateAsync("/api/v1/leads", new { first_name = "Aaa", last_name = "Gone" });
            await client.CreateAsync("/api/v1/leads", new { first_name = "Zoe", last_name = "New" });
            await client.DeleteAsync($"/api/v1/leads/{gone}");
        }
        while (cursor is not null && seen.Count < 100);

        Assert.Equal(stay, seen.Where(stay.Contains).Order());
        Assert.Equal(seen.Distinct().Count(), seen.Count);
    }

    [Theory]
    [InlineData("limit=5&page=1", "page", "cannot be sent together with limit or cursor")]
    [InlineData("limit=5&per_page=5", "per_page", "cannot be sent together with limit or cursor")]
    [InlineData("limit=0", "limit", "must be an integer from 1 to 100")]
    [InlineData("limit=101", "limit", "must be an integer from 1 to 100")]
    [InlineData("cursor=nonsense", "cursor", "is no cursor of this list in this order")]
    [InlineData("cursor=%25%25", "cursor", "is no cursor of this list in this order")]
    [InlineData("fields=id,secret", "fields", "names what is no field of a lead: secret")]
    [InlineData("assigned_user_id=you", "assigned_user_id", "must be integers, me or none")]
    [InlineData("country_id=792,x", "country_id", "must be integers or none, with commas between them")]
    [InlineData("has_email=maybe", "has_email", "must be 1, 0, true or false")]
    [InlineData("created_from=yesterday", "created_from", "must be a date or a time in ISO 8601, as 2026-02-28 or 2026-02-28T12:00:00Z")]
    [InlineData("updated_since=2026-02-30", "updated_since", "must be a date or a time in ISO 8601, as 2026-02-28 or 2026-02-28T12:00:00Z")]
    [InlineData("tag_id=,", "tag_id", "must be 1 to 100 values with commas between them")]
    public async Task A_wrong_value_is_refused(string query, string parameter, string rule)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);

        var errors = (await client.GetJsonAsync($"/api/v1/leads?{query}", HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject();

        Assert.Equal($"The parameter {parameter} {rule}.", (string?)errors[parameter]![0]);
    }

    [Fact]
    public async Task A_cursor_of_another_order_is_refused()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        await client.CreateAsync("/api/v1/leads", new { last_name = "One" });
        await client.CreateAsync("/api/v1/leads", new { last_name = "Two" });
        var cursor = (string?)(await client.GetJsonAsync("/api/v1/leads?limit=1"))["meta"]!["cursor"];

        var errors = (await client.GetJsonAsync($"/api/v1/leads?sort_by=last_name&cursor={cursor}", HttpStatusCode.UnprocessableEntity))["errors"]!;

        Assert.Equal("The parameter cursor is no cursor of this list in this order.", (string?)errors["cursor"]![0]);
    }

    [Theory]
    [InlineData("""{"where": 5}""", "where")]
    [InlineData("""{"where": {"or": []}}""", "where")]
    [InlineData("""{"where": {"or": [{}], "and": [{}]}}""", "where")]
    [InlineData("""{"where": {"or": [{"colour": "red"}]}}""", "where.or[0].colour")]
    [InlineData("""{"where": {"and": [{"or": [{"country_id": {"not": 5}}]}]}}""", "where.and[0].or[0].country_id")]
    [InlineData("""{"where": {"has_email": "maybe"}}""", "where.has_email")]
    [InlineData("""{"where": {"trashed": true}}""", "where.trashed")]
    [InlineData("""{"colour": "red"}""", "colour")]
    [InlineData("""{"limit": 5, "page": 2}""", "page")]
    [InlineData("""{"sort_by": "colour"}""", "sort_by")]
    public async Task A_wrong_tree_is_refused_by_the_place_of_the_fault(string body, string field)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);

        using var reply = await client.PostAsync("/api/v1/leads/search", new StringContent(body, null, "application/json"));

        Assert.Equal([field], (await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task The_pages_of_a_search_link_to_one_another_for_the_same_body()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(AllScopes);
        foreach (var name in new[] { "Ada", "Grace", "Edsger" })
        {
            await client.CreateAsync("/api/v1/leads", new { last_name = name });
        }

        var body = new { where = new { has_phone = false }, sort_by = "last_name", per_page = 2 };
        using var first = await client.PostAsJsonAsync("/api/v1/leads/search", body);
        var next = (string?)(await first.JsonAsync(HttpStatusCode.OK))["links"]!["next"];
        using var second = await client.PostAsJsonAsync(next, body);

        Assert.Equal("Grace", (string?)(await second.JsonAsync(HttpStatusCode.OK))["data"]![0]!["last_name"]);
    }

    [Fact]
    public async Task A_bulk_action_takes_the_same_filters()
    {
        var client = await (await host.NewTenantAsync(country: "TR")).ClientAsync(AllScopes);
        var one = await client.CreateAsync("/api/v1/leads", new { last_name = "One", phone_number = "0532 123 45 67", country_id = 792 });
        await client.CreateAsync("/api/v1/leads", new { last_name = "Two", country_id = 792 });

        using var reply = await client.PostAsJsonAsync(
            "/api/v1/leads/bulk", new { filter = new { phone_number = "+90 532 1234567", country_id = new[] { 792, 276 }, is_terminal = false }, action = "delete" });
        var result = (await reply.JsonAsync(HttpStatusCode.OK))["data"]!;

        Assert.Equal(1, (int)result["matched"]!);
        Assert.Equal([one], (await client.GetJsonAsync("/api/v1/leads?trashed=1")).Ids());
    }
}
