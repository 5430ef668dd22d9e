using System.Net;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Preferences;

/// <summary>What people choose at <c>/api/v1/account/preferences</c>.</summary>
public sealed class PreferencesTests(LeadlineHost host)
{
    private const string Address = "/api/v1/account/preferences";
    private const string Views = "/api/v1/views";
    private const string Scopes = "leads:read leads:write customers:read";

    [Fact]
    public async Task Whoever_has_chosen_nothing_has_what_is_usual()
    {
        using var ada = await MemberAsync(await host.NewTenantAsync());

        var usual = (await ada.GetJsonAsync(Address))["data"]!;

        Assert.Equal(
            """{"theme":"system","language":null,"density":"comfortable","list_mode":"pages","per_page":50,"single_key_shortcuts":true,"time_zone":null,"default_view_id":{},"pinned_view_ids":{},"columns":{}}""",
            usual.ToJsonString());
    }

    [Fact]
    public async Task What_is_sent_changes_and_null_gives_back_what_is_usual()
    {
        using var viewer = await MemberAsync(await host.NewTenantAsync(), "viewer", "leads:read");
        await PatchAsync(viewer, """
            {"theme": "dark", "language": "tr", "density": "compact", "list_mode": "endless", "per_page": 100, "single_key_shortcuts": false, "time_zone": "Europe/Istanbul",
             "columns": {"leads": [{"field": "email", "width_px": 240}, {"field": "status"}], "customers": []}}
            """);

        var chosen = await PatchAsync(viewer, """{"language": null, "per_page": null, "single_key_shortcuts": null, "columns": {"customers": null, "board": [{"field": "name", "width_px": null}]}}""");

        Assert.Equal(
            """{"theme":"dark","language":null,"density":"compact","list_mode":"endless","per_page":50,"single_key_shortcuts":true,"time_zone":"Europe/Istanbul","default_view_id":{},"pinned_view_ids":{},"columns":{"leads":[{"field":"email","width_px":240},{"field":"status","width_px":null}],"board":[{"field":"name","width_px":null}]}}""",
            chosen.ToJsonString());
        Assert.True(JsonNode.DeepEquals(chosen, (await viewer.GetJsonAsync(Address))["data"]));
        Assert.Empty((await PatchAsync(viewer, """{"columns": null}"""))["columns"]!.AsObject());
    }

    [Theory]
    [InlineData("""{"theme": "pink"}""", "theme")]
    [InlineData("""{"language": "fr"}""", "language")]
    [InlineData("""{"density": 1}""", "density")]
    [InlineData("""{"list_mode": "scroll"}""", "list_mode")]
    [InlineData("""{"per_page": 0}""", "per_page")]
    [InlineData("""{"per_page": 101}""", "per_page")]
    [InlineData("""{"single_key_shortcuts": "no"}""", "single_key_shortcuts")]
    [InlineData("""{"time_zone": "Mars/Olympus"}""", "time_zone")]
    [InlineData("""{"time_zone": "europe/istanbul"}""", "time_zone")]
    [InlineData("""{"time_zone": "Turkey Standard Time"}""", "time_zone")]
    [InlineData("""{"time_zone": "../../etc/passwd"}""", "time_zone")]
    [InlineData("""{"default_view_id": 7}""", "default_view_id")]
    [InlineData("""{"default_view_id": {"tags": 7}}""", "default_view_id.tags")]
    [InlineData("""{"default_view_id": {"leads": "7"}}""", "default_view_id.leads")]
    [InlineData("""{"default_view_id": {"leads": 7}}""", "default_view_id.leads")]
    [InlineData("""{"pinned_view_ids": {"leads": [7]}}""", "pinned_view_ids.leads")]
    [InlineData("""{"pinned_view_ids": {"leads": 7}}""", "pinned_view_ids.leads")]
    [InlineData("""{"columns": {"leads": ["email"]}}""", "columns.leads")]
    [InlineData("""{"columns": {"leads": [{"field": "email"}, {"width_px": 100}]}}""", "columns.leads[1].field")]
    [InlineData("""{"columns": {"leads": [{"field": "email", "width_px": 2001}]}}""", "columns.leads[0].width_px")]
    [InlineData("""{"columns": {"leads": [{"field": "email", "order": 1}]}}""", "columns.leads[0].order")]
    [InlineData("""{"last_tenant": 1}""", "last_tenant")]
    public async Task A_bad_choice_is_refused_by_field_and_nothing_is_chosen(string body, string field)
    {
        using var ada = await MemberAsync(await host.NewTenantAsync());
        var sent = JsonNode.Parse(body)!.AsObject();
        sent["language"] ??= "en";

        var refused = await ada.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.UnprocessableEntity, sent);

        Assert.NotEmpty(refused.ErrorsOf(field));
        Assert.Null((await ada.GetJsonAsync(Address))["data"]!["language"]);
    }

    [Fact]
    public async Task What_is_told_by_list_is_bounded()
    {
        using var ada = await MemberAsync(await host.NewTenantAsync());
        var columns = new JsonArray([.. Enumerable.Range(0, 50).Select(number => new JsonObject { ["field"] = $"{number}{new string('x', 98)}" })]);

        await PatchAsync(ada, new JsonObject { ["columns"] = new JsonObject { ["leads"] = columns.DeepClone() } }.ToJsonString());
        columns.Add(new JsonObject { ["field"] = "x" });
        var refused = await ada.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.UnprocessableEntity, new JsonObject { ["columns"] = new JsonObject { ["leads"] = columns } });
        var tooMany = await ada.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.UnprocessableEntity, new { pinned_view_ids = new { leads = Enumerable.Range(1, 51) } });

        Assert.Equal(["The field columns.leads must name at most 50."], refused.ErrorsOf("columns.leads"));
        Assert.Contains("The field pinned_view_ids.leads must name at most 50.", tooMany.ErrorsOf("pinned_view_ids.leads"));
    }

    [Fact]
    public async Task Views_are_named_that_one_sees_and_left_out_when_one_sees_them_no_longer()
    {
        var tenant = await host.NewTenantAsync();
        using var ada = await MemberAsync(tenant);
        using var grace = await MemberAsync(tenant);
        var (own, alone, shared, ofCustomers) = (await SaveAsync(ada), await SaveAsync(grace), await SaveAsync(grace, isShared: true), await SaveAsync(ada, "customers"));
        foreach (var unseen in new[] { alone, ofCustomers })
        {
            var refused = await ada.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.UnprocessableEntity, new { default_view_id = new { leads = unseen } });
            Assert.Equal([$"The field default_view_id.leads names {unseen}, which is no saved view of this list."], refused.ErrorsOf("default_view_id.leads"));
        }

        await PatchAsync(ada, $$$"""{"default_view_id": {"leads": {{{shared}}}, "customers": {{{ofCustomers}}}}, "pinned_view_ids": {"leads": [{{{shared}}}, {{{own}}}, {{{shared}}}]}}""");
        Assert.Equal(($$$"""{"leads":{{{shared}}},"customers":{{{ofCustomers}}}}""", $$$"""{"leads":[{{{shared}}},{{{own}}}]}"""), await ViewsAsync(ada));
        var before = (await ada.GetAsync(Address)).Headers.ETag!.ToString();

        await grace.CallAsync(HttpMethod.Patch, $"{Views}/{shared}", HttpStatusCode.OK, new { is_shared = false });
        Assert.Equal(($$$"""{"customers":{{{ofCustomers}}}}""", $$$"""{"leads":[{{{own}}}]}"""), await ViewsAsync(ada));
        using var read = await ada.SendAsync(HttpMethod.Get, Address, null, ("If-None-Match", before));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        await PatchAsync(ada, """{"theme": "light"}""");

        await grace.CallAsync(HttpMethod.Patch, $"{Views}/{shared}", HttpStatusCode.OK, new { is_shared = true });
        await ada.CallAsync(HttpMethod.Delete, $"{Views}/{own}", HttpStatusCode.OK);
        Assert.Equal(($$$"""{"leads":{{{shared}}},"customers":{{{ofCustomers}}}}""", $$$"""{"leads":[{{{shared}}}]}"""), await ViewsAsync(ada));
    }

    [Fact]
    public async Task Everyone_has_their_own_in_each_tenant()
    {
        var (first, second) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = $"{Guid.NewGuid():N}@example.com";
        await first.AddUserAsync(email);
        await second.AddUserAsync(email);
        using var here = await first.ClientAsync(Scopes, email);
        using var there = await second.ClientAsync(Scopes, email);
        using var colleague = await MemberAsync(first);

        await PatchAsync(here, """{"theme": "dark"}""");

        Assert.Equal("dark", (string?)(await here.GetJsonAsync(Address))["data"]!["theme"]);
        Assert.Equal("system", (string?)(await there.GetJsonAsync(Address))["data"]!["theme"]);
        Assert.Equal("system", (string?)(await colleague.GetJsonAsync(Address))["data"]!["theme"]);
    }

    [Fact]
    public async Task A_change_under_an_old_tag_is_refused_the_same_key_answers_the_same_and_nothing_is_journalled()
    {
        using var ada = await MemberAsync(await host.NewTenantAsync());
        var before = await ada.GetJsonAsync("/api/v1/changes?limit=1000");
        using var first = await ada.GetAsync(Address);
        var made = await ada.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { theme = "dark" }, ("If-Match", $"{first.Headers.ETag}"), ("Idempotency-Key", "k"));
        var again = await ada.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { theme = "dark" }, ("If-Match", $"{first.Headers.ETag}"), ("Idempotency-Key", "k"));

        var outdated = await ada.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.PreconditionFailed, new { theme = "light" }, ("If-Match", $"{first.Headers.ETag}"));

        Assert.True(JsonNode.DeepEquals(made, again));
        Assert.Equal("dark", (string?)outdated["current"]!["theme"]);
        Assert.True(JsonNode.DeepEquals(before, await ada.GetJsonAsync("/api/v1/changes?limit=1000")));
    }

    [Fact]
    public async Task First_choices_at_the_same_time_are_all_kept()
    {
        using var ada = await MemberAsync(await host.NewTenantAsync());

        await Task.WhenAll(new[] { """{"theme": "dark"}""", """{"language": "tr"}""", """{"density": "compact"}""", """{"per_page": 25}""" }.Select(body => PatchAsync(ada, body)));

        var chosen = (await ada.GetJsonAsync(Address))["data"]!;
        Assert.Equal(("dark", "tr", "compact", 25), ((string?)chosen["theme"], (string?)chosen["language"], (string?)chosen["density"], (int)chosen["per_page"]!));
    }

    [Fact]
    public async Task They_are_for_people_and_what_was_handed_out_needs_a_scope_on_users()
    {
        var tenant = await host.NewTenantAsync();
        using var app = await tenant.ClientAsync("leads:read users:read users:write");
        await app.GetJsonAsync(Address, HttpStatusCode.Forbidden);
        await app.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.Forbidden, new { theme = "dark" });

        using var owner = await MemberAsync(tenant, "owner", "leads:read users:read users:write");
        foreach (var (scope, reads, writes) in new[] { ("leads:read", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), ("users:read", HttpStatusCode.OK, HttpStatusCode.Forbidden), ("users:write", HttpStatusCode.Forbidden, HttpStatusCode.OK) })
        {
            var made = await owner.CallAsync(HttpMethod.Post, "/api/v1/account/tokens", HttpStatusCode.Created, new { name = "Script", scopes = new[] { scope }, expires_at = DateTime.UtcNow.AddDays(1) });
            using var script = host.NewClient();
            script.DefaultRequestHeaders.Authorization = new("Bearer", (string)made["data"]!["token"]!);
            script.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());

            await script.GetJsonAsync(Address, reads);
            await script.CallAsync(HttpMethod.Patch, Address, writes, new { theme = "dark" });
        }
    }

    private static async Task<HttpClient> MemberAsync(TestTenant tenant, string role = "agent", string scopes = Scopes)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: role);
        return await tenant.ClientAsync(scopes, email);
    }

    private static async Task<JsonNode> PatchAsync(HttpClient client, string body) => (await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, body))["data"]!;

    private static async Task<(string Default, string Pinned)> ViewsAsync(HttpClient client)
    {
        var chosen = (await client.GetJsonAsync(Address))["data"]!;
        return (chosen["default_view_id"]!.ToJsonString(), chosen["pinned_view_ids"]!.ToJsonString());
    }

    private static Task<long> SaveAsync(HttpClient client, string list = "leads", bool isShared = false) =>
        client.CreateAsync(Views, new { list, name = "Mine", state = new { }, is_shared = isShared });
}
