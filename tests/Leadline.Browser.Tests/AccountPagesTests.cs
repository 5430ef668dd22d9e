using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Leadline.Tests;
using Leadline.Tests.Account;
using Microsoft.Playwright;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Browser.Tests;

/// <summary>Every page under /account, by the rules of WCAG 2.2 AA, light and dark, on a desk and on a phone.</summary>
public sealed class AccountPagesTests(LeadlineHost host, Browser browser)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    // What may differ from the first look: colours, and sizes on a phone.
    private static readonly AxeRunOptions RulesOfLooks = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "target-size", "link-in-text-block"] } };

    [Fact]
    public async Task A_person_whose_browser_is_Turkish_signs_in_in_Turkish()
    {
        var email = NewEmail();
        var tenant = await host.NewTenantAsync("Kuzey Ofis");
        await tenant.AddAccountAsync(email, "owner");
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { Locale = "tr-TR", ViewportSize = new ViewportSize { Width = 360, Height = 800 } });

        await page.OpenAsync(host, "/account/sign-in");
        await LookAsync("Oturum aç – Leadline");
        await page.SendAsync(email, "wrong");
        await LookAsync("Hata: Oturum aç – Leadline");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("E-posta adresi ya da parola yanlış.");
        await page.OpenAsync(host, "/account/forgotten-password");
        await LookAsync("Parolamı unuttum – Leadline");
        await page.OpenAsync(host, "/account/sign-in");
        await page.SendAsync(email, Password);
        foreach (var (address, title) in new[]
        {
            ("/account", "Ada"), ("/account/security", "Güvenlik"), ("/account/passkeys", "Geçiş anahtarları"), ("/account/second-factor/set-up", "İkinci etken kur"), ("/account/sessions", "Oturumlar"),
            ("/account/access", "Erişim"), ("/account/apps", "Uygulamalar"), ("/account/single-sign-on", "Tek oturum açma: Kuzey Ofis"), ("/account/audit", "Denetim"),
        })
        {
            await page.OpenAsync(host, address);
            await LookAsync($"{title} – Leadline");
        }

        await page.TabToAsync("English");
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Audit – Leadline");
        await page.OpenAsync(host, "/");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en"); // the choice is the page's, too

        async Task LookAsync(string title)
        {
            await page.IsTitledAsync(title);
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "tr");
            var found = await page.RunAxe(Rules);
            Assert.True(found.Violations.Length == 0, $"{title}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} {string.Join(", ", violation.Nodes.Select(node => node.Html))}"))}");
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{title} is wider than the window.");
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Every_page_can_be_used_by_everyone(ColorScheme scheme, int width)
    {
        var email = NewEmail();
        var invited = NewEmail();
        var tenant = await host.NewTenantAsync("Analytical Engines");
        await tenant.AddAccountAsync(email, "owner", isConfirmed: false);
        using var client = await tenant.ClientAsync("users:read users:write");
        (await client.PostAsync("/api/v1/users", System.Net.Http.Json.JsonContent.Create(new { name = "Ada", email = invited }))).EnsureSuccessStatusCode().Dispose();
        using var elsewhere = new PageVisitor(host);
        await elsewhere.SignInAsync(email, Password);
        var complaints = new List<string>();
        var page = await browser.NewPageAsync(scheme, width);
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            // A form that is refused has its status, which the browser tells as an error.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };

        await LookAsync("/account/sign-in", "sign-in");
        await page.SendAsync(email, "wrong");
        await LookAsync(null, "sign-in-refused");
        await LookAsync("/account/forgotten-password", "forgotten");
        await page.SendAsync("no address");
        await LookAsync(null, "forgotten-refused");
        await page.SendAsync(email);
        await LookAsync(null, "forgotten-sent");
        await LookAsync((await host.MailsToAsync(email))[0].Link(), "reset");
        await page.SendAsync("short", "short");
        await LookAsync(null, "reset-refused");
        await LookAsync("/account/reset-password?link=none", "dead-link");
        await LookAsync("/account/single-sign-on/company", "company");
        await page.SendAsync($"ada@{Guid.NewGuid():N}.example");
        await LookAsync(null, "company-refused");
        await LookAsync("/account/single-sign-on/1/callback", "provider-failed");
        await LookAsync((await host.MailsToAsync(invited))[0].Link(), "invitation");
        await page.OpenAsync(host, "/account/sign-in");
        await page.SendAsync(email, Password);
        await LookAsync(null, "account");
        await LookAsync("/account/name", "name");
        await LookAsync("/account/email", "email");
        await LookAsync("/account/single-sign-on", "single-sign-on");
        await page.TabToFieldAsync("issuer");
        await page.SendAsync("nowhere", "leadline", "secret");
        await LookAsync(null, "single-sign-on-refused");
        await page.SendAsync("https://login.example.com/realms/main", "leadline", "secret");
        await page.TabToFieldAsync("domain");
        await page.SendAsync($"{Guid.NewGuid():N}.example");
        await LookAsync(null, "single-sign-on-domain");
        await LookAsync("/account/security", "security");
        await LookAsync("/account/password", "password");
        await page.SendAsync("wrong", "x", "x");
        await LookAsync(null, "password-refused");
        await LookAsync("/account/sessions", "sessions");
        await LookAsync("/account/access", "access");
        await LookAsync("/account/activity", "activity");
        await LookAsync("/account/apps", "apps");
        await LookAsync("/account/audit", "audit");
        await LookAsync("/account/passkeys", "passkeys");
        await page.TabToFieldAsync("name");
        await page.SendAsync("Blue key", Password);
        await LookAsync(null, "passkey-new");
        await LookAsync("/account/second-factor/set-up", "second-factor-set-up");
        await page.TabToFieldAsync("code");
        await page.SendAsync("000000", Password);
        await LookAsync(null, "second-factor-set-up-refused");
        var key = (await page.Locator(".key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await page.SendAsync(Leadline.Users.SecondFactors.Totp.CodeOf(key, DateTimeOffset.UtcNow), Password);
        await LookAsync(null, "recovery-codes");
        await LookAsync("/account/security", "security-second-factor");
        await LookAsync("/account/second-factor/remove", "second-factor-remove");
        await page.TabToAsync("Sign out");
        await page.Keyboard.PressAsync("Enter");
        await page.IsTitledAsync("Sign in – Leadline");
        await page.SendAsync(email, Password);
        await LookAsync(null, "second-factor");
        await page.SendAsync("1");
        await LookAsync(null, "second-factor-refused");
        await LookAsync("/account/second-factor?with=recovery-code", "recovery-code");

        Assert.Empty(complaints);

        async Task LookAsync(string? address, string name)
        {
            if (address is not null)
            {
                await page.OpenAsync(host, address);
            }

            await page.WaitForLoadStateAsync(LoadState.Load);
            // Before the screenshot and axe, which add some of their own.
            Assert.Equal("", await page.EvaluateAsync<string>("() => [...document.querySelectorAll('[style], style, script:not([src])')].map(element => element.outerHTML).join()"));
            if (Environment.GetEnvironmentVariable("LEADLINE_SCREENSHOTS") is { Length: > 0 } folder)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{scheme}-{width}.png"), FullPage = true });
            }

            var found = await page.RunAxe(scheme == ColorScheme.Light ? Rules : RulesOfLooks);
            Assert.True(found.Violations.Length == 0, $"{name}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} {string.Join(", ", violation.Nodes.Select(node => node.Html))}"))}");
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is wider than the window.");
            Assert.True(!name.EndsWith("refused", StringComparison.Ordinal) || (await page.TitleAsync()).StartsWith("Error: ", StringComparison.Ordinal), $"{name} does not tell in its title that something is wrong.");
        }
    }
}
