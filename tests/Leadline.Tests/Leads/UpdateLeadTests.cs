using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Leads;

public sealed class UpdateLeadTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string ReadWrite = "leads:read leads:write";

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Only_what_is_sent_changes(string verb)
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync(new { last_name = "Byron", first_name = "Ada", email = "ada@example.com" });
        var before = (await client.GetJsonAsync($"{Leads}/{id}"))["data"]!.AsObject();

        var after = (await client.CallAsync(new HttpMethod(verb), $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = "Lovelace" }))["data"]!.AsObject();

        Assert.Equal("Ada Lovelace", (string?)after["full_name"]);
        Assert.True(string.CompareOrdinal((string?)after["updated_at"], (string?)before["updated_at"]) > 0);
        foreach (var (name, value) in before.Where(field => field.Key is not ("last_name" or "full_name" or "updated_at")))
        {
            Assert.True(JsonNode.DeepEquals(value, after[name]), name);
        }

        Assert.Equal(1, (await client.GetJsonAsync($"{Leads}?search=lovelace")).Total());
        Assert.Equal(0, (await client.GetJsonAsync($"{Leads}?search=byron")).Total());
    }

    [Fact]
    public async Task Null_and_the_empty_text_clear_a_field()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync(new { last_name = "Lovelace", first_name = "Ada", email = "ada@example.com", marketing_attribution = new[] { 1 } });

        var after = (await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, """{"first_name": null, "email": " ", "marketing_attribution": null}"""))["data"]!;

        Assert.Null(after["first_name"]);
        Assert.Null(after["email"]);
        Assert.Null(after["marketing_attribution"]);
        Assert.Equal("Lovelace", (string?)after["last_name"]);
    }

    [Fact]
    public async Task A_change_moves_the_lead_between_the_counted_lists()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(ReadWrite);
        var (fresh, lost) = (await tenant.StatusAsync("new"), await tenant.StatusAsync("lost"));
        var id = await client.CreateLeadAsync();

        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { lead_status_id = lost });

        Assert.Equal(0, (await client.GetJsonAsync($"{Leads}?lead_status_id={fresh}")).Total());
        Assert.Equal(1, (await client.GetJsonAsync($"{Leads}?lead_status_id={lost}")).Total());
    }

    [Theory]
    [MemberData(nameof(LeadBodies.Bad), MemberType = typeof(LeadBodies))]
    public async Task A_field_that_breaks_its_rule_is_named_and_nothing_changes(string body, string field)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        var before = await client.GetJsonAsync($"{Leads}/{id}");

        var refused = await client.CallAsync(HttpMethod.Put, $"{Leads}/{id}", HttpStatusCode.UnprocessableEntity, body);

        Assert.Single(refused.ErrorsOf(field));
        Assert.Equal(before.ToJsonString(), (await client.GetJsonAsync($"{Leads}/{id}")).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(LeadBodies.Unreadable), MemberType = typeof(LeadBodies))]
    public async Task A_body_that_is_no_json_object_is_refused(string body)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();

        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.BadRequest, body);
    }

    [Fact]
    public async Task Checks_come_in_the_published_order()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        using var text = new StringContent("{", Encoding.UTF8, "text/plain");
        const string Bad = """{"foo": 1}""";

        await client.CallAsync(HttpMethod.Patch, $"{Leads}/999999999", HttpStatusCode.UnsupportedMediaType, text);
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/999999999", HttpStatusCode.BadRequest, "{", ("If-Match", "\"99\""));
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/999999999", HttpStatusCode.NotFound, Bad, ("If-Match", "\"99\""));
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.PreconditionFailed, Bad, ("If-Match", "\"99\""));
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.UnprocessableEntity, Bad, ("If-Match", "\"1\""));
    }

    [Fact]
    public async Task Another_tenants_lead_and_a_deleted_one_are_not_there()
    {
        using var theirs = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        using var ours = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var (foreign, deleted) = (await theirs.CreateLeadAsync(), await ours.CreateLeadAsync());
        await ours.CallAsync(HttpMethod.Delete, $"{Leads}/{deleted}", HttpStatusCode.OK);

        await ours.CallAsync(HttpMethod.Patch, $"{Leads}/{foreign}", HttpStatusCode.NotFound, new { last_name = "X" });
        await ours.CallAsync(HttpMethod.Patch, $"{Leads}/{deleted}", HttpStatusCode.NotFound, new { last_name = "X" });

        Assert.Equal("Lovelace", (string?)(await theirs.GetJsonAsync($"{Leads}/{foreign}"))["data"]!["last_name"]);
    }

    [Fact]
    public async Task An_empty_change_changes_nothing()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        var before = await client.GetJsonAsync($"{Leads}/{id}");

        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = "Lovelace" });

        Assert.Equal(before.ToJsonString(), (await client.GetJsonAsync($"{Leads}/{id}")).ToJsonString());
    }

    [Fact]
    public async Task A_change_names_the_deleted_records_that_have_its_new_name()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read leads:write settings:write");
        foreach (var (list, body, fresh, renamed, field) in new (string, object, object, object, string)[]
        {
            ("/api/v1/leads", new { last_name = "A", external_id = "A-1" }, new { last_name = "B" }, new { external_id = "A-1" }, "external_id"),
            ("/api/v1/leads/import-sources", new { name = "Old" }, new { name = "New" }, new { name = "Old" }, "name"),
            ("/api/v1/leads/reference-sources", new { name = "Old", color = "#ff0000" }, new { name = "New", color = "#ff0000" }, new { name = "Old" }, "name"),
            ("/api/v1/tags", new { name = "Old", color = "#ff0000" }, new { name = "New", color = "#ff0000" }, new { name = "Old" }, "name"),
        })
        {
            var deleted = await client.CreateAsync(list, body);
            await client.CallAsync(HttpMethod.Delete, $"{list}/{deleted}", HttpStatusCode.OK);
            var id = await client.CreateAsync(list, fresh);

            var changed = await client.CallAsync(HttpMethod.Patch, $"{list}/{id}", HttpStatusCode.OK, renamed);
            var again = await client.CallAsync(HttpMethod.Patch, $"{list}/{id}", HttpStatusCode.OK, renamed);

            Assert.Equal($$"""[{"id":{{deleted}},"field":"{{field}}"}]""", changed["deleted_twins"]?.ToJsonString());
            Assert.Null(again["deleted_twins"]);
        }
    }
}
