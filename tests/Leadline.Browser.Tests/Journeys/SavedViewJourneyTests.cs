using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>Views of the list: kept, shared, changed.</summary>
public sealed class SavedViewJourneyTests(LeadlineHost host, Browser browser)
{
    [Fact]
    public async Task A_view_is_saved_and_shared_and_a_colleague_opens_its_link()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(80);
        await using var one = await Visit.StartAsync(host, browser, tenant);
        await one.SeesTotalAsync(80);

        await one.Page.Locator("td .status", new PageLocatorOptions { HasText = "Contacted" }).First.ClickAsync();
        await one.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as a new view" }).ClickAsync();
        await one.Page.Locator("#view-dialog input[type=text]").FillAsync("To call");
        await one.Page.GetByLabel("Everybody here sees it").CheckAsync();
        await one.Page.Locator("#view-dialog").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Save" }).ClickAsync();
        await one.SeesToastAsync("To call was saved");
        await Assertions.Expect(one.Page.Locator(".views a[aria-current=page]")).ToHaveTextAsync("To call");
        var (link, total) = (new Uri(one.Page.Url), await one.Page.Locator(".page-head .total").InnerTextAsync());

        await using var other = await Visit.StartAsync(host, browser, tenant, $"leads{link.Query}", "agent");
        await Assertions.Expect(other.Page.Locator(".views a[aria-current=page]")).ToHaveTextAsync("To call");
        await Assertions.Expect(other.Page.Locator(".page-head .total")).ToHaveTextAsync(total);
        await Assertions.Expect(other.Page.Locator(".chip")).ToContainTextAsync("Contacted");
        await Assertions.Expect(other.Page.Locator(".unsaved")).ToHaveCountAsync(0);
        one.AssertQuiet();
        other.AssertQuiet();
    }

    [Fact]
    public async Task A_view_is_shared_and_its_link_opened_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(80);
        await using var one = await Visit.StartAsync(host, browser, tenant, "leads?has_phone=1");
        await one.SeesTotalAsync(40);
        await one.Page.TabToAsync("Save as a new view");
        await one.PressAsync("Enter");
        await one.HasFocusAsync("#view-dialog input[type=text]");
        await one.Page.Keyboard.TypeAsync("With a phone");
        await one.Page.TabToAsync("Everybody here sees it");
        await one.PressAsync("Space", "Enter");
        await one.SeesToastAsync("With a phone was saved");
        await one.HasFocusAsync(".views a[data-view]:not([data-view='0'])");
        await one.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await one.Page.TabToAsync("Copy the link");
        await one.PressAsync("Enter");
        await one.SeesToastAsync("The link is copied.");
        await one.HasFocusAsync(".views button[aria-label='Copy the link']");
        var link = await one.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal(one.Page.Url, link);

        await using var other = await Visit.StartAsync(host, browser, tenant, $"leads{new Uri(link).Query}", "agent");
        await other.SeesTotalAsync(40);
        await Assertions.Expect(other.Page.Locator(".views a[aria-current=page]")).ToHaveTextAsync("With a phone");
        await other.Page.TabToAsync("All leads");
        await other.PressAsync("Enter");
        await other.SeesTotalAsync(80);
        await other.Page.TabToAsync("Views");
        await other.PressAsync("Enter");
        await other.Page.TabToAsync("With a phone");
        await other.PressAsync("Enter");
        await other.SeesTotalAsync(40);
        await Assertions.Expect(other.Page.Locator(".views a[aria-current=page]")).ToHaveTextAsync("With a phone");
        one.AssertQuiet();
        other.AssertQuiet();
    }

    [Fact]
    public async Task Changes_of_a_view_are_told_and_saved_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(80);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?has_phone=1");
        await visit.Page.TabToAsync("Save as a new view");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#view-dialog input[type=text]");
        await visit.Page.Keyboard.TypeAsync("With a phone");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("With a phone was saved");
        await Assertions.Expect(visit.Page.Locator(".unsaved")).ToHaveCountAsync(0);

        await visit.Page.TabToAsync("Name");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".unsaved")).ToHaveTextAsync("Unsaved changes");
        await visit.Page.TabToAsync("Save");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".unsaved")).ToHaveCountAsync(0);

        // The bare address of the view is the view as it was saved.
        await visit.OpenAsync($"leads?view={visit.Page.Url.Split("view=")[1]}");
        await visit.Page.WaitForURLAsync(address => address.Contains("has_phone=1", StringComparison.Ordinal) && address.Contains("sort_by=last_name", StringComparison.Ordinal));
        await Assertions.Expect(visit.Page.Locator("th[aria-sort=ascending]")).ToContainTextAsync("Name");
        visit.AssertQuiet();
    }
}
