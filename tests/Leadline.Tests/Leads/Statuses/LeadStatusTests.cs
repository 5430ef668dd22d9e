using System.Net;

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
