using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>Every page by the rules of WCAG 2.2 AA, light and dark, on a desk, on a phone and enlarged, in English and Turkish, with what opens on it. What they look like is no matter of the engine.</summary>
[Trait("Engine", "SQLite")]
public sealed class PageLooksTests(LeadlineHost host, Browser browser)
{
    private static readonly (string Name, string Part, string Ready)[] Pages =
    [
        ("leads", "leads", "table.list tbody tr"),
        ("leads-filtered", "leads?has_phone=1&created_from=2020-01-01&sort_by=last_name&sort_order=asc", "table.list tbody tr"),
        ("leads-none", "leads?search=nobody-has-this", ".empty"),
        ("leads-deleted", "leads?trashed=1", ".empty, table.list tbody tr"),
        ("board", "board", ".board-card"),
        ("tasks", "tasks", "ul.tasks li"),
        ("tasks-of-all", "tasks?whose=all", "ul.tasks li"),
        ("lead", "leads/{lead}", ".record-timeline li"),
        ("lead-converted", "leads/{converted}", ".customer-of a"),
        ("customers", "customers", "main table tbody tr"),
        ("customer", "customers/{customer}", ".record-timeline li"),
        ("reports-over-time", "reports?period=this_year&compare=previous_year", "table.numbers"),
        ("reports-by-status", "reports/by/status?from=2020-01-01&to=2026-12-31&compare=previous_period", "table.numbers"),
        ("reports-funnel", "reports/funnel?from=2020-01-01&to=2026-12-31", "table.numbers"),
        ("reports-attribution", "reports/attribution?from=2020-01-01&to=2026-12-31&has_phone=1", "table.numbers"),
        ("reports-first-response", "reports/first-response?from=2020-01-01&to=2026-12-31", "table.numbers"),
        ("reports-none", "reports/by/country?from=1990-01-01&to=1990-01-31", ".empty"),
        ("reports-refused", "reports/by/source?from=1990-01-01&to=2026-01-31", "#report-wrong"),
        ("imports", "imports", "main p"),
        ("forms", "forms", "main p"),
        ("settings-general", "settings", "main h1"),
        ("settings-statuses", "settings/statuses", "main h1"),
        ("settings-sources", "settings/sources", "main h1"),
        ("settings-tags", "settings/tags", "main h1"),
        ("settings-users", "settings/users", "main h1"),
        ("settings-roles", "settings/roles", "main h1"),
        ("settings-teams", "settings/teams", "main h1"),
        ("settings-apps", "settings/apps", "main h1"),
        ("settings-deleted", "settings/deleted", "main h1"),
        ("settings-tokens", "settings/tokens", "main h1"),
        ("settings-audit", "settings/audit", "main h1"),
    ];

    [Theory]
    [InlineData(ColorScheme.Light, 1280, "en-GB", true)]
    [InlineData(ColorScheme.Dark, 1280, "en-GB", true)]
    [InlineData(ColorScheme.Light, 360, "tr-TR", true)]
    [InlineData(ColorScheme.Dark, 360, "en-GB", false)]
    [InlineData(ColorScheme.Light, 640, "en-GB", false)] // a window of 1280 at a zoom of 200 %
    public async Task Every_page_can_be_used_by_everyone(ColorScheme scheme, int width, string locale, bool byAllRules)
    {
        var height = width < 1000 ? 1600 : 800; // what lies under the navigation of a phone is scrolled to
        var tenant = await host.NewTenantAsync("Analytical Engines");
        await tenant.SeedAsync(120);
        await using var visit = await Visit.StartAsync(host, browser, tenant, options: new BrowserNewPageOptions
        {
            ColorScheme = scheme,
            Locale = locale,
            TimezoneId = "Europe/Istanbul",
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        visit.Rules = byAllRules ? Looks.Rules : Looks.RulesOfLooks;
        var records = await AddRecordsAsync(tenant, visit.UserId);
        var kind = $"{(scheme == ColorScheme.Dark ? "dark" : "light")}-{width}";
        foreach (var (name, part, ready) in Pages)
        {
            await visit.OpenAsync(records.Aggregate(part, (address, record) => address.Replace($"{{{record.Key}}}", $"{record.Value}", StringComparison.Ordinal)));
            await Assertions.Expect(visit.Page.Locator(ready).First).ToBeVisibleAsync();
            if (part.Contains('{', StringComparison.Ordinal) || part.StartsWith("reports", StringComparison.Ordinal))
            {
                await visit.SeeWholeAsync();
            }

            await visit.LookAsync($"{name}-{kind}");
            await visit.Page.SetViewportSizeAsync(width, height);
        }

        await visit.OpenAsync("leads");
        await Assertions.Expect(visit.Rows.First).ToBeVisibleAsync();
        await OpenedAsync("command-menu", "Control+k", "#command-menu");
        await OpenedAsync("key-list", "?", "#key-list");
        await OpenedAsync("new-lead", "n", "#new-lead");
        await visit.Page.Locator("#add-filter summary").ClickAsync();
        await visit.LookAsync($"filter-{kind}");
        await visit.PressAsync("Escape");
        if (width > 500)
        {
            await visit.Rows.First.Locator("td[data-col=full_name] a").FocusAsync();
            await visit.PressAsync(" ");
            await Assertions.Expect(visit.Page.Locator(".panel h2")).ToBeVisibleAsync();
            await visit.LookAsync($"panel-{kind}");
        }

        visit.AssertQuiet();

        async Task OpenedAsync(string name, string key, string selector)
        {
            await visit.PressAsync(key);
            await Assertions.Expect(visit.Page.Locator(selector)).ToBeVisibleAsync();
            await visit.LookAsync($"{name}-{kind}");
            await visit.PressAsync("Escape");
            await Assertions.Expect(visit.Page.Locator(selector)).ToBeHiddenAsync();
        }
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_in_the_language_of_the_page()
    {
        var tenant = await host.NewTenantAsync("Kuzey Ofis");
        await using var visit = await Visit.StartAsync(host, browser, tenant, options: new BrowserNewPageOptions { Locale = "tr-TR", ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });

        await visit.PressAsync("n");
        await visit.Page.Locator("#new-lead").GetByLabel("Soyadı").FillAsync("Lovelace");
        await visit.Page.Locator("#new-lead input[type=email]").FillAsync("no address");
        await visit.PressAsync("Enter");

        await Assertions.Expect(visit.Page.Locator("#new-lead .wrong")).ToHaveTextAsync("E-posta: geçerli bir e-posta adresi olmalı, örneğin ada@example.com.");
    }

    [Fact]
    public async Task A_new_tenant_is_led_through_its_first_steps()
    {
        var tenant = await host.NewTenantAsync("Fresh Start");
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "No leads yet" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("pre")).ToContainTextAsync($"-H \"X-Tenant: {tenant.Id}\"");
        await visit.LookAsync("first-steps");

        await visit.PressAsync("n");
        await visit.HasFocusAsync("#new-lead input");
        await visit.Page.Keyboard.TypeAsync("Ada");
        await visit.PressAsync("Tab");
        await visit.Page.Keyboard.TypeAsync("Lovelace");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace was added");
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Page.Locator(".steps-list .done")).ToContainTextAsync(["Add leads"]);
        await visit.LookAsync("first-steps-left");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Do not show the first steps again" }).ClickAsync();
        await visit.OpenAsync("leads");
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Page.Locator(".steps-list")).ToHaveCountAsync(0);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_new_tenant_is_tried_with_sample_leads_which_one_click_takes_away()
    {
        var tenant = await host.NewTenantAsync("Fresh Start");
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.Page.Locator("#sample-leads").ClickAsync();
        await visit.SeesRowsAsync(20);
        await visit.Page.Locator(".mud-snackbar", new PageLocatorOptions { HasText = "20 sample leads were added" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "No leads yet" })).ToBeVisibleAsync();

        await using var viewer = await Visit.StartAsync(host, browser, tenant, role: "viewer");
        await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "No leads yet" })).ToBeVisibleAsync();
        await Assertions.Expect(viewer.Page.Locator(".first-steps, #sample-leads, pre")).ToHaveCountAsync(0);
        visit.AssertQuiet();
    }

    // A lead of whom much is known, and one who became a customer.
    private static async Task<Dictionary<string, long>> AddRecordsAsync(TestTenant tenant, long member)
    {
        var lead = await tenant.AddLeadAsync(new
        {
            first_name = "Ada",
            last_name = "Lovelace",
            email = "ada@engines.example",
            phone_number = "+90 532 111 22 33",
            message = "We want to weave algebraic patterns, as the loom weaves flowers and leaves. Can you show us the engine next week?",
            preferred_contact = "By phone, in the afternoon",
            source_page_url = "https://engines.example/offers/spring?utm_source=google",
            marketing_attribution = new object[]
            {
                new { utm_source = "google", utm_medium = "cpc", utm_campaign = "spring", touched_at = "2026-11-20T09:30:00Z" },
                new { utm_source = "newsletter", utm_medium = "email", touched_at = "2026-11-24T14:05:00Z" },
            },
        });
        await tenant.PostAsync($"leads/{lead}/notes", new { content = "Called back: wants an offer for two engines." });
        foreach (var (title, days) in new[] { ("Send the offer for two engines", -2.0), ("Call back about the punched cards", 0.1), ("Ask how the trial goes", 3), ("Invite to the demonstration in London", 30) })
        {
            await tenant.PostAsync($"leads/{lead}/tasks", new { title, due_at = tenant.Host.Now.AddDays(days), assigned_user_id = member });
        }

        var converted = await tenant.AddLeadAsync(new { first_name = "Charles", last_name = "Babbage", email = "charles@engines.example", phone_number = "+90 532 444 55 66" });
        var customer = (await tenant.PostAsync($"leads/{converted}/convert", new { })).GetProperty("customer").GetProperty("id").GetInt64();
        await tenant.AddLeadAsync(new { first_name = "A.", last_name = "Lovelace", email = "ada@engines.example" });
        return new() { ["lead"] = lead, ["converted"] = converted, ["customer"] = customer };
    }
}
