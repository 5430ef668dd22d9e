using Leadline.Tests;
using Leadline.Tests.Account;
using Microsoft.Playwright;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Browser.Tests;

/// <summary>Every page under /account, by the rules of WCAG 2.2 AA, light and dark, on a desk and on a phone.</summary>
public sealed class AccountPagesTests(LeadlineHost host, Browser browser) : IDisposable
{
    private static readonly (ColorScheme Scheme, int Width)[] Ways = [(ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 360), (ColorScheme.Dark, 360)];

    private readonly Complaints complaints = new(host.Address);

    public void Dispose() => complaints.AssertNone();

    [Fact]
    public async Task A_person_whose_browser_is_Turkish_signs_in_in_Turkish()
    {
        var email = NewEmail();
        var tenant = await host.NewTenantAsync("Kuzey Ofis");
        await tenant.AddAccountAsync(email, "owner");
        var page = await complaints.HearAsync(await browser.NewPageAsync(new BrowserNewPageOptions { Locale = "tr-TR", ViewportSize = new ViewportSize { Width = 360, Height = 800 } }));

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
            await page.LookAsync(title, Looks.Rules);
        }
    }

    [Fact]
    public async Task Every_page_can_be_used_by_everyone()
    {
        var email = NewEmail();
        var invited = NewEmail();
        var tenant = await host.NewTenantAsync("Analytical Engines");
        await tenant.AddAccountAsync(email, "owner", isConfirmed: false);
        using var client = await tenant.ClientAsync("users:read users:write");
        (await client.PostAsync("/api/v1/users", System.Net.Http.Json.JsonContent.Create(new { name = "Ada", email = invited }))).EnsureSuccessStatusCode().Dispose();
        using var elsewhere = new PageVisitor(host);
        await elsewhere.SignInAsync(email, Password);
        var page = await complaints.HearAsync(await browser.NewPageAsync(ColorScheme.Light, 1280));

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
        var (app, _) = await tenant.AddAppAsync("openid profile email leads:read", ["https://www.engines.example/back"], isPublic: true);
        await LookAsync($"/oauth/authorize?response_type=code&client_id={app}&redirect_uri=https%3A%2F%2Fwww.engines.example%2Fback&scope=openid%20leads%3Aread&code_challenge={new string('a', 43)}&code_challenge_method=S256", "consent");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Allow" })).ToBeVisibleAsync();
        await LookAsync("/oauth/authorize?client_id=none", "consent-failed");
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

        async Task LookAsync(string? address, string name)
        {
            if (address is not null)
            {
                await page.OpenAsync(host, address);
            }

            await page.WaitForLoadStateAsync(LoadState.Load);
            // Before axe, which adds some of its own.
            Assert.Equal("", await page.EvaluateAsync<string>("() => [...document.querySelectorAll('[style], style, script:not([src])')].map(element => element.outerHTML).join()"));
            var isRefused = name.EndsWith("refused", StringComparison.Ordinal);
            Assert.True(!isRefused || (await page.TitleAsync()).StartsWith("Error: ", StringComparison.Ordinal), $"{name} does not tell in its title that something is wrong.");
            foreach (var (scheme, width) in Ways)
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await page.SetViewportSizeAsync(width, 800);
                await page.LookAsync($"{name}, {scheme}, {width}", (scheme, width) == Ways[0] ? Looks.Rules : Looks.RulesOfLooks);
                if (!isRefused)
                {
                    await page.KeepAsync($"account-{name}-{scheme}-{width}");
                }
            }
        }
    }
}
