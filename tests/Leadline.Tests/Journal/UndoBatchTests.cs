using System.Net;
using System.Text.Json.Nodes;
using Leadline.Customers;
using Leadline.Tags;
using Leadline.Tenants;

namespace Leadline.Tests.Journal;

public sealed class UndoBatchTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string All = "leads:read leads:write customers:read customers:write settings:write";

    [Fact]
    public async Task An_undone_update_gives_back_the_values_of_before_and_an_undone_undo_those_of_after()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Byron", first_name = "Ada" });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = "Lovelace", first_name = (string?)null });

        var undone = await UndoLastAsync(client, id);
        Assert.Equal("Ada Byron", await NameAsync(client, id));
        Assert.Equal(1, (await client.GetJsonAsync($"{Leads}?search=byron")).Total());
        Assert.Equal(("lead", id), ((string?)undone["reversed"]![0]!["entity"], (long)undone["reversed"]![0]!["id"]!));
        Assert.Equal("undo", (string?)(await LastAsync(client, id))["author"]!["through"]);

        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{undone["batch_id"]}/undo", HttpStatusCode.OK);
        Assert.Equal("Lovelace", await NameAsync(client, id));
    }

    [Fact]
    public async Task A_field_that_was_changed_since_is_kept_even_where_it_has_the_same_value_again()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Byron", first_name = "Ada" });
        var batch = await RenameAsync(client, id, "Lovelace");
        await RenameAsync(client, id, "King");
        await RenameAsync(client, id, "Lovelace");

        var kept = (await UndoAsync(client, batch))["kept"]![0]!;

        Assert.Equal("Ada Lovelace", await NameAsync(client, id));
        Assert.Equal("last_name", (string?)Assert.Single(kept["kept_fields"]!.AsArray()));
    }

    [Fact]
    public async Task A_change_that_was_taken_back_since_stands_in_no_ones_way()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Byron", first_name = "Ada" });
        var batch = await RenameAsync(client, id, "Lovelace");
        await UndoAsync(client, await RenameAsync(client, id, "King"));

        await UndoAsync(client, batch);

        Assert.Equal("Ada Byron", await NameAsync(client, id));
    }

    [Fact]
    public async Task Who_changed_a_kept_field_is_told_and_not_who_changed_another()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var (first, second) = ($"{Guid.NewGuid():N}@example.com", $"{Guid.NewGuid():N}@example.com");
        var (changer, _) = (await tenant.AddUserAsync(first, role: "manager"), await tenant.AddUserAsync(second, role: "manager"));
        using var one = await tenant.ClientAsync(All, first);
        using var other = await tenant.ClientAsync(All, second);
        var id = await client.CreateLeadAsync(new { last_name = "Byron" });
        var batch = await RenameAsync(client, id, "Lovelace");
        await RenameAsync(one, id, "King");
        await other.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = "Augusta" });

        var kept = (await UndoAsync(client, batch))["kept"]![0]!;

        Assert.Equal($"{changer}", $"{kept["changed_by"]!["id"]}");
    }

    [Fact]
    public async Task A_conversion_that_was_reverted_and_made_again_stays_whole()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Byron", first_name = "Ada" });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK);
        var batch = await LastBatchAsync(client);
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}/conversion", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK);
        var before = (await client.GetJsonAsync($"{Leads}/{id}"))["data"]!;

        await UndoAsync(client, batch);

        var after = (await client.GetJsonAsync($"{Leads}/{id}"))["data"]!;
        Assert.Equal((before["status"]!.ToJsonString(), $"{before["customer_id"]}"), (after["status"]!.ToJsonString(), $"{after["customer_id"]}"));
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}/conversion", HttpStatusCode.OK);
        Assert.Equal("new", (string?)(await client.GetJsonAsync($"{Leads}/{id}"))["data"]!["status"]!["slug"]);
    }

    [Fact]
    public async Task An_undone_creation_deletes_and_an_undone_deletion_restores()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync();
        var creation = (long)(await LastAsync(client, id))["batch_id"]!;

        var undone = await UndoAsync(client, creation);
        await client.GetJsonAsync($"{Leads}/{id}", HttpStatusCode.NotFound);
        await UndoAsync(client, (long)undone["batch_id"]!);
        await client.GetJsonAsync($"{Leads}/{id}");

        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.OK);
        await UndoLastAsync(client, id);
        await client.GetJsonAsync($"{Leads}/{id}");
    }

    [Fact]
    public async Task An_undone_move_of_the_default_gives_it_back()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        await MakeDefaultAsync(client, await tenant.StatusAsync("contacted"));
        var batch = await LastBatchAsync(client);

        var undone = await UndoAsync(client, batch);
        Assert.Equal(await tenant.StatusAsync("new"), await DefaultAsync(client));
        Assert.Equal(2, undone["reversed"]!.AsArray().Count);

        await UndoAsync(client, (long)undone["batch_id"]!);
        Assert.Equal(await tenant.StatusAsync("contacted"), await DefaultAsync(client));
    }

    [Fact]
    public async Task A_default_that_moved_on_since_stays_where_it_is()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var (contacted, qualified) = (await tenant.StatusAsync("contacted"), await tenant.StatusAsync("qualified"));
        await MakeDefaultAsync(client, contacted);
        var batch = await LastBatchAsync(client);
        await MakeDefaultAsync(client, qualified);

        var undone = await UndoAsync(client, batch);

        Assert.Equal(qualified, await DefaultAsync(client));
        Assert.Empty(undone["reversed"]!.AsArray());
        Assert.Equal(
            [(contacted, null), (await tenant.StatusAsync("new"), $"is_default: the lead_status {qualified} has it by now.")],
            undone["kept"]!.AsArray().Select(row => ((long)row!["id"]!, (string?)row["reason"])).OrderBy(row => row.Item2));
        Assert.All(undone["kept"]!.AsArray(), row => Assert.NotNull(row!["changed_by"]));
    }

    [Fact]
    public async Task The_default_is_not_undone_away_when_the_one_before_is_deleted()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var alpha = await client.CreateAsync($"{Leads}/statuses", new { name = "Alpha", is_default = true });
        var beta = await client.CreateAsync($"{Leads}/statuses", new { name = "Beta", is_default = true });
        var batch = await LastBatchAsync(client);
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/statuses/{alpha}", HttpStatusCode.OK);

        var undone = await UndoAsync(client, batch);

        Assert.Equal(beta, await DefaultAsync(client));
        Assert.Empty(undone["reversed"]!.AsArray());
        var lead = await client.CreateLeadAsync();
        Assert.Equal("Beta", (string?)(await client.GetJsonAsync($"{Leads}/{lead}"))["data"]!["status"]!["name"]);
    }

    [Fact]
    public async Task A_new_default_that_is_undone_gives_the_default_back_and_gets_it_again_when_that_is_undone()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var fresh = await tenant.StatusAsync("new");
        var beta = await client.CreateAsync($"{Leads}/statuses", new { name = "Beta", is_default = true });

        var undone = await UndoAsync(client, await LastBatchAsync(client));
        Assert.Equal(fresh, await DefaultAsync(client));
        await client.GetJsonAsync($"{Leads}/statuses/{beta}", HttpStatusCode.NotFound);

        await UndoAsync(client, (long)undone["batch_id"]!);
        Assert.Equal(beta, await DefaultAsync(client));
    }

    [Fact]
    public async Task A_restored_status_that_is_the_default_by_now_is_not_deleted_again()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var id = await client.CreateAsync($"{Leads}/statuses", new { name = "Alpha" });
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/statuses/{id}", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Post, $"{Leads}/statuses/{id}/restore", HttpStatusCode.OK);
        var batch = await LastBatchAsync(client);
        await MakeDefaultAsync(client, id);

        var undone = await UndoAsync(client, batch);

        Assert.Equal(id, await DefaultAsync(client));
        Assert.Equal("deleted_at: it is the one with is_default, and no other has it back.", (string?)undone["kept"]!.AsArray().Single()!["reason"]);
    }

    [Fact]
    public async Task A_name_that_another_status_has_by_now_is_not_given_back()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateAsync($"{Leads}/statuses", new { name = "Waiting" });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/statuses/{id}", HttpStatusCode.OK, new { name = "On hold" });
        var batch = await LastBatchAsync(client);
        var other = await client.CreateAsync($"{Leads}/statuses", new { name = "WAITING" });

        var undone = await UndoAsync(client, batch);

        Assert.Equal($"The lead_status {other} has its name by now.", (string?)undone["failed"]!.AsArray().Single()!["reason"]);
        Assert.Equal("On hold", (string?)(await client.GetJsonAsync($"{Leads}/statuses/{id}"))["data"]!["name"]);
    }

    [Fact]
    public async Task What_every_tenant_has_cannot_be_undone()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        var made = (long)(await client.GetJsonAsync("/api/v1/batches?sort_order=asc"))["data"]![0]!["id"]!;

        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{made}/undo", HttpStatusCode.Conflict);

        Assert.Equal(5, (await client.GetJsonAsync($"{Leads}/statuses")).Total());
        Assert.Equal(4, (await client.GetJsonAsync("/api/v1/roles")).Total());
    }

    [Fact]
    public async Task An_undone_conversion_leaves_neither_customer_nor_link()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var id = await client.CreateLeadAsync();
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;

        await UndoLastAsync(client, id);

        var lead = (await client.GetJsonAsync($"{Leads}/{id}"))["data"]!;
        Assert.Equal(("false", "new"), ((string?)lead["is_converted"], (string?)lead["status"]!["slug"]));
        Assert.Null(lead["customer_id"]);
        await client.GetJsonAsync($"/api/v1/customers/{customer}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_changed_since_is_kept_and_told_by_whom()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await tenant.AddUserAsync(email);
        using var client = await tenant.ClientAsync(All);
        using var colleague = await tenant.ClientAsync(All, email);
        var id = await client.CreateLeadAsync(new { last_name = "A", first_name = "A" });
        var creation = (long)(await LastAsync(client, id))["batch_id"]!;
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = "B", first_name = "B" });
        var update = (long)(await LastAsync(client, id))["batch_id"]!;
        await colleague.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = "C" });

        var undone = await UndoAsync(client, update);
        var made = await UndoAsync(client, creation);

        Assert.Equal("C A", await NameAsync(client, id));
        var kept = undone["kept"]!.AsArray().Single()!;
        Assert.Equal("""["first_name"]""", kept["kept_fields"]!.ToJsonString());
        Assert.Equal($"{user}", (string?)kept["changed_by"]!["id"]);
        Assert.Equal("""["*"]""", made["kept"]!.AsArray().Single()!["kept_fields"]!.ToJsonString());
    }

    [Fact]
    public async Task A_customer_that_was_tagged_since_is_kept_when_its_conversion_is_undone()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var id = await client.CreateLeadAsync();
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
        await tenant.ChangeAsync(db =>
        {
            var tag = db.Insert(new Tag { Name = "VIP", Color = "#ff0000" });
            db.Insert(new CustomerTag { CustomerId = customer, TagId = tag.Id });
            return Task.CompletedTask;
        });

        var undone = await UndoLastAsync(client, id);

        var kept = undone["kept"]!.AsArray().Single()!;
        Assert.Equal(("customer", customer, "operator"), ((string?)kept["entity"], (long)kept["id"]!, (string?)kept["changed_by"]!["kind"]));
        await client.GetJsonAsync($"/api/v1/customers/{customer}");
        Assert.Equal("false", (string?)(await client.GetJsonAsync($"{Leads}/{id}"))["data"]!["is_converted"]);
    }

    [Fact]
    public async Task Another_tenants_batch_and_an_unknown_one_are_not_there()
    {
        using var theirs = await (await host.NewTenantAsync()).ClientAsync(All);
        using var ours = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await theirs.CreateLeadAsync();
        var batch = (long)(await LastAsync(theirs, id))["batch_id"]!;

        await ours.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.NotFound);
        await ours.CallAsync(HttpMethod.Post, "/api/v1/batches/999999999/undo", HttpStatusCode.NotFound);
        await theirs.GetJsonAsync($"{Leads}/{id}");
    }

    [Fact]
    public async Task Undoing_needs_the_scopes_of_what_it_changes()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        using var reader = await tenant.ClientAsync("leads:read");
        using var writer = await tenant.ClientAsync("leads:read leads:write");
        var id = await client.CreateLeadAsync();
        var creation = (long)(await LastAsync(client, id))["batch_id"]!;
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK);
        var conversion = (long)(await LastAsync(client, id))["batch_id"]!;

        await reader.CallAsync(HttpMethod.Post, $"/api/v1/batches/{creation}/undo", HttpStatusCode.Forbidden);
        using var refused = await writer.SendAsync(HttpMethod.Post, $"/api/v1/batches/{conversion}/undo");
        Assert.Equal("insufficient_scope", (string?)(await refused.JsonAsync(HttpStatusCode.Forbidden))["error"]);
        Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"customers:write\"", refused.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_role_that_does_not_allow_what_a_batch_changed_forbids_its_undo_whatever_the_token()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "agent");
        using var client = await tenant.ClientAsync($"{All} settings:write");
        using var agent = await tenant.ClientAsync("leads:read leads:write settings:write", user: email);
        await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" });
        var batch = (await client.GetJsonAsync("/api/v1/batches?action=tag.create")).Ids().Single();

        using var refused = await agent.SendAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo");

        Assert.Equal("forbidden", (string?)(await refused.JsonAsync(HttpStatusCode.Forbidden))["error"]);
        Assert.Empty(refused.Headers.WwwAuthenticate);
    }

    [Fact]
    public async Task Whoever_may_change_customers_alone_sees_and_undoes_what_was_done_to_customers()
    {
        var tenant = await host.NewTenantAsync();
        using var everything = await tenant.ClientAsync(All);
        await everything.CreateLeadAsync();
        using var client = await tenant.ClientAsync("customers:read customers:write");
        var customer = await client.CreateAsync("/api/v1/customers", new { first_name = "A", last_name = "B", phone_number = "1" });

        var entries = (await client.GetJsonAsync("/api/v1/changes?limit=1000"))["data"]!.AsArray();
        var batch = (await client.GetJsonAsync("/api/v1/batches")).Ids().Single();
        await client.GetJsonAsync($"/api/v1/batches/{batch}");
        var report = await UndoAsync(client, batch);

        Assert.Equal("customer", (string?)Assert.Single(entries)!["entity"]);
        Assert.Equal(customer, (long)Assert.Single(report["reversed"]!.AsArray())!["id"]!);
    }

    private static Task<JsonObject> MakeDefaultAsync(HttpClient client, long status) =>
        client.CallAsync(HttpMethod.Patch, $"{Leads}/statuses/{status}", HttpStatusCode.OK, new { is_default = true });

    private static async Task<long> DefaultAsync(HttpClient client) => Assert.Single((await client.GetJsonAsync($"{Leads}/statuses?is_default=1")).Ids());

    private static async Task<long> LastBatchAsync(HttpClient client) => (await client.GetJsonAsync("/api/v1/batches?per_page=1")).Ids()[0];

    private static async Task<JsonNode> LastAsync(HttpClient client, long lead) => (await client.GetJsonAsync($"{Leads}/{lead}/timeline?limit=1"))["data"]![0]!;

    private static async Task<long> RenameAsync(HttpClient client, long lead, string name)
    {
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{lead}", HttpStatusCode.OK, new { last_name = name });
        return (long)(await LastAsync(client, lead))["batch_id"]!;
    }

    private static async Task<JsonNode> UndoLastAsync(HttpClient client, long lead) => await UndoAsync(client, (long)(await LastAsync(client, lead))["batch_id"]!);

    private static async Task<JsonNode> UndoAsync(HttpClient client, long batch) =>
        (await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK))["data"]!;

    private static async Task<string?> NameAsync(HttpClient client, long lead) => (string?)(await client.GetJsonAsync($"{Leads}/{lead}"))["data"]!["full_name"];
}
