using Leadline.Tests;
using Leadline.Tests.Account;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>What opens over the pages, and what they say: menus, dialogs, forms, cards, toasts, by the rules of WCAG 2.2 AA, light and dark. What they look like is no matter of the engine.</summary>
[Trait("Engine", "SQLite")]
public sealed class WhatOpensTests(LeadlineHost host, Browser browser)
{
    private TestTenant tenant = null!;
    private Visit visit = null!;
    private string kind = "";
    private long ada;
    private long grace;
    private long fleeting;

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task All_of_it_can_be_used_by_everyone(ColorScheme scheme, int width)
    {
        kind = $"{scheme}-{width}";
        tenant = await host.NewTenantAsync("Analytical Engines");
        var email = Accounts.NewEmail();
        await tenant.AddAccountAsync(email, "owner");
        var other = await host.NewTenantAsync("Difference Engines");
        await other.AddUserAsync(email, role: "owner");
        await tenant.LoadAsync(8);
        await tenant.PostAsync("customers", new { first_name = "Ada", last_name = "King", email = "ada@engines.example", phone_number = "+90 532 777 88 99" });
        ada = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", email = "ada@engines.example", phone_number = "+90 532 111 22 33" });
        grace = await tenant.AddLeadAsync(new { first_name = "Grace", last_name = "Hopper", email = "grace@engines.example" });
        fleeting = await tenant.AddLeadAsync(new { last_name = "Fleeting", email = "fleeting@engines.example" });
        var gone = await tenant.AddLeadAsync(new { last_name = "Gone", external_id = "X-1" });
        await tenant.DeleteAsync($"leads/{gone}");
        await using var begun = visit = await Visit.StartAsAsync(host, browser, tenant, email, "leads", new BrowserNewPageOptions
        {
            ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, Locale = "en-GB", ViewportSize = new ViewportSize { Width = width, Height = 800 },
        });

        await OverTheListAsync();
        await OverTheBoardAsync();
        await OverTheLeadAsync();
        await OverTheCustomersAsync();
        await OverTheSettingsAsync();
        await InPlaceOfAPageAsync();
        visit.AssertQuiet();
    }

    private async Task OverTheListAsync()
    {
        await Assertions.Expect(visit.Page.Locator("label.tenant select")).ToBeVisibleAsync();
        await visit.SeesRowsAsync(11);
        await visit.PressAsync("a");
        await Assertions.Expect(visit.Page.Locator(".bulk strong")).ToHaveTextAsync("11 selected");
        await visit.LookAsync($"bulk-bar-{kind}");
        await Button("Set status").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#bulk .sample li").First).ToBeVisibleAsync();
        await visit.LookAsync($"bulk-dialog-{kind}");
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator("#bulk")).ToBeHiddenAsync();
        await Button("Select none").ClickAsync();

        await visit.Page.Locator("#columns > summary").ClickAsync();
        await visit.LookAsync($"columns-{kind}", "#columns > .popup");
        await visit.PressAsync("Escape");
        await visit.Page.Locator(".top details.menu > summary").ClickAsync();
        await visit.LookAsync($"user-menu-{kind}", ".top details.menu > .popup");
        await visit.PressAsync("Escape");

        await visit.OpenAsync("leads?has_phone=1");
        await Button("Save as a new view").ClickAsync();
        await visit.HasFocusAsync("#view-dialog input[type=text]");
        await visit.LookAsync($"view-form-{kind}");
        await visit.Page.Keyboard.TypeAsync("With a phone");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("With a phone was saved");
        await visit.LookAsync($"toast-{kind}");
        await visit.Page.Locator("#views > summary").ClickAsync();
        await visit.LookAsync($"views-{kind}", "#views > .popup");

        await visit.OpenAsync("leads?search=fleeting");
        await visit.SeesRowsAsync(1);
        await visit.Cell("Fleeting", "email").DblClickAsync();
        await visit.HasFocusAsync(".editor input");
        await tenant.DeleteAsync($"leads/{fleeting}");
        await visit.Page.Keyboard.TypeAsync("x");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("This is not there any more.");
        await visit.LookAsync($"toast-error-{kind}", "#mud-snackbar-container");
    }

    private async Task OverTheBoardAsync()
    {
        await visit.OpenAsync("board");
        await visit.Page.Locator(".board-card a").First.FocusAsync();
        await visit.PressAsync("m");
        await LookAtDialogAsync("#move-lead", "board-move");
    }

    private async Task OverTheLeadAsync()
    {
        await visit.OpenAsync($"leads/{ada}");
        await Button("Convert").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#convert-lead input[type=radio]")).ToHaveCountAsync(2);
        await LookAtDialogAsync("#convert-lead", "convert-existing");
        await visit.Page.Locator("#lead-more > summary").ClickAsync();
        await visit.LookAsync($"lead-more-{kind}", "#lead-more > .popup");
        await Button("Erase for good …").ClickAsync();
        await LookAtDialogAsync("#erase-lead", "erase");
        await visit.Page.Locator("#add-tag > summary").ClickAsync();
        await visit.LookAsync($"lead-tags-{kind}", "#add-tag > .popup");
        await visit.PressAsync("Escape");
        await visit.Page.Locator("#new-task").ClickAsync();
        await visit.HasFocusAsync(".task-form input");
        await visit.LookAsync($"task-form-{kind}");
        await visit.PressAsync("Escape");

        await visit.OpenAsync($"leads/{grace}");
        await visit.Page.Locator("[data-value=external_id]").ClickAsync();
        await visit.Page.Locator(".values .editor input").FillAsync("X-1");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("A deleted lead has the same value");
        await visit.LookAsync($"toast-offer-{kind}");
        await visit.Page.Locator("[data-value=email]").ClickAsync();
        await visit.Page.Locator(".values .editor input").FillAsync("no address");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".values .editor [role=alert]")).ToBeVisibleAsync();
        await visit.LookAsync($"value-refused-{kind}");
        await visit.Page.Locator(".values .editor input").FillAsync("mine@engines.example");
        await tenant.ChangeLeadAsync(grace, new { email = "theirs@engines.example" });
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".conflict")).ToContainTextAsync("theirs@engines.example");
        await visit.LookAsync($"conflict-{kind}", ".conflict");
    }

    private async Task OverTheCustomersAsync()
    {
        await visit.OpenAsync("customers");
        await Button("New customer").ClickAsync();
        await LookAtDialogAsync("#new-customer", "new-customer");
    }

    private async Task OverTheSettingsAsync()
    {
        await visit.OpenAsync("settings/statuses");
        await Button("Change Contacted").ClickAsync();
        await LookAtDialogAsync("#edit-lead_status", "edit-status");

        await visit.OpenAsync("settings/users");
        await visit.Page.Locator("#invite").ClickAsync();
        await visit.HasFocusAsync("#edit-user input");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#edit-user .wrong").First).ToBeVisibleAsync();
        await LookAtDialogAsync("#edit-user", "invite");

        await visit.OpenAsync("settings/roles");
        await visit.Page.Locator("#new-role").ClickAsync();
        await LookAtDialogAsync("#edit-role", "new-role");

        await visit.OpenAsync("settings/teams");
        await visit.Page.Locator("#new-team").ClickAsync();
        await LookAtDialogAsync("#edit-team", "new-team");

        await visit.OpenAsync("settings/tokens");
        await visit.Page.Locator("#new-token").ClickAsync();
        await visit.HasFocusAsync("#edit-token input");
        await visit.LookAsync($"new-token-{kind}");
        await visit.Page.Keyboard.TypeAsync("Import script");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#token")).ToBeVisibleAsync();
        await visit.LookAsync($"token-{kind}");
        await Button("Revoke Import script").ClickAsync();
        await LookAtDialogAsync("#revoke-token", "revoke-token");

        await visit.OpenAsync("settings/sources");
        await visit.Page.Locator("#new-lead_reference_source").ClickAsync();
        await visit.HasFocusAsync("#edit-lead_reference_source input");
        await visit.Page.Keyboard.TypeAsync("Fair");
        await visit.PressAsync("Enter");
        await Button("Delete Fair").ClickAsync();
        await LookAtDialogAsync("#delete-lead_reference_source", "delete-source");
    }

    private async Task InPlaceOfAPageAsync()
    {
        await visit.OpenAsync("nowhere/at/all");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("There is nothing here");
        await visit.LookAsync($"not-found-{kind}");
        await visit.OpenAsync("leads/999999");
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("There is nothing here");
        await visit.LookAsync($"lead-not-found-{kind}");
        await visit.Page.GotoAsync(new Uri(host.Address, $"/t/{(await host.NewTenantAsync()).Id}/leads").ToString());
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync("This tenant cannot be opened");
        await visit.LookAsync($"not-theirs-{kind}");
    }

    private ILocator Button(string name) => visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).First;

    private async Task LookAtDialogAsync(string selector, string name)
    {
        await Assertions.Expect(visit.Page.Locator($"{selector}[open]")).ToBeVisibleAsync();
        await visit.LookAsync($"{name}-{kind}");
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator(selector)).ToBeHiddenAsync();
    }
}
