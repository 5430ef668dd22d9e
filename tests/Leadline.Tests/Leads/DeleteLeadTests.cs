using System.Net;

namespace Leadline.Tests.Leads;

public sealed class DeleteLeadTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string ReadWrite = "leads:read leads:write";

    [Fact]
    public async Task A_deleted_lead_is_gone_until_it_is_restored()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();

        var done = await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.OK);
        Assert.Equal("""{"success":true,"data":{"message":"The lead was deleted."}}""", done.ToJsonString());
        await client.GetJsonAsync($"{Leads}/{id}", HttpStatusCode.NotFound);
        Assert.NotNull((await client.GetJsonAsync($"{Leads}/{id}?trashed=1"))["data"]!["deleted_at"]);
        Assert.Equal(0, (await client.GetJsonAsync(Leads)).Total());
        Assert.Equal([id], (await client.GetJsonAsync($"{Leads}?trashed=1")).Ids());

        var back = await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/restore", HttpStatusCode.OK);
        Assert.Null(back["data"]!["deleted_at"]);
        Assert.Equal([id], (await client.GetJsonAsync(Leads)).Ids());
        Assert.Equal(0, (await client.GetJsonAsync($"{Leads}?trashed=1")).Total());
    }

    [Fact]
    public async Task A_lead_is_deleted_once()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.OK);

        Assert.Equal("not_found", (string?)(await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.NotFound))["error"]);
    }

    [Fact]
    public async Task Restoring_a_live_lead_changes_nothing()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        var before = await client.GetJsonAsync($"{Leads}/{id}");

        var after = await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/restore", HttpStatusCode.OK);

        Assert.Equal(before.ToJsonString(), after.ToJsonString());
    }

    [Fact]
    public async Task Another_tenants_lead_is_not_there()
    {
        using var theirs = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        using var ours = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await theirs.CreateLeadAsync();

        await ours.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.NotFound);
        await theirs.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.OK);
        await ours.CallAsync(HttpMethod.Post, $"{Leads}/{id}/restore", HttpStatusCode.NotFound);
        await ours.GetJsonAsync($"{Leads}/{id}?trashed=1", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_lead_that_has_changed_is_not_deleted_by_who_saw_it_before()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(ReadWrite);
        var id = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { first_name = "Ada" });

        var refused = await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.PreconditionFailed, null, ("If-Match", "\"1\""));

        Assert.Equal("Ada", (string?)refused["current"]!["first_name"]);
        await client.GetJsonAsync($"{Leads}/{id}");
    }
}
