using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>The board by status.</summary>
public sealed class BoardJourneyTests(LeadlineHost host, Browser browser)
{
    [Fact]
    public async Task A_card_is_dragged_to_another_status_and_the_move_undone()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, "board");
        var (card, target) = (visit.Page.Locator(".board-card"), Column(visit, "Qualified"));
        await Assertions.Expect(Column(visit, "New").Locator(".board-card")).ToHaveCountAsync(1);

        await card.DragToAsync(target);

        await Assertions.Expect(target.Locator(".board-card")).ToHaveCountAsync(1);
        await Assertions.Expect(target.Locator(".count")).ToHaveTextAsync("1");
        await visit.SeesToastAsync("Ada Lovelace moved to Qualified");
        Assert.Equal("Qualified", (await tenant.LeadAsync(id)).GetProperty("status").GetProperty("name").GetString());
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo" }).First.ClickAsync();
        await Assertions.Expect(Column(visit, "New").Locator(".board-card")).ToHaveCountAsync(1);
        await Assertions.Expect(target.Locator(".count")).ToHaveTextAsync("0");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_card_is_moved_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, "board");

        await visit.Page.TabToAsync("Ada Lovelace");
        await visit.PressAsync("Alt+ArrowRight");
        await Assertions.Expect(Column(visit, "Contacted").Locator(".board-card")).ToHaveCountAsync(1);
        await visit.SeesToastAsync("Ada Lovelace moved to Contacted");
        await visit.HasFocusAsync(".board-card a");
        await visit.PressAsync("m");
        await Assertions.Expect(visit.Page.Locator("#move-lead")).ToBeVisibleAsync();
        await visit.Page.TabToAsync("Qualified");
        await visit.PressAsync("Enter");
        await Assertions.Expect(Column(visit, "Qualified").Locator(".board-card")).ToHaveCountAsync(1);
        await visit.SeesToastAsync("Ada Lovelace moved to Qualified");
        await visit.HasFocusAsync(".board-card a");
        Assert.Equal("Qualified", (await tenant.LeadAsync(id)).GetProperty("status").GetProperty("name").GetString());
        await visit.PressAsync("Control+z");
        await Assertions.Expect(Column(visit, "Contacted").Locator(".board-card")).ToHaveCountAsync(1);
        visit.AssertQuiet();
    }

    private static ILocator Column(Visit visit, string status) =>
        visit.Page.Locator(".board-column").Filter(new LocatorFilterOptions { Has = visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = status }) });
}
