using System.Net;
using System.Text.Json.Nodes;

namespace Leadline.Tests.SavedViews;

/// <summary>What members see and change of <c>/api/v1/views</c>.</summary>
public sealed class SavedViewsTests(LeadlineHost host)
{
    private const string Views = "/api/v1/views";
    private const string Changes = "/api/v1/changes?limit=1000";
    private const string Scopes = "leads:read leads:write customers:read customers:write settings:read settings:write users:read users:write";

    [Fact]
    public async Task A_view_comes_back_as_it_was_saved()
    {
        using var client = await (await MembersAsync())("owner");
        var state = new JsonObject { ["filter"] = new JsonObject { ["search"] = "İstanbul \"x\"" }, ["columns"] = new JsonArray("last_name", "email"), ["per_page"] = 50 };

        var made = (await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Created, new JsonObject { ["list"] = "leads", ["name"] = "Hot", ["state"] = state.DeepClone() }))["data"]!.AsObject();

        Assert.Equal(["id", "user_id", "list", "name", "state", "is_shared", "created_at", "updated_at", "deleted_at"], made.Select(field => field.Key));
        Assert.True(JsonNode.DeepEquals(state, made["state"]));
        Assert.False((bool)made["is_shared"]!);
        Assert.True(JsonNode.DeepEquals(made, (await client.GetJsonAsync($"{Views}/{made["id"]}"))["data"]));
        Assert.Equal([(long)made["id"]!], (await client.GetJsonAsync(Views)).Ids());
        var entry = Assert.Single(await EntriesAsync(client));
        Assert.Equal("saved_view.create", (string?)entry["action"]);
        Assert.True(JsonNode.DeepEquals(state, entry["changes"]!["state"]!["new"]));
    }

    [Theory]
    [InlineData("""{"list": "leads", "name": "x"}""", "state")]
    [InlineData("""{"list": "leads", "state": {}}""", "name")]
    [InlineData("""{"name": "x", "state": {}}""", "list")]
    [InlineData("""{"list": "tags", "name": "x", "state": {}}""", "list")]
    [InlineData("""{"list": "leads", "name": null, "state": {}}""", "name")]
    [InlineData("""{"list": "leads", "name": "x", "state": null}""", "state")]
    [InlineData("""{"list": "leads", "name": "x", "state": []}""", "state")]
    [InlineData("""{"list": "leads", "name": "x", "state": {}, "is_shared": "yes"}""", "is_shared")]
    [InlineData("""{"list": "leads", "name": "x", "state": {}, "is_shared": null}""", "is_shared")]
    [InlineData("""{"list": "leads", "name": "x", "state": {}, "user_id": 1}""", "user_id")]
    public async Task A_bad_body_is_refused_by_field(string body, string field)
    {
        using var client = await (await MembersAsync())("owner");

        var refused = await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.UnprocessableEntity, body);

        Assert.Contains(field, refused["errors"]!.AsObject().Select(error => error.Key));
        Assert.Empty((await client.GetJsonAsync(Views)).Ids());
    }

    [Fact]
    public async Task A_state_is_bounded_by_its_bytes_without_white_space()
    {
        using var client = await (await MembersAsync())("owner");
        var most = 16 * 1024 - """{"a":""}""".Length;

        await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Created, Body(new string('x', most)));
        var id = (long)(await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Created, Body(new string('ş', most / 2))))["data"]!["id"]!;
        var tooLong = await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.UnprocessableEntity, Body(new string('x', most + 1)));
        await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.UnprocessableEntity, Body(new string('ş', most / 2 + 1)));

        Assert.Equal("The field state must be at most 16384 bytes long, without white space.", (string?)tooLong["errors"]!["state"]![0]);
        Assert.Equal(most / 2, ((string)(await client.GetJsonAsync($"{Views}/{id}"))["data"]!["state"]!["a"]!).Length);

        static string Body(string text) => $$"""{ "list": "board", "name": "x", "state": {  "a"  :{{new string(' ', 20_000)}}"{{text}}"  } }""";
    }

    [Fact]
    public async Task Nobody_else_sees_a_view_until_it_is_shared_and_others_change_it_with_the_right_alone()
    {
        var member = await MembersAsync();
        using var ada = await member("agent");
        using var grace = await member("agent");
        using var owner = await member("owner");
        var id = await SaveAsync(ada);
        foreach (var other in new[] { grace, owner })
        {
            Assert.Empty((await other.GetJsonAsync(Views)).Ids());
            await other.GetJsonAsync($"{Views}/{id}", HttpStatusCode.NotFound);
            await other.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.NotFound, new { name = "Theirs" });
            await other.CallAsync(HttpMethod.Delete, $"{Views}/{id}", HttpStatusCode.NotFound);
            await other.CallAsync(HttpMethod.Post, $"{Views}/{id}/restore", HttpStatusCode.NotFound);
        }

        await ada.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { is_shared = true });

        Assert.Equal([id], (await grace.GetJsonAsync($"{Views}?list=leads")).Ids());
        Assert.Empty((await grace.GetJsonAsync($"{Views}?list=customers")).Ids());
        await grace.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.Forbidden, new { name = "Theirs" });
        await grace.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.Forbidden, new { is_shared = false });
        await grace.CallAsync(HttpMethod.Delete, $"{Views}/{id}", HttpStatusCode.Forbidden);
        Assert.Equal("Mine", (string?)(await ada.GetJsonAsync($"{Views}/{id}"))["data"]!["name"]);
        await owner.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { name = "Ours" });
        await owner.CallAsync(HttpMethod.Delete, $"{Views}/{id}", HttpStatusCode.OK);
        Assert.Empty((await ada.GetJsonAsync(Views)).Ids());
        await grace.CallAsync(HttpMethod.Post, $"{Views}/{id}/restore", HttpStatusCode.Forbidden);
        await ada.CallAsync(HttpMethod.Post, $"{Views}/{id}/restore", HttpStatusCode.OK);
        Assert.Equal([id], (await grace.GetJsonAsync(Views)).Ids());
        await owner.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { is_shared = false });
        await owner.GetJsonAsync($"{Views}/{id}", HttpStatusCode.NotFound);
        Assert.Equal([id], (await ada.GetJsonAsync(Views)).Ids());
    }

    [Fact]
    public async Task Who_may_only_read_keeps_views_shares_none_and_can_take_back_what_they_shared()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await tenant.AddUserAsync(email, role: "agent");
        using var agent = await tenant.ClientAsync(Scopes, email);
        var (shared, deleted) = (await SaveAsync(agent, isShared: true), await SaveAsync(agent, isShared: true));
        await GiveRoleAsync(tenant, user, "viewer");
        using var viewer = await tenant.ClientAsync(Scopes, email);

        var id = await SaveAsync(viewer);
        await viewer.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Forbidden, new { list = "leads", name = "Ours", state = new { }, is_shared = true });
        await viewer.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.Forbidden, new { is_shared = true });
        await viewer.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { name = "Still mine" });
        await viewer.CallAsync(HttpMethod.Patch, $"{Views}/{shared}", HttpStatusCode.Forbidden, new { name = "For all" });
        await viewer.CallAsync(HttpMethod.Patch, $"{Views}/{shared}", HttpStatusCode.OK, new { is_shared = false, name = "Mine again" });
        await viewer.CallAsync(HttpMethod.Delete, $"{Views}/{deleted}", HttpStatusCode.OK);
        await viewer.CallAsync(HttpMethod.Post, $"{Views}/{deleted}/restore", HttpStatusCode.Forbidden);

        Assert.Equal([shared, id], (await viewer.GetJsonAsync($"{Views}?sort_by=created_at&sort_order=asc")).Ids());
    }

    [Fact]
    public async Task A_view_takes_the_scopes_of_its_list()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "owner");
        using var all = await tenant.ClientAsync(Scopes, email);
        using var ofLeads = await tenant.ClientAsync("leads:read leads:write", email);
        using var ofCustomers = await tenant.ClientAsync("customers:read", email);
        var (leads, customers) = (await SaveAsync(all), await SaveAsync(all, "customers"));

        Assert.Equal([leads], (await ofLeads.GetJsonAsync(Views)).Ids());
        Assert.Equal([customers], (await ofCustomers.GetJsonAsync(Views)).Ids());
        await ofLeads.GetJsonAsync($"{Views}/{customers}", HttpStatusCode.NotFound);
        await ofLeads.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Forbidden, new { list = "customers", name = "x", state = new { } });
        await ofCustomers.CallAsync(HttpMethod.Patch, $"{Views}/{customers}", HttpStatusCode.OK, new { name = "y" });
        await ofCustomers.CallAsync(HttpMethod.Patch, $"{Views}/{customers}", HttpStatusCode.Forbidden, new { is_shared = true });
    }

    [Fact]
    public async Task What_was_handed_to_another_program_changes_no_view_without_a_scope_to_write()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "agent");
        using var own = await tenant.ClientAsync(Scopes, email);
        var id = await SaveAsync(own);
        using var reading = await ScriptAsync(own, tenant, "leads:read");
        using var writing = await ScriptAsync(own, tenant, "leads:read", "leads:write");

        Assert.Equal([id], (await reading.GetJsonAsync(Views)).Ids());
        await reading.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Forbidden, new { list = "leads", name = "x", state = new { } });
        await reading.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.Forbidden, new { name = "x" });
        await reading.CallAsync(HttpMethod.Delete, $"{Views}/{id}", HttpStatusCode.Forbidden);
        await writing.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { name = "x" });
    }

    [Fact]
    public async Task A_caller_who_is_no_person_has_no_views_and_sees_what_is_shared()
    {
        var tenant = await host.NewTenantAsync();
        using var app = await tenant.ClientAsync(Scopes);
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email);
        using var agent = await tenant.ClientAsync(Scopes, email);
        await SaveAsync(agent);
        var shared = await SaveAsync(agent, isShared: true);

        await app.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Forbidden, new { list = "leads", name = "Nobody's", state = new { } });
        Assert.Equal([shared], (await app.GetJsonAsync(Views)).Ids());
    }

    [Fact]
    public async Task Another_tenants_view_is_not_there()
    {
        using var ada = await (await MembersAsync())("owner");
        using var stranger = await (await MembersAsync())("owner");
        var id = await SaveAsync(ada, isShared: true);

        Assert.Empty((await stranger.GetJsonAsync(Views)).Ids());
        await stranger.GetJsonAsync($"{Views}/{id}", HttpStatusCode.NotFound);
        await stranger.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.NotFound, new { name = "Theirs" });
        await stranger.CallAsync(HttpMethod.Delete, $"{Views}/{id}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_member_has_a_hundred_views_and_no_way_to_more()
    {
        var member = await MembersAsync();
        using var ada = await member("agent");
        using var grace = await member("agent");
        var first = await SaveAsync(ada);
        await ada.CallAsync(HttpMethod.Delete, $"{Views}/{first}", HttpStatusCode.OK);
        var deletion = await LastBatchAsync(ada);
        foreach (var _ in Enumerable.Range(0, 100))
        {
            await SaveAsync(ada);
        }

        var refused = await ada.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Conflict, new { list = "leads", name = "x", state = new { } });
        await ada.CallAsync(HttpMethod.Post, $"{Views}/{first}/restore", HttpStatusCode.Conflict);
        await ada.CallAsync(HttpMethod.Post, $"/api/v1/batches/{deletion}/undo", HttpStatusCode.Conflict);
        await SaveAsync(grace);

        Assert.Equal("There are 100 saved views of this member already; delete some first.", (string?)refused["message"]);
        Assert.Equal(100, (await ada.GetJsonAsync(Views)).Total());
        await ada.CallAsync(HttpMethod.Delete, $"{Views}/{(await ada.GetJsonAsync(Views)).Ids()[0]}", HttpStatusCode.OK);
        await ada.CallAsync(HttpMethod.Post, $"{Views}/{first}/restore", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_under_an_old_tag_is_refused_and_the_same_key_gives_the_same_answer()
    {
        using var client = await (await MembersAsync())("agent");
        var made = await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Created, new { list = "leads", name = "x", state = new { } }, ("Idempotency-Key", "k"));
        var again = await client.CallAsync(HttpMethod.Post, Views, HttpStatusCode.Created, new { list = "leads", name = "x", state = new { } }, ("Idempotency-Key", "k"));
        var address = $"{Views}/{made["data"]!["id"]}";

        await client.CallAsync(HttpMethod.Patch, address, HttpStatusCode.OK, new { name = "y" }, ("If-Match", "\"1\""));
        var outdated = await client.CallAsync(HttpMethod.Patch, address, HttpStatusCode.PreconditionFailed, new { name = "z" }, ("If-Match", "\"1\""));
        await client.CallAsync(HttpMethod.Delete, address, HttpStatusCode.PreconditionFailed, null, ("If-Match", "\"1\""));

        Assert.True(JsonNode.DeepEquals(made, again));
        Assert.Equal("y", (string?)outdated["current"]!["name"]);
        Assert.Single((await client.GetJsonAsync(Views)).Ids());
    }

    [Fact]
    public async Task Feed_and_batches_tell_of_what_is_shared_and_of_ones_own()
    {
        var tenant = await host.NewTenantAsync();
        var member = Members(tenant);
        using var ada = await member("agent");
        using var grace = await member("agent");
        using var owner = await member("owner");
        using var limited = await LimitedAsync(tenant, owner);
        var id = await SaveAsync(ada);
        var batch = await LastBatchAsync(ada);

        Assert.Single(await EntriesAsync(ada));
        foreach (var other in new[] { grace, owner, limited })
        {
            Assert.Empty(await EntriesAsync(other));
            await other.GetJsonAsync($"/api/v1/batches/{batch}", HttpStatusCode.NotFound);
            Assert.DoesNotContain(batch, (await other.GetJsonAsync("/api/v1/batches?per_page=100")).Ids());
        }

        await ada.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { is_shared = true });

        foreach (var other in new[] { ada, grace, owner, limited })
        {
            Assert.Equal(["saved_view.create", "saved_view.update"], (await EntriesAsync(other)).Select(entry => (string?)entry["action"]));
            await other.GetJsonAsync($"/api/v1/batches/{batch}");
            Assert.Contains(batch, (await other.GetJsonAsync("/api/v1/batches?per_page=100")).Ids());
        }
    }

    [Fact]
    public async Task Feed_and_batches_tell_of_views_of_lists_that_may_be_read_alone()
    {
        var tenant = await host.NewTenantAsync();
        using var ada = await Members(tenant)("owner");
        var (customers, leads) = (await SaveAsync(ada, "customers", isShared: true), await SaveAsync(ada, isShared: true));
        var (ofLeads, ofCustomers) = ((await ada.GetJsonAsync("/api/v1/batches")).Ids()[0], (await ada.GetJsonAsync("/api/v1/batches")).Ids()[1]);
        foreach (var (scope, seen, batch, unseen) in new[] { ("customers:read", customers, ofCustomers, ofLeads), ("leads:read", leads, ofLeads, ofCustomers) })
        {
            using var reader = await tenant.ClientAsync(scope);
            Assert.Equal([seen], (await EntriesAsync(reader)).Select(entry => (long)entry["entity_id"]!));
            await reader.GetJsonAsync($"/api/v1/batches/{batch}");
            await reader.GetJsonAsync($"/api/v1/batches/{unseen}", HttpStatusCode.NotFound);
            var listed = (await reader.GetJsonAsync("/api/v1/batches?per_page=100")).Ids();
            Assert.Contains(batch, listed);
            Assert.DoesNotContain(unseen, listed);
        }

        using var writer = await tenant.ClientAsync("customers:read customers:write settings:write");
        await UndoAsync(writer, ofLeads, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_deleted_views_the_last_hundred_are_kept()
    {
        var member = await MembersAsync();
        using var ada = await member("agent");
        using var grace = await member("owner");
        var ids = new List<long>();
        for (var i = 0; i < 102; i++)
        {
            ids.Add(await SaveAsync(ada));
            await ada.CallAsync(HttpMethod.Delete, $"{Views}/{ids[^1]}", HttpStatusCode.OK);
        }

        Assert.Equal(ids[2..].Order(), (await ada.GetJsonAsync($"{Views}?trashed=1&per_page=100")).Ids().Order());
        Assert.Equal("Mine", (string?)(await ada.GetJsonAsync($"{Views}?trashed=1&limit=1&sort_by=created_at"))["data"]![0]!["name"]);
        await ada.CallAsync(HttpMethod.Post, $"{Views}/{ids[0]}/restore", HttpStatusCode.NotFound);
        await ada.CallAsync(HttpMethod.Post, $"{Views}/{ids[2]}/restore", HttpStatusCode.OK);
        Assert.Equal("{}", (await ada.GetJsonAsync(Views))["data"]![0]!["state"]!.ToJsonString());
        Assert.DoesNotContain((await grace.GetJsonAsync("/api/v1/batches?per_page=100"))["data"]!.AsArray(), batch => ((string)batch!["action"]!).StartsWith("saved_view", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ones_own_views_are_undone_without_a_scope_on_settings()
    {
        using var ada = await (await MembersAsync())("agent");
        var id = await SaveAsync(ada);
        await ada.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { name = "Other", state = new { a = 1 } });
        await UndoAsync(ada, await LastBatchAsync(ada));

        var view = (await ada.GetJsonAsync($"{Views}/{id}"))["data"]!;
        Assert.Equal(("Mine", "{}"), ((string?)view["name"], view["state"]!.ToJsonString()));
        var other = await SaveAsync(ada);
        await UndoAsync(ada, await LastBatchAsync(ada));
        await ada.GetJsonAsync($"{Views}/{other}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_undo_touches_what_is_anothers_alone_or_does_what_its_caller_may_not()
    {
        var tenant = await host.NewTenantAsync();
        var member = Members(tenant);
        using var ada = await member("agent");
        using var grace = await member("agent");
        using var owner = await member("owner");
        var id = await SaveAsync(ada);
        var creation = await LastBatchAsync(ada);
        await UndoAsync(owner, creation, HttpStatusCode.NotFound);

        await ada.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { is_shared = true });
        var sharing = await LastBatchAsync(ada);
        await UndoAsync(grace, sharing, HttpStatusCode.Forbidden);
        Assert.Equal([id], (await grace.GetJsonAsync(Views)).Ids());

        await ada.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { is_shared = false });
        await UndoAsync(owner, await LastBatchAsync(ada), HttpStatusCode.NotFound);
        await UndoAsync(owner, sharing, HttpStatusCode.NotFound);
        Assert.Empty((await owner.GetJsonAsync(Views)).Ids());

        await ada.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { is_shared = true });
        await owner.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { name = "Ours" });
        await UndoAsync(owner, await LastBatchAsync(owner));
        Assert.Equal("Mine", (string?)(await ada.GetJsonAsync($"{Views}/{id}"))["data"]!["name"]);
    }

    [Fact]
    public async Task An_undo_publishes_nothing_that_its_caller_may_not_share()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "agent");
        using var agent = await tenant.ClientAsync(Scopes, email);
        var id = await SaveAsync(agent, isShared: true);
        await agent.CallAsync(HttpMethod.Patch, $"{Views}/{id}", HttpStatusCode.OK, new { is_shared = false });
        using var reading = await tenant.ClientAsync("leads:read customers:write", email);

        await UndoAsync(reading, await LastBatchAsync(agent), HttpStatusCode.Forbidden);
        await UndoAsync(agent, await LastBatchAsync(agent));

        Assert.True((bool)(await agent.GetJsonAsync($"{Views}/{id}"))["data"]!["is_shared"]!);
    }

    [Fact]
    public async Task A_view_holds_nobody_in_the_tenant_and_outlives_a_member_who_leaves()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        using var owner = await Members(tenant)("owner");
        var user = await tenant.AddUserAsync(email);
        var joining = (await owner.GetJsonAsync("/api/v1/batches")).Ids()[0];
        using var agent = await tenant.ClientAsync(Scopes, email);
        var (own, shared) = (await SaveAsync(agent), await SaveAsync(agent, isShared: true));

        await UndoAsync(owner, joining);

        Assert.DoesNotContain(user, (await owner.GetJsonAsync("/api/v1/users")).Ids());
        Assert.Equal([shared], (await owner.GetJsonAsync(Views)).Ids());
        await owner.CallAsync(HttpMethod.Patch, $"{Views}/{shared}", HttpStatusCode.OK, new { name = "Ours" });
        await owner.CallAsync(HttpMethod.Delete, $"{Views}/{shared}", HttpStatusCode.OK);
        await owner.GetJsonAsync($"{Views}/{own}", HttpStatusCode.NotFound);
        await owner.CallAsync(HttpMethod.Post, $"/api/v1/users/{user}/restore", HttpStatusCode.OK);
        await GiveRoleAsync(tenant, user, "agent");
        using var back = await tenant.ClientAsync(Scopes, email);
        Assert.Equal([own], (await back.GetJsonAsync(Views)).Ids());
    }

    private static async Task<long> SaveAsync(HttpClient client, string list = "leads", bool isShared = false) =>
        await client.CreateAsync(Views, new { list, name = "Mine", state = new { }, is_shared = isShared });

    private static Task<JsonObject> UndoAsync(HttpClient client, long batch, HttpStatusCode status = HttpStatusCode.OK) =>
        client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", status);

    private static async Task<long> LastBatchAsync(HttpClient client) => (await client.GetJsonAsync("/api/v1/batches")).Ids()[0];

    private static async Task<List<JsonNode>> EntriesAsync(HttpClient client) =>
        [.. (await client.GetJsonAsync(Changes))["data"]!.AsArray().OfType<JsonNode>().Where(entry => (string)entry["entity"]! == "saved_view")];

    private static async Task GiveRoleAsync(TestTenant tenant, long user, string name)
    {
        using var operators = await tenant.ClientAsync(Scopes);
        var role = (await operators.GetJsonAsync($"/api/v1/roles?search={name}")).Ids()[0];
        await operators.CallAsync(HttpMethod.Patch, $"/api/v1/users/{user}", HttpStatusCode.OK, new { role_ids = new[] { role } });
    }

    private static async Task<HttpClient> LimitedAsync(TestTenant tenant, HttpClient owner)
    {
        var role = await owner.CreateAsync("/api/v1/roles", new { name = "Sees own", visibility = "own", permissions = Scopes.Split(' ') });
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await tenant.AddUserAsync(email);
        await owner.CallAsync(HttpMethod.Patch, $"/api/v1/users/{user}", HttpStatusCode.OK, new { role_ids = new[] { role } });
        return await tenant.ClientAsync(Scopes, email);
    }

    private async Task<HttpClient> ScriptAsync(HttpClient own, TestTenant tenant, params string[] scopes)
    {
        var made = await own.CallAsync(HttpMethod.Post, "/api/v1/account/tokens", HttpStatusCode.Created, new { name = "Script", scopes, expires_at = DateTime.UtcNow.AddDays(1) });
        var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string)made["data"]!["token"]!);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
        return client;
    }

    // Makes members of one tenant, by role.
    private async Task<Func<string, Task<HttpClient>>> MembersAsync() => Members(await host.NewTenantAsync());

    private static Func<string, Task<HttpClient>> Members(TestTenant tenant) => async role =>
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: role);
        return await tenant.ClientAsync(Scopes, email);
    };
}
