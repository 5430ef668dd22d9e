using Leadline.Client;

namespace Leadline.Tests.Client;

/// <summary>Round trips of reports.</summary>
public sealed class ReportsClientTests(LeadlineHost host)
{
    [Fact]
    public async Task A_report_is_read_with_its_comparison_and_comes_back_itself_until_it_changes()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", CountryId = 826 });
        var query = new ReportQuery { TimeZone = "Europe/London", Compare = ReportComparison.PreviousPeriod, HasEmail = false };

        var report = await client.Reports.LeadsOverTimeAsync(query, ReportInterval.Week);
        var same = await client.Reports.LeadsOverTimeAsync(query, ReportInterval.Week, report);
        await client.Leads.CreateAsync(new NewLead { LastName = "Hopper" });
        var changed = await client.Reports.LeadsOverTimeAsync(query, ReportInterval.Week, report);

        Assert.Same(report, same);
        Assert.Equal((1, 0, 2), (report.Data.Leads, report.Comparison?.Leads, changed.Data.Leads));
        Assert.Equal(report.Meta.Period.From.AddDays(-1), report.Meta.Comparison?.To);
        Assert.Equal(report.Meta.Period.CreatedFrom, report.Data.Buckets[0].CreatedFrom);
        Assert.Equal(2, (await client.Leads.ListAsync(new LeadQuery { CreatedFrom = report.Data.Buckets[0].CreatedFrom, CreatedTo = report.Data.Buckets[^1].CreatedTo })).Total);
    }

    [Fact]
    public async Task Every_report_is_read()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", CountryId = 826 });
        await client.Leads.ConvertAsync(lead.Id);

        var (kinds, funnel) = (await client.Reports.LeadsByAsync(by: ReportGrouping.CountryId), await client.Reports.FunnelAsync());
        var (attribution, response) = (await client.Reports.AttributionAsync(touch: MarketingTouch.First, limit: 1), await client.Reports.FirstResponseAsync());

        Assert.Equal((826, "United Kingdom", 1, 1), (kinds.Data.Rows[0].Id, kinds.Data.Rows[0].Name, kinds.Data.Rows[0].Leads, kinds.Data.Rows[0].Converted));
        Assert.Equal((1, 1.0), (funnel.Data.Steps[0].Reached, funnel.Data.ConversionRate));
        Assert.InRange(funnel.Data.TimeToConvert?.MedianSeconds ?? -1, 0, 60);
        Assert.Equal((1, null), (attribution.Data.Rows[0].Leads, attribution.Data.Rest));
        Assert.Equal((1, 0), (response.Data.Leads, response.Data.Answered)); // the operator's token is no person
    }
}
