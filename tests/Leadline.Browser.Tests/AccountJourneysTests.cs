using Leadline.Tests;
using Leadline.Tests.Account;
using Leadline.Users.SecondFactors;
using Microsoft.Playwright;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Browser.Tests;

/// <summary>What people do under /account, with the keyboard alone.</summary>
public sealed class AccountJourneysTests(LeadlineHost host, Browser browser) : IDisposable
{
    private readonly Complaints complaints = new(host.Address);

    public void Dispose() => complaints.AssertNone();

    [Fact]
    public async Task A_person_signs_in_after_a_wrong_password_and_ends_a_session()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var elsewhere = new PageVisitor(host);
        await elsewhere.SignInAsync(email, Password);
        var page = await NewPageAsync();
        await page.OpenAsync(host, "/account/sessions");

        await page.SendAsync(email, "wrong");
        await page.IsTitledAsync("Error: Sign in – Leadline");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).Filter(new LocatorFilterOptions { HasText = "wrong" })).ToBeVisibleAsync();
        Assert.Equal("email", await page.FocusedAsync("element.id"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Sessions – Leadline");
        await page.TabToAsync("End the session of Firefox on Linux at 127.0.0.1");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The session has ended.");

        Assert.False(await elsewhere.IsSignedInAsync());
        await page.TabToAsync("Sign out");
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Sign in – Leadline");
    }

    [Fact]
    public async Task A_second_factor_is_set_up_and_used_and_a_recovery_code_stands_in()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        var page = await NewPageAsync();
        await page.OpenAsync(host, "/account/security");
        await page.SendAsync(email, Password);
        await page.IsTitledAsync("Security – Leadline");

        await page.TabToAsync("Set up a second factor");
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Set up a second factor – Leadline");
        var key = (await page.Locator(".key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.TabToFieldAsync("code");
        await page.SendAsync(Totp.CodeOf(key, DateTimeOffset.UtcNow.AddSeconds(-30)), Password);
        await page.IsTitledAsync("Keep your recovery codes – Leadline");
        var recovery = await page.Locator(".codes code").First.InnerTextAsync();
        await page.TabToAsync("I have kept them");
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Security – Leadline");

        var other = await NewPageAsync();
        await other.OpenAsync(host, "/account/sign-in");
        await other.SendAsync(email, Password);
        await other.IsTitledAsync("Second factor – Leadline");
        await other.SendAsync("000000");
        await other.IsTitledAsync("Error: Second factor – Leadline");
        Assert.Equal("code", await other.FocusedAsync("element.id"));
        await other.SendAsync(Totp.CodeOf(key, DateTimeOffset.UtcNow));
        await other.IsTitledAsync("Ada – Leadline");

        var third = await NewPageAsync();
        await third.OpenAsync(host, "/account/sign-in");
        await third.SendAsync(email, Password);
        await third.IsTitledAsync("Second factor – Leadline");
        await third.TabToAsync("Use a recovery code");
        await third.Keyboard.PressAsync("Enter");
        await third.IsTitledAsync("Recovery code – Leadline");
        await third.SendAsync(recovery);
        await third.IsTitledAsync("Ada – Leadline");
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_the_mail_in_the_folder()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        var page = await NewPageAsync();
        await page.OpenAsync(host, "/account/sign-in");

        await page.TabToAsync("Forgotten password");
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Forgotten password – Leadline");
        await page.SendAsync(email);
        await page.IsTitledAsync("Look into your mail – Leadline");
        await page.OpenAsync(host, (await host.MailsToAsync(email))[0].Link());
        await page.IsTitledAsync("Set a new password – Leadline");
        await page.SendAsync("short", "short");
        await page.IsTitledAsync("Error: Set a new password – Leadline");
        await page.SendAsync("a wholly new password", "a wholly new password");
        await page.IsTitledAsync("Sign in – Leadline");
        await page.SendAsync(email, "a wholly new password");
        await page.IsTitledAsync("Ada – Leadline");
    }

    [Fact]
    public async Task An_invited_person_joins()
    {
        using var client = await (await host.NewTenantAsync("Analytical Engines")).ClientAsync("users:read users:write");
        var email = NewEmail();
        (await client.PostAsync("/api/v1/users", System.Net.Http.Json.JsonContent.Create(new { name = "Ada", email }))).EnsureSuccessStatusCode().Dispose();
        var page = await NewPageAsync();

        await page.OpenAsync(host, (await host.MailsToAsync(email))[0].Link());
        await page.IsTitledAsync("Join Analytical Engines – Leadline");
        await page.Keyboard.PressAsync("Tab");
        await page.SendAsync(Password, Password);
        await page.IsTitledAsync("Sign in – Leadline");
        await page.SendAsync(email, Password);
        await page.IsTitledAsync("Ada – Leadline");
        await Assertions.Expect(page.GetByText("Analytical Engines")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_passkey_is_added_and_signs_in()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        var page = await NewPageAsync();
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        var added = await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        var authenticator = added!.Value.GetProperty("authenticatorId").GetString()!;
        await page.OpenAsync(host, "/account/passkeys");
        await page.SendAsync(email, Password);
        await page.IsTitledAsync("Passkeys – Leadline");

        await page.TabToFieldAsync("name");
        await page.SendAsync("Blue key", Password);
        await page.IsTitledAsync("Create the passkey – Leadline");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The passkey is added");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Blue key" })).ToBeVisibleAsync();

        await PresenceAsync(false);
        await page.TabToAsync("Sign out");
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Sign in – Leadline");
        await page.TabToAsync("Sign in with a passkey");
        await PresenceAsync(true);
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Ada – Leadline");

        Task PresenceAsync(bool isThere) => device.SendAsync(
            "WebAuthn.setAutomaticPresenceSimulation", new Dictionary<string, object> { ["authenticatorId"] = authenticator, ["enabled"] = isThere });
    }

    private async Task<IPage> NewPageAsync() => await complaints.HearAsync(await browser.NewPageAsync());
}

/// <summary>What hands on a keyboard do.</summary>
internal static class Hands
{
    /// <summary>Opens a page by the name that browsers allow passkeys for.</summary>
    public static Task OpenAsync(this IPage page, LeadlineHost host, string address) => page.GotoAsync($"http://localhost:{host.Address.Port}{address}");

    /// <summary>Fills in a form from the field on that has the focus, sends it, and waits for the page that answers.</summary>
    public static async Task SendAsync(this IPage page, params string[] texts)
    {
        await page.EvaluateAsync("() => { window.isFormer = true; }");
        await page.FillInAsync(texts);
        await page.WaitForFunctionAsync("() => !window.isFormer && document.readyState === 'complete'", null, new PageWaitForFunctionOptions { Timeout = 60_000 });
    }

    /// <summary>Presses the tabulator until what is named has the focus.</summary>
    public static Task TabToAsync(this IPage page, string name) => page.TabUntilAsync("(element.getAttribute('aria-label') ?? (element.labels?.[0] ?? element).innerText).trim()", name);

    /// <summary>Presses the tabulator until the field has the focus.</summary>
    public static Task TabToFieldAsync(this IPage page, string id) => page.TabUntilAsync("element.id", id);

    public static Task IsTitledAsync(this IPage page, string title) =>
        Assertions.Expect(page).ToHaveTitleAsync(title, new PageAssertionsToHaveTitleOptions { Timeout = 60_000 });

    public static Task<string> FocusedAsync(this IPage page, string what) => page.EvaluateAsync<string>($"() => {{ const element = document.activeElement; return {what}; }}");

    /// <summary>Presses the tabulator until what fits a selector has the focus.</summary>
    public static Task TabToFittingAsync(this IPage page, string selector) => page.TabUntilAsync($"element.matches(`{selector}`) ? `{selector}` : ''", selector);

    private static async Task TabUntilAsync(this IPage page, string what, string wanted)
    {
        for (var i = 0; i < 50; i++)
        {
            if (await page.FocusedAsync(what) == wanted)
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{wanted} is not reached by the tabulator.");
    }

    // One field after the other, and Enter in the last.
    private static async Task FillInAsync(this IPage page, params string[] texts)
    {
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0)
            {
                await page.Keyboard.PressAsync("Tab");
            }

            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync(texts[i]);
        }

        await page.Keyboard.PressAsync("Enter");
    }
}
