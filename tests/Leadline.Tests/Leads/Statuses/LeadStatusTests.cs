using System.Net;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Leads.Statuses;

public sealed class LeadStatusTests(LeadlineHost host)
{
    private const string Statuses = "/api/v1/leads/statuses";
    private const string All = "leads:read leads:write settings:read settings:write";

    [Fact]
    public async Task A_new_tenant_starts_with_the_usual_statuses_in_order()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync();

        var list = await client.GetJsonAsync(Statuses);

        Assert.Equal(["new", "contacted", "qualified", "converted", "lost"], list["data"]!.AsArray().Select(status => (string?)status!["slug"]));
        Assert.Equal(["new"], (await client.GetJsonAsync($"{Statuses}?is_default=1"))["data"]!.AsArray().Select(status => (string?)status!["slug"]));
        Assert.Equal(["converted", "lost"], (await client.GetJsonAsync($"{Statuses}?is_terminal=1"))["data"]!.AsArray().Select(status => (string?)status!["slug"]));
    }

    [Fact]
    public async Task A_new_status_is_answered_as_it_is_read()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);

        using var reply = await client.SendAsync(HttpMethod.Post, Statuses, new { name = " Çok  İyi! ", color = "#00ff00", sort_order = 9, is_terminal = true });
        var made = (await reply.JsonAsync(HttpStatusCode.Created))["data"]!;

        Assert.Equal(("Çok  İyi!", "cok-iyi", "#00ff00", 9, false, true, false), (
            (string?)made["name"], (string?)made["slug"], (string?)made["color"], (int)made["sort_order"]!, (bool)made["is_default"]!, (bool)made["is_terminal"]!, (bool)made["is_system"]!));
        Assert.Equal(made.ToJsonString(), (await client.GetJsonAsync(reply.Headers.Location!.ToString()))["data"]!.ToJsonString());
    }

    [Fact]
    public async Task A_renamed_status_keeps_its_slug_and_shows_on_leads_at_once()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var lead = await client.CreateLeadAsync();
        var id = await tenant.StatusAsync("new");

        var changed = (await client.CallAsync(HttpMethod.Put, $"{Statuses}/{id}", HttpStatusCode.OK, new { name = "Fresh" }))["data"]!;

        Assert.Equal(("Fresh", "new"), ((string?)changed["name"], (string?)changed["slug"]));
        Assert.Equal("Fresh", (string?)(await client.GetJsonAsync($"/api/v1/leads/{lead}"))["data"]!["status"]!["name"]);
    }

    [Fact]
    public async Task Exactly_one_status_is_the_default()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var (fresh, contacted) = (await tenant.StatusAsync("new"), await tenant.StatusAsync("contacted"));

        await client.CallAsync(HttpMethod.Patch, $"{Statuses}/{contacted}", HttpStatusCode.OK, new { is_default = true });
        var refused = await client.CallAsync(HttpMethod.Patch, $"{Statuses}/{contacted}", HttpStatusCode.UnprocessableEntity, new { is_default = false });
        var made = await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Created, new { name = "Newest", is_default = true });

        Assert.Single(refused.ErrorsOf("is_default"));
        Assert.Equal([(long)made["data"]!["id"]!], (await client.GetJsonAsync($"{Statuses}?is_default=1")).Ids());
        Assert.False((bool)(await client.GetJsonAsync($"{Statuses}/{fresh}"))["data"]!["is_default"]!);
    }

    [Theory]
    [InlineData("""{"color": "#ffffff"}""", "name")]
    [InlineData("""{"name": ""}""", "name")]
    [InlineData("""{"name": null}""", "name")]
    [InlineData("""{"name": 5}""", "name")]
    [InlineData("""{"name": "a\u0000b"}""", "name")]
    [InlineData("""{"name": "A", "color": "red"}""", "color")]
    [InlineData("""{"name": "A", "color": "#12345"}""", "color")]
    [InlineData("""{"name": "A", "sort_order": -1}""", "sort_order")]
    [InlineData("""{"name": "A", "sort_order": "1"}""", "sort_order")]
    [InlineData("""{"name": "A", "sort_order": 99999999999}""", "sort_order")]
    [InlineData("""{"name": "A", "is_terminal": "true"}""", "is_terminal")]
    [InlineData("""{"name": "A", "is_default": 1}""", "is_default")]
    [InlineData("""{"name": "A", "slug": "a"}""", "slug")]
    [InlineData("""{"name": "A", "is_system": true}""", "is_system")]
    public async Task A_field_that_breaks_its_rule_is_named(string body, string field)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);

        var refused = await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.UnprocessableEntity, body);

        Assert.Single(refused.ErrorsOf(field));
        Assert.Equal(5, (await client.GetJsonAsync(Statuses)).Total());
    }

    [Fact]
    public async Task Two_live_statuses_cannot_share_a_name_but_a_deleted_one_is_only_told()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var first = (long)(await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Created, new { name = "Waiting" }))["data"]!["id"]!;

        var refused = await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Conflict, new { name = "WAITING" });
        await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{first}", HttpStatusCode.OK);
        var second = await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Created, new { name = "Waiting" });

        Assert.Equal(first, (long)refused["lead_status_id"]!);
        Assert.Equal($$"""[{"id":{{first}},"field":"name"}]""", second["deleted_twins"]!.ToJsonString());
        await client.CallAsync(HttpMethod.Post, $"{Statuses}/{first}/restore", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_status_in_use_is_deleted_only_with_a_replacement_for_its_leads()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var id = (long)(await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Created, new { name = "Waiting" }))["data"]!["id"]!;
        var lead = await client.CreateLeadAsync(new { last_name = "A", lead_status_id = id });
        var lost = await tenant.StatusAsync("lost");

        var refused = await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.Conflict);
        await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.UnprocessableEntity, new { replacement_id = id });
        await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.UnprocessableEntity, new { replacement_id = 999_999_999 });
        await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.OK, new { replacement_id = lost });

        Assert.Equal(1, (long)refused["leads"]!);
        Assert.Equal("lost", (string?)(await client.GetJsonAsync($"/api/v1/leads/{lead}"))["data"]!["status"]!["slug"]);
        Assert.Equal([lead], (await client.GetJsonAsync($"/api/v1/leads?lead_status_id={lost}")).Ids());
        await client.GetJsonAsync($"{Statuses}/{id}", HttpStatusCode.NotFound);
        await client.CallAsync(HttpMethod.Post, $"{Statuses}/{id}/restore", HttpStatusCode.OK);
        Assert.Equal(6, (await client.GetJsonAsync(Statuses)).Total());
    }

    [Fact]
    public async Task A_new_status_without_a_place_comes_last()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);

        var made = await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Created, new { name = "Waiting" });

        Assert.Equal(6, (int)made["data"]!["sort_order"]!);
        Assert.Equal((long)made["data"]!["id"]!, (await client.GetJsonAsync(Statuses)).Ids()[^1]);
    }

    [Fact]
    public async Task A_status_is_not_renamed_to_the_name_of_another()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var (fresh, contacted) = (await tenant.StatusAsync("new"), await tenant.StatusAsync("contacted"));

        var refused = await client.CallAsync(HttpMethod.Patch, $"{Statuses}/{contacted}", HttpStatusCode.Conflict, new { name = "NEW" });
        await client.CallAsync(HttpMethod.Patch, $"{Statuses}/{contacted}", HttpStatusCode.OK, new { name = "CONTACTED" });

        Assert.Equal(fresh, (long)refused["lead_status_id"]!);
    }

    [Fact]
    public async Task A_slug_that_another_status_has_gets_a_number()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        await client.CallAsync(HttpMethod.Patch, $"{Statuses}/{await tenant.StatusAsync("converted")}", HttpStatusCode.OK, new { name = "Foo" });

        Assert.Equal("converted-2", await SlugAsync("Converted"));
        Assert.Equal(("status", "status-2"), (await SlugAsync("!!!"), await SlugAsync("???")));

        async Task<string?> SlugAsync(string name) => (string?)(await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Created, new { name }))["data"]!["slug"];
    }

    [Fact]
    public async Task A_conversion_taken_back_never_gives_a_deleted_status()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync($"{All} customers:write");
        var id = await client.CreateAsync(Statuses, new { name = "Waiting" });
        var lead = await client.CreateLeadAsync(new { last_name = "A", lead_status_id = id });
        await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{lead}/convert", HttpStatusCode.OK);

        var refused = await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.Conflict);
        await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.OK, new { replacement_id = await tenant.StatusAsync("lost") });
        var reverted = await client.CallAsync(HttpMethod.Delete, $"/api/v1/leads/{lead}/conversion", HttpStatusCode.OK);
        Assert.Equal(1, (long)refused["leads"]!);
        Assert.Equal("lost", (string?)reverted["data"]!["lead"]!["status"]!["slug"]);

        await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{lead}/convert", HttpStatusCode.OK);
        await tenant.ChangeAsync(async db => (await db.Leads.SingleAsync(known => known.Id == lead)).StatusBeforeConversionId = id);
        reverted = await client.CallAsync(HttpMethod.Delete, $"/api/v1/leads/{lead}/conversion", HttpStatusCode.OK);
        Assert.Equal("new", (string?)reverted["data"]!["lead"]!["status"]!["slug"]);
    }

    [Fact]
    public async Task A_status_of_very_many_leads_is_deleted_by_a_job_in_one_batch_that_can_be_undone()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync($"{All} customers:read");
        var (id, lost) = (await client.CreateAsync(Statuses, new { name = "Waiting" }), await tenant.StatusAsync("lost"));
        tenant.LoadLeads([.. Enumerable.Range(0, 2600).Select(i => new Lead { LastName = $"Lead {i}", LeadStatusId = id, DeletedAt = i % 10 == 0 ? DateTime.UtcNow : null })]);

        var queued = (await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.Accepted, new { replacement_id = lost }))["data"]!;
        var late = await client.CreateLeadAsync(new { last_name = "Late", lead_status_id = lost });
        var job = await client.EndOfJobAsync((long)queued["job_id"]!);

        Assert.Equal(("finished", 2600, "lead_status.delete"), ((string?)job["state"], (int)job["done"]!, (string?)job["kind"]));
        await client.GetJsonAsync($"{Statuses}/{id}", HttpStatusCode.NotFound);
        Assert.Equal(2341, (await client.GetJsonAsync($"/api/v1/leads?lead_status_id={lost}")).Total());
        Assert.Equal("lead_status.delete", (string?)(await client.GetJsonAsync($"/api/v1/batches/{job["batch_id"]}"))["data"]!["action"]);

        var undo = (await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{job["batch_id"]}/undo", HttpStatusCode.Accepted))["data"]!;
        Assert.Equal(2601, (int)(await client.EndOfJobAsync((long)undo["job_id"]!))["result"]!["reversed"]!);
        Assert.Equal(2340, (await client.GetJsonAsync($"/api/v1/leads?lead_status_id={id}")).Total());
        Assert.Equal([late], (await client.GetJsonAsync($"/api/v1/leads?lead_status_id={lost}")).Ids());
    }

    [Fact]
    public async Task System_statuses_and_the_default_one_cannot_be_deleted()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var made = (long)(await client.CallAsync(HttpMethod.Post, Statuses, HttpStatusCode.Created, new { name = "Mine", is_default = true }))["data"]!["id"]!;

        await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{await tenant.StatusAsync("lost")}", HttpStatusCode.Conflict);
        await client.CallAsync(HttpMethod.Delete, $"{Statuses}/{made}", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Another_tenants_status_is_not_there()
    {
        var theirs = await host.NewTenantAsync();
        using var ours = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await theirs.StatusAsync("new");

        await ours.GetJsonAsync($"{Statuses}/{id}", HttpStatusCode.NotFound);
        await ours.CallAsync(HttpMethod.Put, $"{Statuses}/{id}", HttpStatusCode.NotFound, new { name = "X" });
        await ours.CallAsync(HttpMethod.Delete, $"{Statuses}/{id}", HttpStatusCode.NotFound);
        await ours.CallAsync(HttpMethod.Post, $"{Statuses}/{id}/restore", HttpStatusCode.NotFound);
    }
}
