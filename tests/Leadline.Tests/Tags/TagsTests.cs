using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Tags;

/// <summary>What a client sees of <c>/api/v1/tags</c>, and of the tags on leads and customers.</summary>
public sealed class TagsTests(LeadlineHost host)
{
    private const string Tags = "/api/v1/tags";
    private const string Everything = "leads:read leads:write customers:read customers:write settings:write";

    [Fact]
    public async Task A_tag_has_exactly_the_published_fields()
    {
        var tenant = await host.NewTenantAsync();
        var client = await tenant.ClientAsync(Everything);

        using var reply = await client.PostAsJsonAsync(Tags, new { name = "VIP", color = "#FF00aa" });
        var tag = (await reply.JsonAsync(HttpStatusCode.Created))["data"]!.AsObject();

        Assert.Equal(["id", "tenant_id", "name", "color", "created_at", "updated_at", "deleted_at"], tag.Select(field => field.Key));
        Assert.Equal(tenant.Id.Value, (long)tag["tenant_id"]!);
        Assert.True(JsonNode.DeepEquals(tag, (await client.GetJsonAsync($"{Tags}/{tag["id"]}"))["data"]));
    }

    [Theory]
    [InlineData("""{"name": "x"}""", "color")]
    [InlineData("""{"color": "#aabbcc"}""", "name")]
    [InlineData("""{"name": "x", "color": null}""", "color")]
    [InlineData("""{"name": "x", "color": "#abc"}""", "color")]
    [InlineData("""{"name": "x", "color": "#aabbcc", "size": 1}""", "size")]
    public async Task A_bad_body_is_refused_by_field(string body, string field)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);

        using var reply = await client.PostAsync(Tags, new StringContent(body, null, "application/json"));

        Assert.Contains(field, (await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task The_list_is_by_folded_name()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (zulu, echo, delta) = (await NewTagAsync(client, "zulu"), await NewTagAsync(client, "Écho"), await NewTagAsync(client, "DELTA"));

        Assert.Equal([delta, echo, zulu], (await client.GetJsonAsync(Tags)).Ids());
        Assert.Equal([delta, echo, zulu], (await client.GetJsonAsync($"{Tags}?sort_by=created_at")).Ids());
        Assert.Equal([echo], (await client.GetJsonAsync($"{Tags}?search=ECH")).Ids());
        await client.GetJsonAsync($"{Tags}?sort_by=size", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_name_is_unique_among_the_living_whatever_the_case()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (first, other) = (await NewTagAsync(client, "VIP"), await NewTagAsync(client, "Lost"));

        using var second = await client.PostAsJsonAsync(Tags, new { name = "vip", color = "#000000" });
        using var renamed = await client.PutAsJsonAsync($"{Tags}/{other}", new { name = "Vip" });
        Assert.Equal(first, (long?)(await second.JsonAsync(HttpStatusCode.Conflict))["tag_id"]);
        Assert.Equal(first, (long?)(await renamed.JsonAsync(HttpStatusCode.Conflict))["tag_id"]);
        await (await client.DeleteAsync($"{Tags}/{first}")).JsonAsync(HttpStatusCode.OK);
        using var reply = await client.PutAsJsonAsync($"{Tags}/{other}", new { name = "Vip" });
        await reply.JsonAsync(HttpStatusCode.OK);

        using var inTheWay = await client.PostAsync($"{Tags}/{first}/restore", null);
        Assert.Equal(other, (long?)(await inTheWay.JsonAsync(HttpStatusCode.Conflict))["tag_id"]);
    }

    [Fact]
    public async Task A_new_tag_names_its_deleted_twin()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var first = await NewTagAsync(client, "VIP");
        await (await client.DeleteAsync($"{Tags}/{first}")).JsonAsync(HttpStatusCode.OK);

        using var reply = await client.PostAsJsonAsync(Tags, new { name = "vip", color = "#000000" });

        Assert.Equal(first, (long)(await reply.JsonAsync(HttpStatusCode.Created))["deleted_twins"]![0]!["id"]!);
    }

    [Theory]
    [InlineData("leads")]
    [InlineData("customers")]
    public async Task A_tag_is_put_on_once_and_taken_off_once(string kind)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (record, tag) = (await NewRecordAsync(client, kind), await NewTagAsync(client, "VIP"));

        await (await client.PutAsync($"{record}/tags/{tag}", null)).JsonAsync(HttpStatusCode.OK);
        await (await client.PutAsync($"{record}/tags/{tag}", null)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal([tag], (await client.GetJsonAsync($"{record}/tags")).Ids());
        await (await client.DeleteAsync($"{record}/tags/{tag}")).JsonAsync(HttpStatusCode.OK);

        await (await client.DeleteAsync($"{record}/tags/{tag}")).JsonAsync(HttpStatusCode.NotFound);
        Assert.Empty((await client.GetJsonAsync($"{record}/tags")).Ids());
        await (await client.PutAsync($"{record}/tags/999999", null)).JsonAsync(HttpStatusCode.NotFound);
        await (await client.PutAsync($"/api/v1/{kind}/999999/tags/{tag}", null)).JsonAsync(HttpStatusCode.NotFound);
        await client.GetJsonAsync($"/api/v1/{kind}/999999/tags", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("leads")]
    [InlineData("customers")]
    public async Task A_deleted_tag_is_shown_no_more_until_it_is_restored(string kind)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (record, tag) = (await NewRecordAsync(client, kind), await NewTagAsync(client, "VIP"));
        await (await client.PutAsync($"{record}/tags/{tag}", null)).JsonAsync(HttpStatusCode.OK);

        await (await client.DeleteAsync($"{Tags}/{tag}")).JsonAsync(HttpStatusCode.OK);
        Assert.Empty((await client.GetJsonAsync($"{record}/tags")).Ids());
        await (await client.PutAsync($"{record}/tags/{tag}", null)).JsonAsync(HttpStatusCode.NotFound);
        await (await client.PostAsync($"{Tags}/{tag}/restore", null)).JsonAsync(HttpStatusCode.OK);

        Assert.Equal([tag], (await client.GetJsonAsync($"{record}/tags")).Ids());
    }

    [Fact]
    public async Task A_customers_entity_tag_moves_with_its_tags()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (customer, tag) = (await NewRecordAsync(client, "customers"), await NewTagAsync(client, "VIP"));
        var seen = new HashSet<string> { await ETagAsync() };

        await (await client.PutAsync($"{customer}/tags/{tag}", null)).JsonAsync(HttpStatusCode.OK);
        Assert.True(seen.Add(await ETagAsync()));
        await (await client.PatchAsJsonAsync($"{Tags}/{tag}", new { name = "Very important" })).JsonAsync(HttpStatusCode.OK);
        Assert.True(seen.Add(await ETagAsync()));

        async Task<string> ETagAsync() => (await client.GetAsync(customer)).Headers.ETag!.Tag;
    }

    [Theory]
    [InlineData("leads")]
    [InlineData("customers")]
    public async Task Tags_of_two_tenants_never_meet(string kind)
    {
        var mine = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var theirs = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (myRecord, myTag) = (await NewRecordAsync(mine, kind), await NewTagAsync(mine, "VIP"));
        var (theirRecord, theirTag) = (await NewRecordAsync(theirs, kind), await NewTagAsync(theirs, "VIP"));

        await (await theirs.PutAsync($"{theirRecord}/tags/{myTag}", null)).JsonAsync(HttpStatusCode.NotFound);
        await (await theirs.PutAsync($"{myRecord}/tags/{theirTag}", null)).JsonAsync(HttpStatusCode.NotFound);
        await theirs.GetJsonAsync($"{myRecord}/tags", HttpStatusCode.NotFound);
        await theirs.GetJsonAsync($"{Tags}/{myTag}", HttpStatusCode.NotFound);
        await (await theirs.DeleteAsync($"{Tags}/{myTag}")).JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal([theirTag], (await theirs.GetJsonAsync(Tags)).Ids());
    }

    [Fact]
    public async Task Tags_are_settings_to_write_and_are_put_on_by_who_may_write_the_record()
    {
        var tenant = await host.NewTenantAsync();
        var owner = await tenant.ClientAsync(Everything);
        var (lead, customer, tag) = (await NewRecordAsync(owner, "leads"), await NewRecordAsync(owner, "customers"), await NewTagAsync(owner, "VIP"));
        var seller = await tenant.ClientAsync("leads:read leads:write customers:read");
        await tenant.AddUserAsync("vera.tags@example.com", "Vera", "viewer");
        var viewer = await tenant.ClientAsync(Everything, "vera.tags@example.com");

        await (await seller.PutAsync($"{lead}/tags/{tag}", null)).JsonAsync(HttpStatusCode.OK);
        await (await seller.PutAsync($"{customer}/tags/{tag}", null)).JsonAsync(HttpStatusCode.Forbidden);
        await seller.GetJsonAsync($"{customer}/tags");
        await (await seller.PostAsJsonAsync(Tags, new { name = "x", color = "#000000" })).JsonAsync(HttpStatusCode.Forbidden);
        await (await viewer.PutAsync($"{lead}/tags/{tag}", null)).JsonAsync(HttpStatusCode.Forbidden);
        await (await viewer.DeleteAsync($"{customer}/tags/{tag}")).JsonAsync(HttpStatusCode.Forbidden);
        await (await viewer.DeleteAsync($"{Tags}/{tag}")).JsonAsync(HttpStatusCode.Forbidden);
        await viewer.GetJsonAsync($"{lead}/tags");
    }

    private static Task<long> NewTagAsync(HttpClient client, string name) => client.CreateAsync(Tags, new { name, color = "#3b82f6" });

    // A customer is what a lead becomes.
    private static async Task<string> NewRecordAsync(HttpClient client, string kind)
    {
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace" });
        if (kind == "leads")
        {
            return $"/api/v1/leads/{lead}";
        }

        using var conversion = await client.PostAsync($"/api/v1/leads/{lead}/convert", null);
        return $"/api/v1/customers/{(await conversion.JsonAsync(HttpStatusCode.OK))["data"]!["customer"]!["id"]}";
    }
}
