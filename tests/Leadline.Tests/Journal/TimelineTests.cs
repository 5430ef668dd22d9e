using System.Net;

namespace Leadline.Tests.Journal;

public sealed class TimelineTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string ReadWrite = "leads:read leads:write";

    [Fact]
    public async Task A_timeline_tells_who_changed_what_newest_first()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await tenant.AddUserAsync(email);
        using var client = await tenant.ClientAsync(ReadWrite, email);
        var id = await client.CreateLeadAsync(new { last_name = "Byron" });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = "Lovelace" });
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.OK);

        var entries = (await client.GetJsonAsync($"{Leads}/{id}/timeline"))["data"]!.AsArray();

        Assert.Equal(["lead.delete", "lead.update", "lead.create"], entries.Select(entry => (string?)entry!["action"]));
        Assert.Equal(["updated", "updated", "created"], entries.Select(entry => (string?)entry!["operation"]));
        Assert.All(entries, entry => Assert.Equal(("person", $"{user}", "api"), ((string?)entry!["author"]!["kind"], (string?)entry["author"]!["id"], (string?)entry["author"]!["through"])));
        Assert.Equal("""{"last_name":{"old":"Byron","new":"Lovelace"}}""", entries[1]!["changes"]!.ToJsonString());
        Assert.Equal("""{"old":null,"new":"Byron"}""", entries[2]!["changes"]!["last_name"]!.ToJsonString());
        Assert.EndsWith("Z", (string?)entries[0]!["changes"]!["deleted_at"]!["new"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeline_is_read_page_by_page()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        for (var i = 0; i < 4; i++)
        {
            await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = $"Ada {i}" });
        }

        var whole = (await client.GetJsonAsync($"{Leads}/{id}/timeline")).Ids();
        var first = await client.GetJsonAsync($"{Leads}/{id}/timeline?limit=3");
        var second = await client.GetJsonAsync($"{Leads}/{id}/timeline?limit=3&cursor={first["meta"]!["cursor"]}");

        Assert.Equal(whole, first.Ids().Concat(second.Ids()));
        Assert.Equal((true, false), ((bool)first["meta"]!["has_more"]!, (bool)second["meta"]!["has_more"]!));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("cursor=abc")]
    [InlineData("page=1")]
    public async Task A_bad_parameter_is_refused(string query)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();

        Assert.Single((await client.GetJsonAsync($"{Leads}/{id}/timeline?{query}", HttpStatusCode.UnprocessableEntity)).ErrorsOf(query.Split('=')[0]));
    }

    [Fact]
    public async Task Another_tenants_timeline_is_not_there()
    {
        using var theirs = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        using var ours = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);

        await ours.GetJsonAsync($"{Leads}/{await theirs.CreateLeadAsync()}/timeline", HttpStatusCode.NotFound);
    }
}
