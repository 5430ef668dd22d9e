using System.Net;

namespace Leadline.Tests.Leads;

public sealed class ConvertLeadsTests(LeadlineHost host)
{
    private const string Conversions = "/api/v1/leads/conversions";
    private const string All = "leads:read leads:write customers:read customers:write";

    [Fact]
    public async Task Each_lead_is_converted_or_says_why_not_and_all_are_undone_at_once()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var (made, linked, already, lost) = (await client.CreateLeadAsync(), await client.CreateLeadAsync(), await client.CreateLeadAsync(), await client.CreateLeadAsync());
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{already}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;

        var results = (await client.CallAsync(HttpMethod.Post, Conversions, HttpStatusCode.OK, new
        {
            leads = new object[]
            {
                new { id = made }, new { id = linked, existing_customer_id = customer }, new { id = already }, new { id = 999_999_999 },
                new { id = lost, existing_customer_id = 999_999_999 },
            },
        }))["data"]!.AsArray();

        Assert.Equal(["created", "linked", "failed", "failed", "failed"], results.Select(result => (string?)result!["result"]));
        Assert.Equal([made, linked, already, 999_999_999, lost], results.Select(result => (long)result!["id"]!));
        Assert.Equal([null, null, "conflict", "not_found", "validation_failed"], results.Select(result => (string?)result!["error"]?["error"]));
        Assert.Equal(customer, (long)results[1]!["customer_id"]!);
        Assert.Equal(customer, (long)results[2]!["customer_id"]!);
        Assert.Equal(3, (await client.GetJsonAsync("/api/v1/leads?converted=1")).Total());

        var batch = (await client.GetJsonAsync("/api/v1/batches"))["data"]![0]!["id"]!;
        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK);
        Assert.Equal([already], (await client.GetJsonAsync("/api/v1/leads?converted=1")).Ids());
    }

    [Theory]
    [InlineData("""{}""", "leads")]
    [InlineData("""{"leads": []}""", "leads")]
    [InlineData("""{"leads": 5}""", "leads")]
    [InlineData("""{"leads": [5]}""", "leads[0]")]
    [InlineData("""{"leads": [{}]}""", "leads[0].id")]
    [InlineData("""{"leads": [{"id": "5"}]}""", "leads[0].id")]
    [InlineData("""{"leads": [{"id": 5, "check": true}]}""", "leads[0].check")]
    [InlineData("""{"leads": [{"id": 5}, {"id": 5}]}""", "leads")]
    public async Task A_wrong_list_is_refused_whole(string body, string field)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);

        using var reply = await client.PostAsync(Conversions, new StringContent(body, null, "application/json"));

        Assert.Equal([field], (await reply.JsonAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Five_hundred_at_once_and_not_one_more()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        await client.CallAsync(
            HttpMethod.Post, Conversions, HttpStatusCode.UnprocessableEntity, new { leads = Enumerable.Range(1, 501).Select(id => new { id }) });

        var results = await client.CallAsync(HttpMethod.Post, Conversions, HttpStatusCode.OK, new { leads = Enumerable.Range(1, 500).Select(id => new { id = 900_000_000 + id }) });

        Assert.Equal(500, results["data"]!.AsArray().Count);
    }
}
