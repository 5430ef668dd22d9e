using System.Text.Json;
using Leadline.Leads;
using Leadline.Tests;
using Leadline.Tests.Account;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>All of a day in one sitting: sign in, find a lead by phone, change it, convert it, take that back, hand a thousand to a colleague, take that back.</summary>
public sealed class SellingDayJourneyTests(LeadlineHost host, Browser browser)
{
    private TestTenant tenant = null!;
    private long ada;

    [Fact]
    public async Task With_a_mouse()
    {
        await using var visit = await BeginAsync();

        await visit.Page.Locator("#lead-search").FillAsync("05321112233");
        await visit.SeesTotalAsync(1);
        await visit.Cell("Ada", "email").DblClickAsync();
        await visit.Page.Locator("td .editor input").FillAsync("ada@example.com");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace: E-mail changed");

        await visit.Cell("Ada", "full_name").Locator("a").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Ada Lovelace");
        await Named(visit, "Convert").ClickAsync();
        await Named(visit, "Make a new customer").ClickAsync();
        await visit.SeesToastAsync("Ada Lovelace is a customer now");
        await ConvertedAsync(visit, true);
        await UndoAsync(visit, "Ada Lovelace is a customer now");
        await visit.SeesToastAsync("Undone: Ada Lovelace is a customer now");
        await ConvertedAsync(visit, false);

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Leads", Exact = true }).First.ClickAsync();
        await visit.SeesTotalAsync(1001);
        await visit.Page.Locator("#lead-search").FillAsync("lead");
        await visit.SeesTotalAsync(1000);
        await visit.Page.Locator("thead input[type=checkbox]").ClickAsync();
        await Named(visit, "Select all 1,000 that match").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".bulk strong")).ToHaveTextAsync("1,000 selected");
        await Named(visit, "Assign").ClickAsync();
        await visit.Page.Locator("#bulk select").SelectOptionAsync("Grace Hopper");
        await Named(visit, "Change 1,000 leads").ClickAsync();
        await visit.SeesToastAsync("Assign: 1,000 leads");
        await AssignedAsync(1000);
        await UndoAsync(visit, "Assign: 1,000 leads");
        await visit.SeesToastAsync("Undone: Assign: 1,000 leads");
        await AssignedAsync(0);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task With_the_keyboard_alone()
    {
        await using var visit = await BeginAsync();

        await visit.PressAsync("/");
        await visit.HasFocusAsync("#lead-search");
        await visit.Page.Keyboard.TypeAsync("(0532) 111-22-33");
        await visit.SeesTotalAsync(1);
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync("ArrowRight", "ArrowRight", "ArrowRight");
        await visit.HasFocusAsync("td[data-col=email]");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".editor input");
        await visit.Page.Keyboard.TypeAsync("ada@example.com");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace: E-mail changed");
        await visit.HasFocusAsync("td[data-col=email]");

        await visit.PressAsync("Home", "ArrowRight");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("h1");
        await visit.Page.TabToAsync("Convert");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#convert-lead input[type=radio]");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace is a customer now");
        await ConvertedAsync(visit, true);
        await visit.PressAsync("Control+z");
        await visit.SeesToastAsync("Undone: Ada Lovelace is a customer now");
        await ConvertedAsync(visit, false);

        await visit.PressAsync("Control+k");
        await visit.HasFocusAsync("#command-menu input");
        await visit.Page.Keyboard.TypeAsync("Leads");
        await visit.PressAsync("Enter");
        await visit.SeesTotalAsync(1001);
        await visit.PressAsync("/");
        await visit.HasFocusAsync("#lead-search");
        await visit.Page.Keyboard.TypeAsync("lead");
        await visit.SeesTotalAsync(1000);
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync("a");
        await visit.Page.TabToAsync("Select all 1,000 that match");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".bulk strong")).ToHaveTextAsync("1,000 selected");
        await visit.Page.TabToAsync("Assign");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#bulk")).ToContainTextAsync("1,000 leads match");
        await visit.Page.TabToAsync("Change 1,000 leads");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Assign: 1,000 leads");
        await AssignedAsync(1000);
        await visit.PressAsync("Control+z");
        await visit.SeesToastAsync("Undone: Assign: 1,000 leads");
        await AssignedAsync(0);
        visit.AssertQuiet();
    }

    private static ILocator Named(Visit visit, string button) => visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = button, Exact = true });

    private static Task UndoAsync(Visit visit, string what) =>
        visit.Page.Locator(".mud-snackbar", new PageLocatorOptions { HasText = what }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Undo" }).ClickAsync();

    // Ada is the newest, and so the first in the list.
    private async Task<Visit> BeginAsync()
    {
        tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(1, 1000).Select(number => new Lead { LastName = $"Lead {number:0000}" })]);
        ada = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", phone_number = "+90 (532) 111 22 33" });
        await tenant.AddUserAsync(Accounts.NewEmail(), "Grace Hopper");
        var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesTotalAsync(1001);
        return visit;
    }

    private async Task ConvertedAsync(Visit visit, bool isConverted)
    {
        await Assertions.Expect(visit.Page.Locator(".customer-of")).ToHaveCountAsync(isConverted ? 1 : 0);
        Assert.Equal(isConverted ? JsonValueKind.Number : JsonValueKind.Null, (await tenant.LeadAsync(ada)).GetProperty("customer_id").ValueKind);
    }

    private async Task AssignedAsync(long count)
    {
        using var client = await tenant.ClientAsync();
        var reply = JsonDocument.Parse(await client.GetStringAsync("/api/v1/leads?assigned_user_id=none")).RootElement;
        Assert.Equal(1001 - count, reply.GetProperty("meta").GetProperty("total").GetInt64());
    }
}
