using System.Net;

namespace Leadline.Tests.Leads;

/// <summary>What a client sees of <c>/api/v1/leads/counts</c>; that the numbers are right, <c>LeadListLawTests</c> sees to.</summary>
public sealed class CountLeadsTests(LeadlineHost host)
{
    private const string Counts = "/api/v1/leads/counts";

    [Fact]
    public async Task Statuses_sources_and_members_are_named_and_leads_without_stand_under_null()
    {
        var tenant = await host.NewTenantAsync();
        var ada = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com", "Ada");
        using var client = await tenant.ClientAsync("leads:read leads:write");
        var (website, lost) = (await tenant.SourceAsync("Website"), await tenant.StatusAsync("lost"));
        await client.CreateLeadAsync(new { last_name = "A", lead_reference_source_id = website, assigned_user_id = ada });
        await client.CreateLeadAsync(new { last_name = "B", lead_reference_source_id = website });
        await client.CreateLeadAsync(new { last_name = "C", lead_status_id = lost });

        Assert.Equal([(await tenant.StatusAsync("new"), "New", 2), (lost, "Lost", 1)], await CountAsync(client, ""));
        Assert.Equal([(website, "Website", 2), (null, null, 1)], await CountAsync(client, "?by=lead_reference_source_id"));
        Assert.Equal([(null, null, 2), (ada, "Ada", 1)], await CountAsync(client, "?by=assigned_user_id"));
        Assert.Equal([(null, null, 1), (website, "Website", 1)], await CountAsync(client, "?by=lead_reference_source_id&assigned_user_id=none"));
        Assert.Equal([(lost, "Lost", 1)], await CountAsync(client, "?search=c"));
    }

    [Fact]
    public async Task A_kind_that_has_no_lead_any_more_is_left_out()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write");
        var lead = await client.CreateLeadAsync();
        await CountAsync(client, "");

        await client.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{lead}", HttpStatusCode.OK, new { lead_status_id = await tenant.StatusAsync("lost") });

        Assert.Equal([(await tenant.StatusAsync("lost"), "Lost", 1)], await CountAsync(client, ""));
        Assert.Equal([(null, null, 1)], await CountAsync(client, "?by=assigned_user_id"));
    }

    [Theory]
    [InlineData("by=country_id", "by")]
    [InlineData("sort_by=last_name", "sort_by")]
    [InlineData("page=2", "page")]
    [InlineData("converted=perhaps", "converted")]
    public async Task What_it_does_not_know_is_refused(string query, string parameter)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync();

        Assert.Single((await client.GetJsonAsync($"{Counts}?{query}", HttpStatusCode.UnprocessableEntity)).ErrorsOf(parameter));
    }

    private static async Task<List<(long?, string?, int)>> CountAsync(HttpClient client, string query) =>
    [
        .. (await client.GetJsonAsync($"{Counts}{query}"))["data"]!.AsArray().Select(count => ((long?)count!["id"], (string?)count["name"], (int)count["leads"]!)),
    ];
}
