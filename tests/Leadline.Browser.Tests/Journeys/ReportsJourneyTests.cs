using System.Globalization;
using System.Text.RegularExpressions;
using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>Reports: what they show, and the way to the leads behind each number.</summary>
public sealed class ReportsJourneyTests(LeadlineHost host, Browser browser)
{
    [Theory]
    [InlineData("reports?period=this_year&interval=month")]
    [InlineData("reports?compare=previous_period")]
    [InlineData("reports/by/status?compare=previous_period")]
    [InlineData("reports/by/member?has_phone=1")]
    [InlineData("reports/by/source?period=this_year")]
    [InlineData("reports/funnel")]
    [InlineData("reports/first-response")]
    [InlineData("reports/attribution?period=this_year&compare=previous_period")]
    [InlineData("reports/attribution?period=this_year&touch=first&converted=0")]
    public async Task Every_number_that_leads_to_the_list_is_the_total_there(string report)
    {
        var tenant = await host.NewTenantAsync();
        await tenant.SeedAsync(150);
        await tenant.LoadAsync(7);
        await using var visit = await Visit.StartAsync(host, browser, tenant, report, options: new BrowserNewPageOptions { Locale = "en-GB", TimezoneId = "Asia/Kolkata" });
        await Assertions.Expect(visit.Page.Locator("table.numbers a").First).ToBeVisibleAsync();
        var links = await visit.Page.Locator("table.numbers a").EvaluateAllAsync<string[][]>("links => links.map(link => [link.getAttribute('href'), link.textContent])");

        foreach (var link in links.DistinctBy(link => link[0]).Take(12))
        {
            await visit.Page.GotoAsync(new Uri(host.Address, link[0]).ToString());
            await visit.SeesTotalAsync(long.Parse(link[1], NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        }

        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_row_of_source_and_campaign_leads_to_its_leads()
    {
        var tenant = await host.NewTenantAsync();
        var website = await tenant.SourceAsync("Website");
        foreach (var campaign in new[] { "Spring & 50%", "Spring & 50%", "a,b", "none" })
        {
            await tenant.AddLeadAsync(new { last_name = "Lovelace", lead_reference_source_id = website, marketing_attribution = new { utm_campaign = campaign } });
        }

        await tenant.AddLeadAsync(new { last_name = "Hopper", lead_reference_source_id = website });
        await using var visit = await Visit.StartAsync(host, browser, tenant, "reports/attribution");
        var rows = visit.Page.Locator("table.numbers tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(4);
        await Assertions.Expect(visit.Page.GetByText("No filter can name a campaign with a comma")).ToBeVisibleAsync();
        await Assertions.Expect(rows.Filter(new LocatorFilterOptions { HasText = "a,b" }).Locator("a")).ToHaveAttributeAsync("title", "Leads of Website, of all campaigns");

        await rows.Filter(new LocatorFilterOptions { HasText = "Spring" }).Locator("a").ClickAsync();
        await visit.SeesTotalAsync(2);
        await Assertions.Expect(visit.Page.Locator("#chip-last_campaign summary")).ToHaveTextAsync("Campaign, last touch is Spring & 50%");
        await visit.Page.GoBackAsync();
        await rows.Filter(new LocatorFilterOptions { HasText = "(none)" }).Locator("a").ClickAsync();
        await visit.SeesTotalAsync(1);
        await Assertions.Expect(visit.Page.Locator("#chip-last_campaign summary")).ToHaveTextAsync("Campaign, last touch is (none)");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_report_is_its_address_and_its_file_has_its_numbers()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(9);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "reports");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Leads by status" }).ClickAsync();
        await visit.Page.Locator("#report-period").SelectOptionAsync("ThisYear");
        await visit.Page.Locator("#report-compare").SelectOptionAsync("PreviousYear");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(@"/reports/by/status\?period=this_year&compare=previous_year$"));
        await Assertions.Expect(visit.Page.Locator("tfoot td").First).ToHaveTextAsync("9");
        await Assertions.Expect(visit.Page.Locator(".chart svg[role=img]")).ToHaveAttributeAsync("aria-label", new Regex("Contacted: 5, New: 4"));

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "CSV file: Leads by status" }).ClickAsync());
        Assert.Matches(@"^leadline-by-status-\d{4}-01-01-\d{4}-\d\d-\d\d\.csv$", download.SuggestedFilename);
        var file = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        var lines = System.Text.Encoding.UTF8.GetString(file[3..]).Split("\r\n");
        Assert.Equal("Status,Leads,Share,Of these converted,Conversion rate,Leads a year before,Growth,Converted a year before", lines[0]);
        Assert.Equal("Contacted,5,0.555556,0,0,0,,0", lines[1]);

        await visit.Page.Locator("#report-period").SelectOptionAsync("Own");
        await visit.Page.Locator("#report-from").FillAsync("1990-01-01");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#report-wrong")).ToContainTextAsync("a period has at most 3660 days");
        await visit.Page.Locator("#report-to").FillAsync("1990-02-01");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "No leads came in" })).ToBeVisibleAsync();
        visit.AssertQuiet();
    }
}
