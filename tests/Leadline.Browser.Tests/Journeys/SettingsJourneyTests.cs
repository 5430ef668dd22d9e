using Leadline.Tests;
using Leadline.Tests.Account;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>The settings: what an owner makes of a tenant, with the keyboard alone, and the order of statuses with the mouse, too.</summary>
public sealed class SettingsJourneyTests(LeadlineHost host, Browser browser)
{
    [Fact]
    public async Task A_tenant_is_set_up_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync("Analytical Engines");
        await using var visit = await Visit.StartAsync(host, browser, tenant, "settings/statuses");
        var names = visit.Page.Locator("ul.entries > li > .name");

        await Assertions.Expect(names.Nth(1)).ToHaveTextAsync("Contacted");
        await visit.Page.TabToAsync("Contacted further up");
        await visit.PressAsync("Enter");
        await Assertions.Expect(names.First).ToHaveTextAsync("Contacted");
        await visit.HasFocusAsync("[aria-label='Contacted further down']");
        await visit.Page.TabToAsync("Change Contacted");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#edit-lead_status input");
        await visit.PressAsync("Control+a");
        await visit.Page.Keyboard.TypeAsync("Reached");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Reached was changed");
        await visit.HasFocusAsync("[aria-label='Change Reached']");

        await GoAsync("Sources");
        await visit.Page.TabToAsync("New source");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#edit-lead_reference_source input");
        await visit.Page.Keyboard.TypeAsync("Fair in Izmir");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Fair in Izmir was added");
        await visit.HasFocusAsync("#new-lead_reference_source");

        await GoAsync("Roles");
        await visit.Page.TabToAsync("New role");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#edit-role input");
        await visit.Page.Keyboard.TypeAsync("Intern");
        await visit.PressAsync("Tab", "Space");
        await visit.HasFocusAsync("#edit-role input[type=checkbox]");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Intern was added");
        await visit.HasFocusAsync("#new-role");

        await GoAsync("People");
        await visit.Page.TabToAsync("Invite");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#edit-user input");
        await visit.Page.Keyboard.TypeAsync("Grace Hopper");
        await visit.PressAsync("Tab");
        var email = Accounts.NewEmail();
        await visit.Page.Keyboard.TypeAsync(email);
        await visit.Page.TabToFittingAsync("#edit-user input[type=checkbox]");
        await visit.PressAsync("Space", "Enter");
        await visit.SeesToastAsync("Grace Hopper was invited");
        await visit.HasFocusAsync("#invite");
        await host.MailsToAsync(email);

        await GoAsync("Your tokens");
        await visit.Page.TabToAsync("New token");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#edit-token input");
        await visit.Page.Keyboard.TypeAsync("Import script");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#copy-token");
        using var script = host.NewClient();
        script.DefaultRequestHeaders.Authorization = new("Bearer", await visit.Page.Locator("#token").InnerTextAsync());
        script.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
        Assert.True((await script.GetAsync("/api/v1/leads")).IsSuccessStatusCode);
        await visit.Page.TabToAsync("Revoke Import script");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#revoke-token .button.quiet");
        await visit.PressAsync("Shift+Tab", "Enter");
        await visit.SeesToastAsync("Import script was revoked");
        await visit.HasFocusAsync("#new-token");

        await GoAsync("Sources");
        await visit.Page.TabToAsync("Delete Fair in Izmir");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#delete-lead_reference_source *");
        await visit.Page.TabToAsync("Delete");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Fair in Izmir was deleted");
        await GoAsync("Deleted things");
        await visit.Page.TabToAsync("Restore Fair in Izmir");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Fair in Izmir was restored");
        await visit.HasFocusAsync("h1, h2");
        visit.AssertQuiet();

        async Task GoAsync(string part)
        {
            await visit.PressAsync("Control+k");
            await visit.HasFocusAsync("#command-text");
            await visit.Page.Keyboard.TypeAsync(part);
            await Assertions.Expect(visit.Page.Locator("#command-options li.chosen")).ToContainTextAsync(part);
            await visit.PressAsync("Enter");
            await Assertions.Expect(visit.Page.Locator("main h1")).ToHaveTextAsync(part);
            await visit.HasFocusAsync("h1");
        }
    }

    [Fact]
    public async Task Statuses_are_dragged_into_their_order_which_the_board_has()
    {
        var tenant = await host.NewTenantAsync();
        await using var visit = await Visit.StartAsync(host, browser, tenant, "settings/statuses");
        var entries = visit.Page.Locator("ul.entries > li");
        await Assertions.Expect(entries.First.Locator(".name")).ToHaveTextAsync("New");

        await entries.Filter(new LocatorFilterOptions { HasText = "Qualified" }).DragToAsync(entries.First);

        await Assertions.Expect(entries.First.Locator(".name")).ToHaveTextAsync("Qualified");
        await visit.SeesToastAsync("Qualified was moved");
        await visit.OpenAsync("board");
        await Assertions.Expect(visit.Page.Locator(".board-column h2").First).ToContainTextAsync("Qualified");
        visit.AssertQuiet();
    }
}
