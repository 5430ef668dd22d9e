using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>Where the focus goes when what had it goes away: to a neighbour, never to nowhere.</summary>
public sealed class FocusJourneyTests(LeadlineHost host, Browser browser)
{
    private const string ToAdd = "#add-filter > summary";

    [Fact]
    public async Task Filters_that_come_and_go_hand_the_focus_on()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(8);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?has_email=0&has_phone=1");
        await visit.SeesRowsAsync(4);

        await visit.Page.Locator("#chip-has_email > button").FocusAsync();
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".chip")).ToHaveCountAsync(1);
        await visit.HasFocusAsync("#chip-has_phone summary");
        await visit.Page.Locator("#chip-has_phone > button").FocusAsync();
        await visit.PressAsync("Enter");
        await visit.SeesRowsAsync(8);
        await visit.HasFocusAsync(ToAdd);

        await visit.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Converted is" }).FocusAsync();
        await visit.PressAsync("Enter");
        await visit.Page.Locator("#add-filter input[type=radio]").Last.FocusAsync();
        await visit.PressAsync("Space");
        await Assertions.Expect(visit.Page.Locator(".chip")).ToHaveCountAsync(1);
        await visit.HasFocusAsync(ToAdd);

        await visit.Page.Locator(".filters > .link").FocusAsync();
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".chip")).ToHaveCountAsync(0);
        await visit.HasFocusAsync(ToAdd);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Columns_views_and_the_panel_keep_it_too()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(8);
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesRowsAsync(8);

        await visit.Page.Locator("summary", new PageLocatorOptions { HasText = "Columns" }).ClickAsync();
        await visit.Page.Locator("[data-column=email] input[type=checkbox]").FocusAsync();
        await visit.PressAsync("Space");
        await Assertions.Expect(visit.Page.Locator("th[data-col=email]")).ToHaveCountAsync(0);
        await visit.HasFocusAsync("ul.columns [data-column=email] input");
        await visit.Page.Locator("[data-column=status] [data-step='-1']").FocusAsync();
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("li:first-child[data-column=status] [data-step='1']");
        await visit.PressAsync("Escape");

        await visit.Page.Locator("td.select [data-do=open]").First.ClickAsync();
        await visit.Page.Locator(".panel .head button[aria-label=Close]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".panel")).ToHaveCountAsync(0);
        await visit.HasFocusAsync("table.list td, table.list td *");

        await visit.Page.Locator("th[data-col=full_name] button").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as a new view" }).ClickAsync();
        await visit.Page.Locator("#view-dialog input[type=text]").FillAsync("From A");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".views a[data-view]:not([data-view='0'])");
        await visit.Page.Locator("th[data-col=created_at] button").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Discard" }).FocusAsync();
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".unsaved")).ToHaveCountAsync(0);
        await visit.HasFocusAsync(".views a[data-view]:not([data-view='0'])");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_toast_that_goes_hands_it_back()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesRowsAsync(1);

        await visit.PressAsync("j");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync("ArrowRight", "ArrowRight", "ArrowRight");
        await visit.HasFocusAsync("td[data-col=email]");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".editor input");
        await visit.Page.Keyboard.TypeAsync("ada@example.com");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace: E-mail changed");
        await visit.HasFocusAsync("td[data-col=email]");
        await visit.Page.TabToAsync("Undo");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Undone: Ada Lovelace: E-mail changed");
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("");
        await visit.HasFocusAsync("main *");
        visit.AssertQuiet();
    }
}
