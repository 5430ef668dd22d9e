using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>The lead list on a phone, by touch.</summary>
public sealed class TouchJourneyTests(LeadlineHost host, Browser browser)
{
    private static readonly BrowserNewPageOptions Phone = new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true, ReducedMotion = ReducedMotion.Reduce, Locale = "en-GB" };

    [Fact]
    public async Task The_list_is_sorted_selected_filtered_and_opened_beside_by_touch()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(8);
        await using var visit = await Visit.StartAsync(host, browser, tenant, options: Phone);
        await visit.SeesRowsAsync(8);
        await Assertions.Expect(visit.Page.Locator("thead button").First).ToBeHiddenAsync();

        await visit.Page.Locator(".list-tools select").SelectOptionAsync("last_name asc");
        await Assertions.Expect(visit.Rows.First).ToContainTextAsync("Lead 0001");
        Assert.EndsWith("/leads?sort_by=last_name&sort_order=asc", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.Locator(".list-tools input").TapAsync();
        await Assertions.Expect(visit.Page.Locator(".bulk strong")).ToHaveTextAsync("8 selected");
        await visit.LookAsync("phone-list");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Select none" }).TapAsync();

        await visit.Rows.First.Locator("[data-do=open]").TapAsync();
        await Assertions.Expect(visit.Page.Locator(".panel h2")).ToHaveTextAsync("Anna Lead 0001");
        await visit.Page.Locator(".panel .head button[aria-label=Close]").TapAsync();
        await Assertions.Expect(visit.Page.Locator(".panel")).ToHaveCountAsync(0);
        await visit.HasFocusAsync("table.list td a");

        await visit.Cell("Lead 0002", "phone_number").TapAsync();
        await visit.Page.Locator(".cell-tools [data-do=filter]").TapAsync();
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Page.Locator(".chip")).ToContainTextAsync("Phone");
        visit.AssertQuiet();
    }
}
