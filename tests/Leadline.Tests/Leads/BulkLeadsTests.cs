using System.Net;
using System.Text.Json.Nodes;
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
    [InlineData("""{"action":"update","ids":[1]}""", "set")]
    [InlineData("""{"action":"update","ids":[1],"set":{"email":"x"}}""", "set.email")]
    [InlineData("""{"action":"update","ids":[1],"set":{"external_id":"x"}}""", "set")]
    [InlineData("""{"action":"assign","ids":[1]}""", "user_id")]
    [InlineData("""{"action":"assign","ids":[1],"user_id":999999999}""", "user_id")]
    [InlineData("""{"action":"tag","ids":[1],"tag_id":999999999}""", "tag_id")]
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
