using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Leads;

/// <summary>What a client sees of <c>/api/v1/leads/reference-sources</c>.</summary>
public sealed class ReferenceSourcesTests(LeadlineHost host)
{
    private const string Sources = "/api/v1/leads/reference-sources";
    private const string Everything = "leads:read leads:write settings:write";

    [Fact]
    public async Task A_source_has_exactly_the_published_fields()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);

        using var reply = await client.PostAsJsonAsync(Sources, new { name = "  Expo ", color = "#AbC" });
        var created = await reply.JsonAsync(HttpStatusCode.Created);
        var source = created["data"]!.AsObject();

        Assert.Equal(["success", "data"], created.Select(field => field.Key));
        Assert.Equal(["id", "name", "external_id", "color", "created_at", "updated_at"], source.Select(field => field.Key));
        Assert.Equal("Expo", (string?)source["name"]);
        Assert.Equal("#AbC", (string?)source["color"]);
        Assert.Equal($"{Sources}/{source["id"]}", reply.Headers.Location?.ToString());
        Assert.True(JsonNode.DeepEquals(source, (await client.GetJsonAsync($"{Sources}/{source["id"]}"))["data"]));
    }

    [Fact]
    public async Task The_newest_come_first_and_the_published_filters_are_answered()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var expo = await client.CreateAsync(Sources, new { name = "Éxpo", color = "#ABCDEF", external_id = "42" });

        var names = (await client.GetJsonAsync($"{Sources}?sort_by=name"))["data"]!.AsArray().Select(source => (string?)source!["name"]);

        Assert.Equal(["Éxpo", "Google Ads", "Meta Ads", "Phone call", "Referral", "Trade fair", "Website"], names);
        Assert.Equal([expo], (await client.GetJsonAsync($"{Sources}?search=EXP")).Ids());
        Assert.Equal([expo], (await client.GetJsonAsync($"{Sources}?color=%23abcdef")).Ids());
        Assert.Equal([expo], (await client.GetJsonAsync($"{Sources}?external_id=42")).Ids());
        Assert.Equal(expo, (await client.GetJsonAsync(Sources)).Ids()[0]);
        Assert.Equal(expo, (await client.GetJsonAsync($"{Sources}?sort_order=asc")).Ids()[^1]);
        await client.GetJsonAsync($"{Sources}?colour=red", HttpStatusCode.UnprocessableEntity);
    }

    [Theory]
    [InlineData("""{"color": "#abc"}""", "name")]
    [InlineData("""{"name": null}""", "name")]
    [InlineData("""{"name": " "}""", "name")]
    [InlineData("""{"name": 7}""", "name")]
    [InlineData("""{"name": "x", "color": "red"}""", "color")]
    [InlineData("""{"name": "x", "color": "#abcd"}""", "color")]
    [InlineData("""{"name": "x", "slug": "x"}""", "slug")]
    public async Task A_bad_body_is_refused_by_field(string body, string field)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);

        using var reply = await client.PostAsync(Sources, new StringContent(body, null, "application/json"));

        Assert.Contains(field, (await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_change_touches_only_what_is_sent_and_only_the_version_that_was_seen()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var id = await client.CreateAsync(Sources, new { name = "Expo", color = "#abc" });
        using var read = await client.GetAsync($"{Sources}/{id}");

        using var change = new HttpRequestMessage(HttpMethod.Patch, $"{Sources}/{id}") { Content = JsonContent.Create(new { name = "Fair" }) };
        change.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.Tag);
        var changed = (await (await client.SendAsync(change)).JsonAsync(HttpStatusCode.OK))["data"]!;
        using var late = new HttpRequestMessage(HttpMethod.Put, $"{Sources}/{id}") { Content = JsonContent.Create(new { color = (string?)null }) };
        late.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag.Tag);
        var refused = await (await client.SendAsync(late)).JsonAsync(HttpStatusCode.PreconditionFailed);
        using var cleared = await client.PutAsJsonAsync($"{Sources}/{id}", new { color = (string?)null });

        Assert.Equal(("Fair", "#abc"), ((string?)changed["name"], (string?)changed["color"]));
        Assert.Equal("Fair", (string?)refused["current"]!["name"]);
        Assert.Null((await cleared.JsonAsync(HttpStatusCode.OK))["data"]!["color"]);
    }

    [Fact]
    public async Task A_name_is_unique_among_the_living_whatever_the_case()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var first = await client.CreateAsync(Sources, new { name = "Expo" });
        var other = await client.CreateAsync(Sources, new { name = "Fair" });

        using var second = await client.PostAsJsonAsync(Sources, new { name = "EXPO" });
        using var renamed = await client.PatchAsJsonAsync($"{Sources}/{other}", new { name = "expo" });

        Assert.Equal(first, (long?)(await second.JsonAsync(HttpStatusCode.Conflict))["lead_reference_source_id"]);
        Assert.Equal(first, (long?)(await renamed.JsonAsync(HttpStatusCode.Conflict))["lead_reference_source_id"]);
    }

    [Fact]
    public async Task A_deleted_source_blocks_no_name_and_is_named_to_be_restored()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var first = await client.CreateAsync(Sources, new { name = "Expo" });
        await (await client.DeleteAsync($"{Sources}/{first}")).JsonAsync(HttpStatusCode.OK);
        await client.GetJsonAsync($"{Sources}/{first}", HttpStatusCode.NotFound);
        Assert.Equal([first], (await client.GetJsonAsync($"{Sources}?trashed=1")).Ids());
        await client.GetJsonAsync($"{Sources}/{first}?trashed=1");

        using var reply = await client.PostAsJsonAsync(Sources, new { name = "expo" });
        var created = await reply.JsonAsync(HttpStatusCode.Created);
        var second = (long)created["data"]!["id"]!;
        using var inTheWay = await client.PostAsync($"{Sources}/{first}/restore", null);

        Assert.Equal((first, "name"), ((long)created["deleted_twins"]![0]!["id"]!, (string?)created["deleted_twins"]![0]!["field"]));
        Assert.Equal(second, (long?)(await inTheWay.JsonAsync(HttpStatusCode.Conflict))["lead_reference_source_id"]);
        await (await client.DeleteAsync($"{Sources}/{second}")).JsonAsync(HttpStatusCode.OK);
        await (await client.PostAsync($"{Sources}/{first}/restore", null)).JsonAsync(HttpStatusCode.OK);
        Assert.Contains(first, (await client.GetJsonAsync(Sources)).Ids());
    }

    [Fact]
    public async Task A_source_in_use_is_deleted_only_with_a_replacement_which_its_leads_get()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (old, next) = (await client.CreateAsync(Sources, new { name = "Old" }), await client.CreateAsync(Sources, new { name = "Next" }));
        var lead = await client.CreateAsync("/api/v1/leads", new { last_name = "Lovelace", lead_reference_source_id = old });

        var refused = await (await client.DeleteAsync($"{Sources}/{old}")).JsonAsync(HttpStatusCode.Conflict);
        await (await client.DeleteAsync($"{Sources}/{old}", new { replacement_id = old })).JsonAsync(HttpStatusCode.UnprocessableEntity);
        await (await client.DeleteAsync($"{Sources}/{old}", new { replacement_id = next })).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(1, (int)refused["leads"]!);
        Assert.Equal(next, (long)(await client.GetJsonAsync($"/api/v1/leads/{lead}"))["data"]!["reference_source"]!["id"]!);
    }

    [Fact]
    public async Task Another_tenants_source_does_not_exist()
    {
        var mine = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var theirs = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var id = await mine.CreateAsync(Sources, new { name = "Expo" });
        var own = await theirs.CreateAsync(Sources, new { name = "Expo" });

        await theirs.GetJsonAsync($"{Sources}/{id}", HttpStatusCode.NotFound);
        await (await theirs.PatchAsJsonAsync($"{Sources}/{id}", new { name = "x" })).JsonAsync(HttpStatusCode.NotFound);
        await (await theirs.DeleteAsync($"{Sources}/{id}")).JsonAsync(HttpStatusCode.NotFound);
        await (await theirs.PostAsync($"{Sources}/{id}/restore", null)).JsonAsync(HttpStatusCode.NotFound);
        await (await theirs.DeleteAsync($"{Sources}/{own}", new { replacement_id = id })).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.DoesNotContain(id, (await theirs.GetJsonAsync(Sources)).Ids());
    }

    [Fact]
    public async Task Reading_needs_leads_and_writing_settings()
    {
        var tenant = await host.NewTenantAsync();
        var (reader, writer) = (await tenant.ClientAsync("leads:read"), await tenant.ClientAsync("settings:write"));
        await tenant.AddUserAsync("vera@example.com", "Vera", "viewer");
        var viewer = await tenant.ClientAsync(Everything, "vera@example.com");

        await reader.GetJsonAsync(Sources);
        await writer.GetJsonAsync(Sources, HttpStatusCode.Forbidden);
        foreach (var client in new[] { reader, viewer })
        {
            await (await client.PostAsJsonAsync(Sources, new { name = "x" })).JsonAsync(HttpStatusCode.Forbidden);
            await (await client.PutAsJsonAsync($"{Sources}/1", new { name = "x" })).JsonAsync(HttpStatusCode.Forbidden);
            await (await client.DeleteAsync($"{Sources}/1")).JsonAsync(HttpStatusCode.Forbidden);
            await (await client.PostAsync($"{Sources}/1/restore", null)).JsonAsync(HttpStatusCode.Forbidden);
        }
    }
}
