using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Jobs;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Leads;

public sealed class BulkLeadsTests(LeadlineHost host)
{
    private const string All = "leads:read leads:write settings:write";

    [Fact]
    public async Task Leads_named_by_their_numbers_are_changed_in_one_batch()
    {
        var tenant = await host.NewTenantAsync();
        var leads = await LeadsAsync(tenant, 3);
        using var client = await tenant.ClientAsync(All);

        var result = await BulkAsync(client, new JsonObject { ["action"] = "update", ["ids"] = Numbers(leads[0], leads[2]), ["set"] = new JsonObject { ["description"] = "Called" } });

        Assert.Equal(2, (int)result["matched"]!);
        Assert.NotNull(result["batch_id"]);
        Assert.Empty(result["failed"]!.AsArray());
        Assert.Equal(["Called", null, "Called"], await DescriptionsAsync(tenant));
    }

    [Fact]
    public async Task An_empty_filter_is_every_live_lead()
    {
        var tenant = await host.NewTenantAsync();
        var leads = await LeadsAsync(tenant, 4);
        using var client = await tenant.ClientAsync(All);
        await client.DeleteAsync($"/api/v1/leads/{leads[0].Id}");

        var result = await BulkAsync(client, new JsonObject { ["action"] = "delete", ["filter"] = new JsonObject() });

        Assert.Equal(3, (int)result["matched"]!);
        Assert.Equal(0, (await client.GetJsonAsync("/api/v1/leads")).Total());
        Assert.Equal(4, (await client.GetJsonAsync("/api/v1/leads?trashed=1")).Total());
    }

    [Fact]
    public async Task A_filter_is_the_lists_own()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { LastName = "Yılmaz" }, new Lead { LastName = "Hopper" });
        using var client = await tenant.ClientAsync(All);
        var filter = new JsonObject { ["search"] = "YILMAZ" };

        var dry = await BulkAsync(client, new JsonObject { ["action"] = "delete", ["filter"] = filter.DeepClone(), ["dry_run"] = true });
        var result = await BulkAsync(client, new JsonObject { ["action"] = "delete", ["filter"] = filter });

        Assert.Equal("Yılmaz", (string?)dry["sample"]!.AsArray().Single()!["last_name"]);
        Assert.Equal(1, (int)dry["matched"]!);
        Assert.Null(dry["batch_id"]);
        Assert.Equal(1, (int)result["matched"]!);
        Assert.Equal("Hopper", (string?)(await client.GetJsonAsync("/api/v1/leads"))["data"]!.AsArray().Single()!["last_name"]);
    }

    [Fact]
    public async Task More_than_a_few_become_a_job_whose_batch_can_be_undone()
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(0, 1200).Select(i => new Lead { LastName = $"Lead {i}" })]);
        using var client = await tenant.ClientAsync(All);

        var result = await BulkAsync(client, new JsonObject { ["action"] = "update", ["filter"] = new JsonObject(), ["set"] = new JsonObject { ["description"] = "Called" } }, HttpStatusCode.Accepted);
        var job = await FinishedAsync(client, (long)result["job_id"]!);

        Assert.Equal(("finished", 1200, 1200), ((string?)job["state"], (int)job["total"]!, (int)job["done"]!));
        Assert.All(await DescriptionsAsync(tenant), description => Assert.Equal("Called", description));
        var undone = await FinishedAsync(client, (long)(await PostAsync(client, $"/api/v1/batches/{job["batch_id"]}/undo", null, HttpStatusCode.Accepted))["job_id"]!);
        Assert.Equal(("finished", 1200, 1200), ((string?)undone["state"], (int)undone["done"]!, (int)undone["result"]!["reversed"]!));
        Assert.All(await DescriptionsAsync(tenant), Assert.Null);
    }

    [Fact]
    public async Task Tags_are_put_on_and_taken_off()
    {
        var tenant = await host.NewTenantAsync();
        var leads = await LeadsAsync(tenant, 3);
        using var client = await tenant.ClientAsync(All);
        var tag = (long)(await PostAsync(client, "/api/v1/tags", new JsonObject { ["name"] = "Hot", ["color"] = "#ff0000" }, HttpStatusCode.Created))["id"]!;

        await BulkAsync(client, new JsonObject { ["action"] = "tag", ["filter"] = new JsonObject(), ["tag_id"] = tag });
        await BulkAsync(client, new JsonObject { ["action"] = "tag", ["filter"] = new JsonObject(), ["tag_id"] = tag });
        await BulkAsync(client, new JsonObject { ["action"] = "untag", ["ids"] = Numbers(leads[1]), ["tag_id"] = tag });

        await using var db = tenant.Open();
        Assert.Equal([leads[0].Id, leads[2].Id], await db.LeadTags.Select(link => link.LeadId).Order().ToListAsync());
    }

    [Theory]
    [InlineData("""{"action":"paint","ids":[1]}""", "action")]
    [InlineData("""{"ids":[1]}""", "action")]
    [InlineData("""{"action":"delete"}""", "ids")]
    [InlineData("""{"action":"delete","ids":[1],"filter":{}}""", "ids")]
    [InlineData("""{"action":"delete","ids":["a"]}""", "ids")]
    [InlineData("""{"action":"delete","filter":{"colour":"red"}}""", "filter.colour")]
    [InlineData("""{"action":"delete","filter":{"sort_by":"created_at"}}""", "filter.sort_by")]
    [InlineData("""{"action":"delete","filter":{"limit":50}}""", "filter.limit")]
    [InlineData("""{"action":"delete","filter":{"page":1}}""", "filter.page")]
    [InlineData("""{"action":"delete","filter":{"fields":"id"}}""", "filter.fields")]
    [InlineData("""{"action":"update","ids":[1]}""", "set")]
    [InlineData("""{"action":"update","ids":[1],"set":{"email":"x"}}""", "set.email")]
    [InlineData("""{"action":"update","ids":[1],"set":{"external_id":"x"}}""", "set")]
    [InlineData("""{"action":"assign","ids":[1]}""", "user_id")]
    [InlineData("""{"action":"assign","ids":[1],"user_id":999999999}""", "user_id")]
    [InlineData("""{"action":"tag","ids":[1],"tag_id":999999999}""", "tag_id")]
    [InlineData("""{"action":"delete","filter":{"email":[]}}""", "filter.email")]
    [InlineData("""{"action":"delete","filter":{"email":[""]}}""", "filter.email")]
    [InlineData("""{"action":"delete","filter":{"tag_id":[]}}""", "filter.tag_id")]
    [InlineData("""{"action":"delete","filter":{"lead_status_id":null}}""", "filter.lead_status_id")]
    [InlineData("""{"action":"delete","filter":{"email":""}}""", "filter.email")]
    [InlineData("""{"action":"delete","filter":{"search":"  "}}""", "filter.search")]
    [InlineData("""{"action":"delete","filter":{"search":["a","b"]}}""", "filter.search")]
    [InlineData("""{"action":"delete","ids":[1],"set":{"email":null}}""", "set")]
    [InlineData("""{"action":"update","ids":[1],"set":{"email":null},"tag_id":1}""", "tag_id")]
    [InlineData("""{"action":"tag","ids":[1],"tag_id":1,"user_id":null}""", "user_id")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);

        using var reply = await client.PostAsync("/api/v1/leads/bulk", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.NotNull((await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]![field]);
    }

    [Fact]
    public async Task Another_tenants_leads_are_no_leads()
    {
        var (ours, theirs) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var leads = await LeadsAsync(theirs, 1);
        using var client = await ours.ClientAsync(All);

        var result = await BulkAsync(client, new JsonObject { ["action"] = "delete", ["ids"] = Numbers(leads[0]) });

        Assert.Equal("No lead has this id.", (string?)result["failed"]!.AsArray().Single()!["reason"]);
        Assert.Equal([null], await DescriptionsAsync(theirs));
    }

    [Fact]
    public async Task Values_in_an_array_may_hold_commas()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { LastName = "A", ExternalId = "a,b" }, new Lead { LastName = "B", ExternalId = "a" });
        using var client = await tenant.ClientAsync(All);

        var result = await BulkAsync(client, new JsonObject { ["action"] = "delete", ["dry_run"] = true, ["filter"] = new JsonObject { ["external_id"] = new JsonArray("a,b", "c") } });

        Assert.Equal("A", (string?)result["sample"]!.AsArray().Single()!["last_name"]);
    }

    [Fact]
    public async Task Of_two_deleted_twins_one_is_restored_and_the_other_told()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var source = await client.CreateAsync("/api/v1/leads/import-sources", new { name = "Import" });
        Lead[] leads = [.. Enumerable.Range(0, 3).Select(i => new Lead { LastName = "Twin", ImportSourceId = source, ExternalId = i < 2 ? "7" : "8", DeletedAt = DateTime.UtcNow })];
        await tenant.AddLeadsAsync(leads);

        var result = await BulkAsync(client, new JsonObject { ["action"] = "restore", ["filter"] = new JsonObject { ["trashed"] = true } });

        var failed = result["failed"]!.AsArray().Single()!;
        Assert.Equal((leads[1].Id, $"The lead {leads[0].Id} has its external id."), ((long)failed["id"]!, (string?)failed["reason"]));
        Assert.Equal(2, (await client.GetJsonAsync("/api/v1/leads")).Total());
    }

    [Fact]
    public async Task A_job_changes_only_the_leads_that_were_there_when_it_was_asked_for_and_still_match()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var job = await DoneOverAsync(tenant, client, 600, new JsonObject { ["search"] = "Lead" }, async db =>
        {
            var leads = await db.Leads.OrderBy(lead => lead.Id).ToListAsync();
            leads.ForEach(lead => lead.Description = null);
            (leads[0].LastName, leads[1].DeletedAt) = ("Other", DateTime.UtcNow);
            db.Insert(new Lead { LastName = "Lead late" });
        });

        Assert.Equal(("finished", 600), ((string?)job["state"], (int)job["done"]!));
        Assert.Equal("""{"failed_count":0,"failed":[]}""", job["result"]!.ToJsonString());
        await using var db = tenant.Open();
        Assert.Equal(598, await db.Leads.CountAsync(lead => lead.Description == "Called"));
        Assert.Null((await db.Leads.SingleAsync(lead => lead.LastName == "Lead late")).Description);
    }

    [Fact]
    public async Task A_job_ends_with_the_reason_when_what_it_sets_is_deleted_meanwhile()
    {
        await using var own = await LeadlineHost.StartAsync(); // until the undo, leads have a status that was deleted behind the API's back: other tests verify their whole host
        var tenant = await own.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var status = await client.CreateAsync("/api/v1/leads/statuses", new { name = "Waiting" });
        var job = await DoneOverAsync(
            tenant, client, 600, [], async db => (await db.LeadStatuses.SingleAsync(known => known.Id == status)).DeletedAt = DateTime.UtcNow,
            new JsonObject { ["lead_status_id"] = status });

        Assert.Equal("failed", (string?)job["state"]);
        Assert.Equal("The field lead_status_id is no status of this tenant.", (string?)job["result"]!["reason"]);
        var undone = await FinishedAsync(client, (long)(await PostAsync(client, $"/api/v1/batches/{job["batch_id"]}/undo", null, HttpStatusCode.Accepted))["job_id"]!);
        Assert.Equal(600, (int)undone["result"]!["reversed"]!);
    }

    // The job as it is after one end, and, once something was changed, after another: as if it had stopped before its first step.
    private static async Task<JsonNode> DoneOverAsync(
        TestTenant tenant, HttpClient client, int count, JsonObject filter, Func<Leadline.Platform.Database.TenantDb, Task> change, JsonObject? set = null)
    {
        tenant.LoadLeads([.. Enumerable.Range(0, count).Select(i => new Lead { LastName = $"Lead {i}" })]);
        var asked = new JsonObject { ["action"] = "update", ["filter"] = filter, ["set"] = set ?? new JsonObject { ["description"] = "Called" } };
        var id = (long)(await BulkAsync(client, asked, HttpStatusCode.Accepted))["job_id"]!;
        await FinishedAsync(client, id);
        await using var read = tenant.Open();
        var found = await read.Leads.OrderBy(lead => lead.Id).Select(lead => lead.Id).ToListAsync();
        await tenant.ChangeAsync(async db =>
        {
            await change(db);
            var job = await db.Jobs.SingleAsync(known => known.Id == id);
            var payload = JsonSerializer.Serialize(new BulkOrder(JsonElement.Parse(asked.ToJsonString()), IdGaps.Write(found)), LeadJobJson.Default.BulkOrder);
            (job.State, job.FinishedAt, job.Cursor, job.Done, job.Result, job.Payload) = (Job.Running, null, 0, 0, null, payload); // what it was asked goes with its end
        });
        return await FinishedAsync(client, id);
    }

    private static async Task<Lead[]> LeadsAsync(TestTenant tenant, int count)
    {
        Lead[] leads = [.. Enumerable.Range(0, count).Select(i => new Lead { LastName = $"Lead {i}" })];
        await tenant.AddLeadsAsync(leads);
        return leads;
    }

    private static async Task<List<string?>> DescriptionsAsync(TestTenant tenant)
    {
        await using var db = tenant.Open();
        return await db.Leads.Where(lead => lead.DeletedAt == null).OrderBy(lead => lead.Id).Select(lead => lead.Description).ToListAsync();
    }

    private static JsonArray Numbers(params Lead[] leads) => [.. leads.Select(lead => (JsonNode)lead.Id)];

    private static Task<JsonNode> BulkAsync(HttpClient client, JsonObject body, HttpStatusCode status = HttpStatusCode.OK) =>
        PostAsync(client, "/api/v1/leads/bulk", body, status);

    private static async Task<JsonNode> PostAsync(HttpClient client, string address, JsonObject? body, HttpStatusCode status)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var reply = await client.PostAsync(address, content);
        return (await reply.JsonAsync(status))["data"]!;
    }

    private static async Task<JsonNode> FinishedAsync(HttpClient client, long id)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            var job = (await client.GetJsonAsync($"/api/v1/jobs/{id}"))["data"]!;
            if ((string?)job["state"] is not ("queued" or "running"))
            {
                return job;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The job {id} does not end.");
    }
}
