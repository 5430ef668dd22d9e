using System.Text.RegularExpressions;
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

    [Fact]
    public async Task A_card_opens_among_those_of_its_column_and_leads_back_to_the_board()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(70);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "board?has_phone=0");
        var column = Column(visit, "Contacted");
        await column.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "15 more" }).ClickAsync();
        await Assertions.Expect(column.Locator(".board-card")).ToHaveCountAsync(35);

        await column.Locator(".board-card a").Nth(30).FocusAsync();
        var (name, next) = (await column.Locator(".board-card a").Nth(30).InnerTextAsync(), await column.Locator(".board-card a").Nth(31).InnerTextAsync());
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name })).ToBeVisibleAsync();
        await visit.PressAsync("j");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = next })).ToBeVisibleAsync();
        await visit.PressAsync("k");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = name })).ToBeVisibleAsync();
        await visit.PressAsync("j", "k", "Escape");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex("/board\\?has_phone=0$"));
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_move_that_meets_anothers_is_decided_on_a_card()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, "board");
        await Assertions.Expect(Column(visit, "New").Locator(".board-card")).ToHaveCountAsync(1);

        await visit.Page.TabToAsync("Ada Lovelace");
        await visit.PressAsync("m");
        await Assertions.Expect(visit.Page.Locator("#move-lead")).ToBeVisibleAsync();
        await tenant.ChangeLeadAsync(id, new { lead_status_id = await tenant.StatusAsync("contacted") });
        await Assertions.Expect(Column(visit, "Contacted").Locator(".board-card")).ToHaveCountAsync(1); // the question was asked of the lead as it was
        await visit.Page.TabToAsync("Qualified");
        await visit.PressAsync("Enter");

        var card = visit.Page.GetByRole(AriaRole.Alertdialog);
        await Assertions.Expect(card).ToContainTextAsync("Ada Lovelace was changed meanwhile");
        await Assertions.Expect(card.Locator("tbody tr").First).ToContainTextAsync("Contacted");
        await visit.HasFocusAsync("#conflict-mine");
        await visit.PressAsync("Enter");
        await Assertions.Expect(Column(visit, "Qualified").Locator(".board-card")).ToHaveCountAsync(1);
        await visit.HasFocusAsync(".board-card a");
        Assert.Equal("Qualified", (await tenant.LeadAsync(id)).GetProperty("status").GetProperty("name").GetString());
        visit.AssertQuiet();
    }

    private static ILocator Column(Visit visit, string status) =>
        visit.Page.Locator(".board-column").Filter(new LocatorFilterOptions { Has = visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = status }) });
}
