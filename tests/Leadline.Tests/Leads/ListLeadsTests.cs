using Leadline.Leads;

namespace Leadline.Tests.Leads;

public sealed class ListLeadsTests(LeadlineHost host)
{
    [Fact]
    public async Task A_new_tenant_has_an_empty_list()
    {
        var tenant = await host.NewTenantAsync();
        var client = await tenant.ClientAsync();

        var page = await client.GetJsonAsync("/api/v1/leads");

        Assert.Empty(page["data"]!.AsArray());
        Assert.Equal(0, page.Total());
    }

    [Fact]
    public async Task The_newest_lead_comes_first()
    {
        var tenant = await host.NewTenantAsync();
        var day = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Lead[] leads = [new() { LastName = "Older", CreatedAt = day }, new() { LastName = "Newer", CreatedAt = day.AddDays(1) }];
        await tenant.AddLeadsAsync(leads);
        var client = await tenant.ClientAsync();

        var page = await client.GetJsonAsync("/api/v1/leads");

        Assert.Equal([leads[1].Id, leads[0].Id], page.Ids());
    }
}
