using System.Net;
using System.Text.Json.Nodes;
using Leadline.Jobs;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Jobs;

public sealed class UndoBatchTests(LeadlineHost host)
{
    private const string All = "leads:read leads:write customers:read customers:write users:read users:write settings:write";

    [Fact]
    public async Task A_large_undo_is_a_job_that_goes_on_where_a_former_process_left_it()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var batch = await LoadedAsync(tenant, client, 1300);
        var queued = await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Accepted);
        var job = (long)queued["data"]!["job_id"]!;
        Assert.Null(queued["data"]!["batch_id"]);
        Assert.Equal((1300, 1300), await EndAsync(client, job, "finished"));
        Assert.Equal(0, (await client.GetJsonAsync("/api/v1/leads")).Total());

        await tenant.ChangeAsync(async db =>
        {
            var left = await db.Jobs.SingleAsync(known => known.Id == job);
            (left.State, left.FinishedAt, left.Payload) = (Job.Running, null, $"{{\"batch_id\":{batch}}}");
        });

        Assert.Equal((1300, 1300), await EndAsync(client, job, "finished"));
    }

    [Fact]
    public async Task A_cancelled_undo_leaves_the_rest_as_it_is()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var batch = await LoadedAsync(tenant, client, 3000);
        var job = (long)(await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Accepted))["data"]!["job_id"]!;
        await client.CallAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", HttpStatusCode.OK);

        var (done, reversed) = await EndAsync(client, job, "cancelled");

        Assert.InRange(done, 0, 2999);
        Assert.Equal(3000 - reversed, (await client.GetJsonAsync("/api/v1/leads")).Total());
    }

    [Fact]
    public async Task A_repeated_undo_with_its_key_is_answered_and_not_made_again()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync();
        var address = $"/api/v1/batches/{await LastAsync(client)}/undo";

        var first = await client.CallAsync(HttpMethod.Post, address, HttpStatusCode.OK, null, ("Idempotency-Key", "u"));
        var again = await client.CallAsync(HttpMethod.Post, address, HttpStatusCode.OK, null, ("Idempotency-Key", "u"));

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        await client.GetJsonAsync($"/api/v1/leads/{id}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_last_owner_is_not_undone()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var user = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com", role: "owner");
        var batch = (await client.GetJsonAsync("/api/v1/batches?sort_order=desc")).Ids()[0];

        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Conflict);

        await client.GetJsonAsync($"/api/v1/users/{user}");
    }

    [Fact]
    public async Task A_reference_to_what_is_deleted_by_now_is_not_given_back()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var (contacted, lost) = (await tenant.StatusAsync("contacted"), await tenant.StatusAsync("lost"));
        var id = await client.CreateLeadAsync(new { last_name = "A", lead_status_id = contacted });
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{id}", HttpStatusCode.OK, new { last_name = "B", lead_status_id = lost });
        var batch = await LastAsync(client);
        await tenant.ChangeAsync(async db => (await db.LeadStatuses.SingleAsync(status => status.Id == contacted)).DeletedAt = DateTime.UtcNow);

        var undone = (await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK))["data"]!;

        Assert.Equal($"lead_status_id: the lead_status {contacted} is deleted.", (string?)undone["kept"]![0]!["reason"]);
        var lead = (await client.GetJsonAsync($"/api/v1/leads/{id}"))["data"]!;
        Assert.Equal(("A", lost), ((string?)lead["last_name"], (long)lead["status"]!["id"]!));
    }

    [Fact]
    public async Task A_customer_that_another_lead_is_linked_to_is_kept()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var (one, other) = (await client.CreateLeadAsync(), await client.CreateLeadAsync());
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{one}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
        var batch = await LastAsync(client);
        await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{other}/convert", HttpStatusCode.OK, new { existing_customer_id = customer });

        var undone = (await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK))["data"]!;

        Assert.Equal($"The lead {other} refers to it.", (string?)undone["kept"]![0]!["reason"]);
        await client.GetJsonAsync($"/api/v1/customers/{customer}");
    }

    [Fact]
    public async Task A_job_is_seen_and_stopped_by_those_who_may_read_and_change_what_it_changes()
    {
        var tenant = await host.NewTenantAsync();
        var job = 0L;
        await tenant.ChangeAsync(db =>
        {
            job = db.Insert(new Job { Kind = "batch.undo", State = Job.Cancelled, Payload = "{}", Touches = "customer customer_note", AuthorKind = "operator", AuthorId = "operator" }).Id;
            return Task.CompletedTask;
        });
        using var ofLeads = await tenant.ClientAsync("leads:read leads:write");
        using var reader = await tenant.ClientAsync("customers:read leads:write");
        using var writer = await tenant.ClientAsync("customers:read customers:write");

        await ofLeads.GetJsonAsync($"/api/v1/jobs/{job}", HttpStatusCode.NotFound);
        await ofLeads.CallAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", HttpStatusCode.NotFound);
        await reader.GetJsonAsync($"/api/v1/jobs/{job}");
        Assert.Equal("insufficient_scope", (string?)(await reader.CallAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", HttpStatusCode.Forbidden))["error"]);
        await writer.CallAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", HttpStatusCode.OK);
    }

    private static async Task<long> LoadedAsync(TestTenant tenant, HttpClient client, int count)
    {
        tenant.LoadLeads([.. Enumerable.Range(0, count).Select(i => new Lead { LastName = $"Lead {i}" })]);
        return await LastAsync(client);
    }

    private static async Task<long> LastAsync(HttpClient client) => (await client.GetJsonAsync("/api/v1/batches?per_page=1")).Ids()[0];

    private static async Task<(int Done, int Reversed)> EndAsync(HttpClient client, long id, string state)
    {
        JsonNode job;
        do
        {
            await Task.Delay(50);
            job = (await client.GetJsonAsync($"/api/v1/jobs/{id}"))["data"]!;
        }
        while ((string?)job["state"] is "queued" or "running");
        Assert.Equal(state, (string?)job["state"]);
        return ((int)job["done"]!, (int?)job["result"]?["reversed"] ?? 0);
    }
}
