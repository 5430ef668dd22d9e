using System.Text.RegularExpressions;
using Leadline.Tests;
using Leadline.Tests.Account;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>What is around the pages, and the ways between them, with the keyboard alone.</summary>
public sealed class FrameJourneyTests(LeadlineHost host, Browser browser)
{
    [Fact]
    public async Task The_command_menu_leads_to_another_tenant_and_sets_the_look_and_the_language()
    {
        var (tenant, other, email) = (await host.NewTenantAsync("Analytical Engines"), await host.NewTenantAsync("Difference Engines"), Accounts.NewEmail());
        await tenant.AddAccountAsync(email, "owner");
        await other.AddUserAsync(email, role: "agent");
        await tenant.AddLeadAsync(new { last_name = "Lovelace" });
        await other.AddLeadAsync(new { last_name = "Babbage", phone_number = "+90 532 444 55 66" });
        await using var visit = await Visit.StartAsAsync(host, browser, tenant, email);
        await Assertions.Expect(visit.Cell("Lovelace", "full_name")).ToBeVisibleAsync();

        await DoAsync("Difference");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex($"/t/{other.Id}/leads$"));
        await Assertions.Expect(visit.Cell("Babbage", "full_name")).ToBeVisibleAsync();
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Page.Locator("label.tenant select")).ToHaveValueAsync($"{other.Id}");

        await DoAsync("Dark");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await visit.Page.ReloadAsync();
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        Assert.Equal("dark", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));

        await DoAsync("Türkçe");
        await Assertions.Expect(visit.Page.Locator("html[data-ready]")).ToHaveAttributeAsync("lang", "tr");
        await Assertions.Expect(visit.Page.Locator("main h1")).ToHaveTextAsync("Adaylar");
        await DoAsync("English");
        await Assertions.Expect(visit.Page.Locator("html[data-ready]")).ToHaveAttributeAsync("lang", "en");
        await Assertions.Expect(visit.Page.Locator("main h1")).ToHaveTextAsync("Leads");

        await using var elsewhere = await Visit.StartAsAsync(host, browser, other, email);
        await Assertions.Expect(elsewhere.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark"); // the look is the person's
        visit.AssertQuiet();
        elsewhere.AssertQuiet();

        async Task DoAsync(string command)
        {
            await visit.PressAsync("Control+k");
            await visit.HasFocusAsync("#command-text");
            await visit.Page.Keyboard.TypeAsync(command);
            await Assertions.Expect(visit.Page.Locator("#command-options li.chosen")).ToContainTextAsync(command);
            await visit.PressAsync("Enter");
        }
    }

    [Fact]
    public async Task Columns_have_the_order_the_width_and_the_density_that_were_chosen_also_after_a_reload()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(4);
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesRowsAsync(4);
        var columns = visit.Page.Locator("table.list thead th[data-col]");
        await Assertions.Expect(columns.Nth(1)).ToHaveAttributeAsync("data-col", "status");

        await visit.Page.TabToAsync("Columns");
        await visit.PressAsync("Enter");
        await visit.Page.TabToAsync("Phone further left");
        await visit.PressAsync("Enter");
        await Assertions.Expect(columns.Nth(1)).ToHaveAttributeAsync("data-col", "phone_number");
        await visit.HasFocusAsync("[data-column=phone_number] [data-step='-1']");
        await visit.PressAsync("Shift+Tab", "Control+a");
        await visit.Page.Keyboard.TypeAsync("300");
        await visit.PressAsync("Tab");
        await Assertions.Expect(visit.Page.Locator("table.list col").Nth(2)).ToHaveAttributeAsync("style", new Regex("300px"));
        await visit.Page.TabToFittingAsync("[data-column=tags] input[type=checkbox]");
        await visit.PressAsync("Space");
        await Assertions.Expect(visit.Page.Locator("th[data-col=tags]")).ToHaveCountAsync(0);
        await visit.HasFocusAsync("ul.columns [data-column=tags] input");
        await visit.Page.TabToAsync("Close together");
        await visit.PressAsync("Space");
        await Assertions.Expect(visit.Page.Locator("table.list.compact")).ToBeVisibleAsync();
        await visit.PressAsync("Escape");
        await visit.HasFocusAsync("#columns > summary");

        await visit.Page.ReloadAsync();
        await visit.SeesRowsAsync(4);
        await Assertions.Expect(columns.Nth(1)).ToHaveAttributeAsync("data-col", "phone_number");
        await Assertions.Expect(visit.Page.Locator("table.list col").Nth(2)).ToHaveAttributeAsync("style", new Regex("300px"));
        await Assertions.Expect(visit.Page.Locator("th[data-col=tags]")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("table.list.compact")).ToBeVisibleAsync();
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_lead_is_linked_to_the_customer_it_is_whose_page_is_found_noted_and_tells_of_it()
    {
        var tenant = await host.NewTenantAsync();
        var customer = (await tenant.PostAsync("customers", new { first_name = "Ada", last_name = "King", email = "ada@example.com", phone_number = "+90 532 111 22 33" })).GetProperty("id").GetInt64();
        await tenant.PostAsync("customers", new { first_name = "Charles", last_name = "Babbage", phone_number = "+90 532 444 55 66" });
        var lead = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", email = "ada@example.com" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{lead}");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Ada Lovelace");

        await visit.Page.TabToAsync("Convert");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#convert-lead input[type=radio]");
        await Assertions.Expect(visit.Page.Locator("#convert-lead label").First).ToContainTextAsync("Ada King");
        await visit.PressAsync("ArrowDown");
        await Assertions.Expect(visit.Page.Locator("#convert-lead button.button").First).ToHaveTextAsync("Make a new customer");
        await visit.PressAsync("ArrowUp");
        await Assertions.Expect(visit.Page.Locator("#convert-lead button.button").First).ToHaveTextAsync("Link to this customer");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace is linked to the customer");
        Assert.Equal(customer, (await tenant.LeadAsync(lead)).GetProperty("customer_id").GetInt64());

        await visit.PressAsync("g", "c");
        await Assertions.Expect(visit.Page.Locator("main tbody tr")).ToHaveCountAsync(2);
        await visit.PressAsync("/");
        await visit.HasFocusAsync("#customer-search");
        await visit.Page.Keyboard.TypeAsync("king");
        await Assertions.Expect(visit.Page.Locator("main tbody tr")).ToHaveCountAsync(1);
        await visit.Page.TabToAsync("Ada King");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Ada King");
        await visit.HasFocusAsync("h1");
        await Assertions.Expect(visit.Page.Locator("section[aria-labelledby=customer-leads]")).ToContainTextAsync("Ada Lovelace");
        await visit.Page.TabToFittingAsync("#new-note");
        await visit.Page.Keyboard.TypeAsync("Married meanwhile.");
        await visit.PressAsync("Control+Enter");
        await Assertions.Expect(visit.Page.Locator(".record-notes .text")).ToHaveTextAsync("Married meanwhile.");
        await Assertions.Expect(visit.Page.Locator("#new-note")).ToHaveValueAsync("");
        visit.AssertQuiet();
    }
}
