using Leadline.Tests;
using Leadline.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests;

/// <summary>The pages under /account as a browser meets them.</summary>
public sealed class PagesInTheBrowserTests(LeadlineHost host, Browser browser)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_person_signs_in_and_looks_around_and_the_console_stays_silent()
    {
        var tenant = await host.NewTenantAsync("Example Company");
        var email = $"{Guid.NewGuid():N}@example.com";
        await host.Services.GetRequiredService<AddUser>().HandleAsync(tenant.Id, email, "owner", "Ada", Password, CancellationToken.None);
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync(new Uri(host.Address, "/account/sign-in?return_url=/account/audit").ToString());
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Audit" })).ToBeVisibleAsync();
        await ShowAsync(page, "audit");
        await page.GotoAsync(new Uri(host.Address, "/account/activity").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "Signed in" }).First).ToBeVisibleAsync();

        Assert.Empty(complaints);
    }

    private static async Task ShowAsync(IPage page, string name)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1200), (ColorScheme.Dark, 360) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 800);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is too wide at {width}.");
            if (Environment.GetEnvironmentVariable("LEADLINE_SCREENSHOTS") is { Length: > 0 } folder)
            {
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
            }
        }
    }
}
