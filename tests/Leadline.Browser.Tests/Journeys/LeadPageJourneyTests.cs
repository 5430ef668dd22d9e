using System.Text.Json;
using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>A lead from its first look to the customer it becomes.</summary>
public sealed class LeadPageJourneyTests(LeadlineHost host, Browser browser)
{
    private static readonly object Ada = new { first_name = "Ada", last_name = "Lovelace", email = "ada@example.com", phone_number = "+90 (0)532 111 22 33" };

    [Fact]
    public async Task A_lead_is_opened_from_the_list_changed_noted_and_left_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadAsync(new { last_name = "Before" });
        var id = await tenant.AddLeadAsync(Ada);
        await tenant.AddLeadAsync(new { last_name = "After" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?has_phone=1");
        await visit.SeesRowsAsync(1);
        await visit.PressAsync("j");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("h1");
        Assert.EndsWith($"/leads/{id}?has_phone=1", visit.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(visit.Page.Locator("a[href='https://wa.me/905321112233']")).ToBeVisibleAsync();

        await visit.PressAsync("e");
        await visit.HasFocusAsync(".values .editor select");
        await visit.PressAsync("Escape");
        await visit.HasFocusAsync("[data-value=status]");
        await visit.Page.Locator("[data-value=preferred_contact]").FocusAsync();
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".values .editor input");
        await visit.Page.Keyboard.TypeAsync("in the evening, typed faster than the server answers");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace: Preferred contact changed");
        await visit.HasFocusAsync("[data-value=preferred_contact]");
        Assert.Equal("in the evening, typed faster than the server answers", (await tenant.LeadAsync(id)).GetProperty("preferred_contact").GetString());

        await visit.PressAsync("n");
        await visit.HasFocusAsync("#new-note");
        await visit.Page.Keyboard.TypeAsync("Called, wants an offer.");
        await visit.PressAsync("Control+Enter");
        await Assertions.Expect(visit.Page.Locator(".record-notes .text")).ToHaveTextAsync("Called, wants an offer.");
        await Assertions.Expect(visit.Page.Locator("#new-note")).ToHaveValueAsync("");
        await Assertions.Expect(visit.Page.Locator(".record-timeline li").First).ToContainTextAsync("wrote a note");
        await visit.LookAsync("lead");

        await visit.Page.Locator("h1").FocusAsync();
        await visit.PressAsync("Escape");
        await visit.SeesRowsAsync(1);
        Assert.EndsWith("/leads?has_phone=1", visit.Page.Url, StringComparison.Ordinal);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task What_another_changed_meanwhile_is_shown_and_only_a_choice_goes_over_it()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");
        await visit.Page.Locator("[data-value=email]").ClickAsync();
        await visit.Page.Locator(".values .editor input").FillAsync("mine@example.com");
        await tenant.ChangeLeadAsync(id, new { email = "theirs@example.com" });
        await Assertions.Expect(visit.Page.Locator("a[href='mailto:theirs@example.com']")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".values .editor input")).ToHaveValueAsync("mine@example.com");

        await visit.PressAsync("Enter");

        await Assertions.Expect(visit.Page.Locator(".conflict")).ToContainTextAsync("theirs@example.com");
        Assert.Equal("theirs@example.com", (await tenant.LeadAsync(id)).GetProperty("email").GetString());
        await visit.LookAsync("lead-conflict");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save mine" }).ClickAsync();
        await visit.SeesToastAsync("Ada Lovelace: E-mail changed");
        Assert.Equal("mine@example.com", (await tenant.LeadAsync(id)).GetProperty("email").GetString());

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Bring back E-mail: ada@example.com" }).ClickAsync();
        await visit.SeesToastAsync("E-mail has its former value again");
        Assert.Equal("ada@example.com", (await tenant.LeadAsync(id)).GetProperty("email").GetString());
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_wrong_value_is_told_at_its_field_and_what_was_typed_stays()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");

        await visit.Page.Locator("[data-value=email]").ClickAsync();
        await visit.Page.Locator(".values .editor input").FillAsync("no address");
        await visit.PressAsync("Enter");

        await Assertions.Expect(visit.Page.Locator(".values .editor [role=alert]")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".values .editor input")).ToHaveValueAsync("no address");
        await Assertions.Expect(visit.Page.Locator("a[href='mailto:ada@example.com']")).ToBeVisibleAsync();
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator("[data-value=email]")).ToHaveTextAsync("ada@example.com");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_lead_becomes_a_customer_and_a_lead_again()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Ada Lovelace");

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Convert" }).ClickAsync();
        await visit.HasFocusAsync("#convert-lead input[type=radio]");
        await visit.LookAsync("lead-convert");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace is a customer now");
        await Assertions.Expect(visit.Page.Locator(".customer-of a")).ToHaveTextAsync("Ada Lovelace");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Take the conversion back" }).ClickAsync();
        await visit.SeesToastAsync("Conversion of Ada Lovelace taken back");
        await Assertions.Expect(visit.Page.Locator(".customer-of")).ToHaveCountAsync(0);
        Assert.Equal(JsonValueKind.Null, (await tenant.LeadAsync(id)).GetProperty("customer_id").ValueKind);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_deleted_lead_is_shown_as_such_restored_and_at_last_erased()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");

        await visit.Page.Locator("#lead-more > summary").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Delete", Exact = true }).ClickAsync();
        await visit.SeesToastAsync("Ada Lovelace deleted");
        await Assertions.Expect(visit.Page.Locator("[data-value]")).ToHaveCountAsync(0);
        await visit.LookAsync("lead-deleted");
        await visit.Page.Locator("#restore-lead").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-value=email]")).ToHaveTextAsync("ada@example.com");

        await visit.Page.Locator("#lead-more > summary").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Erase for good …" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Erase for good", Exact = true })).ToBeDisabledAsync();
        await visit.Page.Locator("#erase-name").FillAsync("Ada Lovelace");
        await visit.LookAsync("lead-erase");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Erase for good", Exact = true }).ClickAsync();
        await visit.SeesToastAsync("The person was erased.");
        Assert.Equal(JsonValueKind.Null, (await tenant.LeadAsync(id)).GetProperty("email").ValueKind);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Whoever_may_only_read_changes_nothing_and_what_is_not_there_is_told()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}", "viewer");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Ada Lovelace");
        await Assertions.Expect(visit.Page.Locator(".record-timeline li")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator("[data-value], #new-note, #add-tag, #lead-more")).ToHaveCountAsync(0);
        await visit.LookAsync("lead-read-only");

        await visit.OpenAsync("leads/999999");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("There is nothing here");
        visit.AssertQuiet();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task It_is_for_everybody_however_long_the_texts_are(ColorScheme scheme, int width)
    {
        var tenant = await host.NewTenantAsync();
        var text = string.Concat(Enumerable.Repeat("A sentence that goes on and on. ", 100)) + new string('x', 300);
        var id = await tenant.AddLeadAsync(new
        {
            first_name = new string('F', 120),
            last_name = string.Concat(Enumerable.Repeat("Longname ", 20)),
            email = $"{new string('e', 60)}@{new string('d', 60)}.example.com",
            phone_number = "0532 111 22 33",
            message = text,
            description = text,
            source_page_url = $"https://example.com/{new string('p', 500)}",
            marketing_attribution = new object[] { new { utm_source = "google", gclid = new string('g', 200), odd = new { deep = new[] { 1, 2 } } }, "a text", new { referrer = "javascript:alert(1)" } },
        });
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}", options: new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 800 }, ReducedMotion = ReducedMotion.Reduce, Locale = "en-GB", ColorScheme = scheme,
        });

        await Assertions.Expect(visit.Page.Locator(".touches > li")).ToHaveCountAsync(3);
        await Assertions.Expect(visit.Page.Locator(".touches a[href^=javascript]")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator("a[href='https://wa.me/905321112233']")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator(".record-timeline li")).ToHaveCountAsync(1);
        await visit.LookAsync($"lead-{scheme}-{width}");
        await visit.OpenAsync($"leads?lead={id}");
        await Assertions.Expect(visit.Page.Locator(".panel .touches > li")).ToHaveCountAsync(3);
        await visit.LookAsync($"lead-panel-{scheme}-{width}");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task What_changed_other_leads_too_is_undone_only_after_a_question()
    {
        var tenant = await host.NewTenantAsync();
        long[] ids = [await tenant.AddLeadAsync(Ada), await tenant.AddLeadAsync(new { last_name = "Babbage" }), await tenant.AddLeadAsync(new { last_name = "Hopper" })];
        await tenant.PostAsync("leads/bulk", new { action = "update", ids, set = new { preferred_contact = "by mail" } });
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{ids[0]}");

        await visit.Page.Locator(".record-timeline li").First.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = new("^Undo") }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#undo-batch")).ToContainTextAsync("This takes back 3 changes");
        Assert.Equal("by mail", (await tenant.LeadAsync(ids[2])).GetProperty("preferred_contact").GetString());
        await visit.Page.Locator("#undo-batch").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Undo" }).ClickAsync();
        await visit.SeesToastAsync("Undone:");
        Assert.Equal(JsonValueKind.Null, (await tenant.LeadAsync(ids[2])).GetProperty("preferred_contact").ValueKind);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Two_numbers_in_one_field_keep_nobody_from_the_lead()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", phone_number = "0212 555 12 34, 0532 111 22 33" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");

        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Ada Lovelace");
        await Assertions.Expect(visit.Page.Locator(".record-timeline li").First).ToBeVisibleAsync();
        visit.AssertQuiet();
    }

    [Fact]
    public async Task From_a_tenant_that_is_none_of_theirs_a_person_finds_back()
    {
        var tenant = await host.NewTenantAsync();
        var other = await host.NewTenantAsync();
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.Page.GotoAsync(new Uri(host.Address, $"/t/{other.Id}/leads").ToString());
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("This tenant cannot be opened");

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "To another tenant" }).ClickAsync();
        await visit.Page.WaitForURLAsync($"**/t/{tenant.Id}/leads");
        await Assertions.Expect(visit.Page.Locator("main h1")).ToHaveTextAsync("Leads");
        visit.AssertQuiet();
    }
}
