using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>Two people in two browsers who change the same value, with the keyboard alone.</summary>
public sealed class ConflictJourneyTests(LeadlineHost host, Browser browser)
{
    private TestTenant tenant = null!;
    private long ada;

    [Fact]
    public async Task In_the_list_and_on_the_page_of_a_lead_whoever_comes_second_sees_the_others_value_and_decides()
    {
        tenant = await host.NewTenantAsync();
        ada = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", email = "first@example.com", phone_number = "1" });
        await using var one = await Visit.StartAsync(host, browser, tenant);
        await using var other = await Visit.StartAsync(host, browser, tenant);
        foreach (var visit in new[] { one, other })
        {
            await visit.SeesRowsAsync(1);
            await visit.PressAsync("j");
            await visit.HasFocusAsync("td[data-col=full_name] a");
            await visit.PressAsync("ArrowRight", "ArrowRight", "ArrowRight");
            await visit.HasFocusAsync("td[data-col=email]");
        }

        await MeetAsync(one, other, "E-mail", "td .editor input", "mine@example.com", "theirs@example.com");
        await KeepMineAsync(one, "E-mail");
        await one.HasFocusAsync("td[data-col=email]");
        await Assertions.Expect(one.Cell("Ada", "email")).ToHaveTextAsync("mine@example.com");
        await Assertions.Expect(other.Cell("Ada", "email")).ToHaveTextAsync("mine@example.com");
        await IsAsync("email", "mine@example.com");

        await one.PressAsync("ArrowLeft");
        await one.HasFocusAsync("td[data-col=phone_number]");
        await other.PressAsync("ArrowLeft");
        await other.HasFocusAsync("td[data-col=phone_number]");
        await MeetAsync(one, other, "Phone", "td .editor input", "111", "222");
        await KeepTheirsAsync(one);
        await one.HasFocusAsync("td[data-col=phone_number]");
        await Assertions.Expect(one.Cell("Ada", "phone_number")).ToHaveTextAsync("222");
        await IsAsync("phone_number", "222");

        foreach (var visit in new[] { one, other })
        {
            await visit.PressAsync("Home", "ArrowRight");
            await visit.HasFocusAsync("td[data-col=full_name] a");
            await visit.PressAsync("Enter");
            await visit.HasFocusAsync("h1");
            await visit.Page.TabToFittingAsync("[data-value=first_name]");
        }

        await MeetAsync(one, other, "First name", ".values .editor input", "Augusta", "Adah");
        await KeepMineAsync(one, "First name");
        await one.HasFocusAsync("[data-value=first_name]");
        await Assertions.Expect(other.Page.Locator("h1")).ToHaveTextAsync("Augusta Lovelace");
        await IsAsync("first_name", "Augusta");

        foreach (var visit in new[] { one, other })
        {
            await visit.PressAsync("Tab");
            await visit.HasFocusAsync("[data-value=last_name]");
        }

        await MeetAsync(one, other, "Last name", ".values .editor input", "King", "Byron");
        await KeepTheirsAsync(one);
        await one.HasFocusAsync("[data-value=last_name]");
        await Assertions.Expect(one.Page.Locator("h1")).ToHaveTextAsync("Augusta Byron");
        await IsAsync("last_name", "Byron");
        one.AssertQuiet();
        other.AssertQuiet();
    }

    // Both change the value that has the focus; the other saves first.
    private static async Task MeetAsync(Visit one, Visit other, string label, string field, string mine, string theirs)
    {
        foreach (var (visit, text) in new[] { (one, mine), (other, theirs) })
        {
            await visit.PressAsync("Enter");
            await visit.HasFocusAsync(field);
            await visit.PressAsync("Control+a");
            await visit.Page.Keyboard.TypeAsync(text);
        }

        await other.PressAsync("Enter");
        await other.SeesToastAsync($": {label} changed");
        await one.PressAsync("Enter");
        var card = one.Page.GetByRole(AriaRole.Alertdialog);
        await Assertions.Expect(card.Locator("tr", new LocatorLocatorOptions { HasText = label })).ToContainTextAsync($"{theirs}{mine}");
        await one.HasFocusAsync("#conflict-mine");
    }

    private static async Task KeepMineAsync(Visit one, string label)
    {
        await one.PressAsync("Enter");
        await one.SeesToastAsync($": {label} changed");
        await Assertions.Expect(one.Page.GetByRole(AriaRole.Alertdialog)).ToHaveCountAsync(0);
    }

    private static async Task KeepTheirsAsync(Visit one)
    {
        await one.Page.TabToAsync("Keep theirs");
        await one.PressAsync("Enter");
        await Assertions.Expect(one.Page.GetByRole(AriaRole.Alertdialog)).ToHaveCountAsync(0);
    }

    private async Task IsAsync(string field, string value) => Assert.Equal(value, (await tenant.LeadAsync(ada)).GetProperty(field).GetString());
}
