using System.Net;
using System.Net.Http.Json;

namespace Leadline.Tests.Leads;

/// <summary>What a client sees of <c>/api/v1/leads/import-sources</c>.</summary>
public sealed class ImportSourcesTests(LeadlineHost host)
{
    private const string Sources = "/api/v1/leads/import-sources";
    private const string Leads = "/api/v1/leads";
    private const string Everything = "leads:read leads:write settings:write";

    [Fact]
    public async Task A_source_is_made_read_renamed_deleted_and_restored()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var id = await client.CreateAsync(Sources, new { name = "CRM" });

        var source = (await client.GetJsonAsync($"{Sources}/{id}"))["data"]!.AsObject();
        using var renamed = await client.PutAsJsonAsync($"{Sources}/{id}", new { name = "Old CRM" });

        Assert.Equal(["id", "name", "created_at", "updated_at"], source.Select(field => field.Key));
        Assert.Equal("Old CRM", (string?)(await renamed.JsonAsync(HttpStatusCode.OK))["data"]!["name"]);
        await (await client.DeleteAsync($"{Sources}/{id}")).JsonAsync(HttpStatusCode.OK);
        Assert.Empty((await client.GetJsonAsync(Sources)).Ids());
        Assert.Equal([id], (await client.GetJsonAsync($"{Sources}?trashed=true")).Ids());
        await (await client.PostAsync($"{Sources}/{id}/restore", null)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal([id], (await client.GetJsonAsync($"{Sources}?search=crm")).Ids());
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name": ""}""", "name")]
    [InlineData("""{"name": "x", "color": "#abc"}""", "color")]
    public async Task A_bad_body_is_refused_by_field(string body, string field)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);

        using var reply = await client.PostAsync(Sources, new StringContent(body, null, "application/json"));

        Assert.Contains(field, (await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_live_twin_refuses_and_a_deleted_one_is_named()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var first = await client.CreateAsync(Sources, new { name = "CRM" });

        using var refused = await client.PostAsJsonAsync(Sources, new { name = "crm" });
        Assert.Equal(first, (long?)(await refused.JsonAsync(HttpStatusCode.Conflict))["import_source_id"]);
        await (await client.DeleteAsync($"{Sources}/{first}")).JsonAsync(HttpStatusCode.OK);
        using var reply = await client.PostAsJsonAsync(Sources, new { name = "crm" });
        var created = await reply.JsonAsync(HttpStatusCode.Created);

        Assert.Equal(first, (long)created["deleted_twins"]![0]!["id"]!);
        using var inTheWay = await client.PostAsync($"{Sources}/{first}/restore", null);
        Assert.Equal((long)created["data"]!["id"]!, (long?)(await inTheWay.JsonAsync(HttpStatusCode.Conflict))["import_source_id"]);
    }

    [Fact]
    public async Task Leads_move_to_the_replacement_unless_an_external_id_is_taken_there()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (old, next) = (await client.CreateAsync(Sources, new { name = "Old" }), await client.CreateAsync(Sources, new { name = "Next" }));
        var moved = await client.CreateAsync(Leads, new { last_name = "A", import_source_id = old, external_id = "1" });
        var other = await client.CreateAsync(Leads, new { last_name = "B", import_source_id = next, external_id = "1" });

        await (await client.DeleteAsync($"{Sources}/{old}")).JsonAsync(HttpStatusCode.Conflict);
        var refused = await (await client.DeleteAsync($"{Sources}/{old}", new { replacement_id = next })).JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal((moved, other), ((long)refused["lead_id"]!, (long)refused["other_lead_id"]!));
        await (await client.PatchAsJsonAsync($"{Leads}/{other}", new { external_id = "2" })).JsonAsync(HttpStatusCode.OK);
        await (await client.DeleteAsync($"{Sources}/{old}", new { replacement_id = next })).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(next, (long)(await client.GetJsonAsync($"{Leads}/{moved}"))["data"]!["import_source_id"]!);
    }

    [Fact]
    public async Task Scopes_and_tenants_are_kept_apart()
    {
        var tenant = await host.NewTenantAsync();
        var id = await (await tenant.ClientAsync(Everything)).CreateAsync(Sources, new { name = "CRM" });
        var theirs = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var reader = await tenant.ClientAsync("leads:read leads:write");

        await theirs.GetJsonAsync($"{Sources}/{id}", HttpStatusCode.NotFound);
        await (await theirs.DeleteAsync($"{Sources}/{id}")).JsonAsync(HttpStatusCode.NotFound);
        await reader.GetJsonAsync($"{Sources}/{id}");
        await (await reader.PostAsJsonAsync(Sources, new { name = "x" })).JsonAsync(HttpStatusCode.Forbidden);
        await (await reader.DeleteAsync($"{Sources}/{id}")).JsonAsync(HttpStatusCode.Forbidden);
    }
}
