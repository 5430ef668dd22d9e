using System.Net;

namespace Leadline.Tests.Journal;

public sealed class ListBatchesTests(LeadlineHost host)
{
    private const string All = "leads:read leads:write customers:read customers:write users:read";
    private const string Batches = "/api/v1/batches";

    [Fact]
    public async Task The_newest_batch_comes_first_with_who_did_what()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var ada = await tenant.AddUserAsync(email, role: "agent");
        using var client = await tenant.ClientAsync(All, user: email);
        var lead = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Delete, $"/api/v1/leads/{lead}", HttpStatusCode.OK);

        var list = await client.GetJsonAsync($"{Batches}?author_kind=person");
        var newest = list["data"]![0]!;

        Assert.Equal(2, list.Total());
        Assert.Equal(["id", "action", "author", "created_at", "undoes_batch_id", "undone_by_batch_id"], newest.AsObject().Select(field => field.Key));
        Assert.Equal("lead.delete", (string?)newest["action"]);
        Assert.Equal($$"""{"kind":"person","id":"{{ada}}","through":"api"}""", newest["author"]!.ToJsonString());
        var alone = (await client.GetJsonAsync($"{Batches}/{newest["id"]}"))["data"]!.AsObject();
        Assert.Equal(1, (int)alone["records"]!);
        alone.Remove("records");
        Assert.Equal(newest.ToJsonString(), alone.ToJsonString());
        Assert.Equal(1, (await client.GetJsonAsync($"{Batches}?action=lead.delete&author_id={ada}")).Total());
        Assert.Equal(0, (await client.GetJsonAsync($"{Batches}?created_from=2999-01-01")).Total());
        Assert.Equal(0, (await client.GetJsonAsync($"{Batches}?created_to=1999-01-01")).Total());
    }

    [Fact]
    public async Task A_batch_and_its_undo_name_each_other()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        await client.CreateLeadAsync();
        var done = (long)(await client.GetJsonAsync(Batches))["data"]![0]!["id"]!;

        await client.CallAsync(HttpMethod.Post, $"{Batches}/{done}/undo", HttpStatusCode.OK);

        var list = (await client.GetJsonAsync(Batches))["data"]!;
        Assert.Equal(done, (long)list[0]!["undoes_batch_id"]!);
        Assert.Equal((long)list[0]!["id"]!, (long)list[1]!["undone_by_batch_id"]!);
    }

    [Fact]
    public async Task A_batch_that_touches_what_the_caller_may_not_read_is_not_there()
    {
        var tenant = await host.NewTenantAsync();
        using var owner = await tenant.ClientAsync(All);
        var lead = await owner.CreateLeadAsync();
        await owner.CallAsync(HttpMethod.Post, $"/api/v1/leads/{lead}/convert", HttpStatusCode.OK);
        var conversion = (await owner.GetJsonAsync($"{Batches}?action=lead.convert"))["data"]![0]!["id"]!;
        using var reader = await tenant.ClientAsync("leads:read");

        var seen = await reader.GetJsonAsync(Batches);

        Assert.Equal(["lead.create"], seen["data"]!.AsArray().Select(batch => (string?)batch!["action"]).Where(action => action!.StartsWith("lead.", StringComparison.Ordinal)));
        Assert.Equal(seen.Total(), seen["data"]!.AsArray().Count);
        await reader.GetJsonAsync($"{Batches}/{conversion}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Another_tenants_batches_are_not_there()
    {
        using var one = await (await host.NewTenantAsync()).ClientAsync(All);
        using var other = await (await host.NewTenantAsync()).ClientAsync(All);
        await one.CreateLeadAsync();
        var batch = (await one.GetJsonAsync($"{Batches}?action=lead.create"))["data"]![0]!["id"]!;

        Assert.Equal(0, (await other.GetJsonAsync($"{Batches}?action=lead.create")).Total());
        await other.GetJsonAsync($"{Batches}/{batch}", HttpStatusCode.NotFound);
    }
}
