using Leadline.Tests.Operations;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>The server is lost and comes back: the published program, killed and started again, under a person who types.</summary>
[Trait("Engine", "SQLite")]
public sealed class RestartJourneyTests(Browser browser) : IAsyncDisposable
{
    private const string Password = "correct horse battery";

    private readonly string folder = Directory.CreateTempSubdirectory("leadline-restart-").FullName;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_whose_server_is_lost_says_so_keeps_what_was_typed_and_comes_back_by_itself(bool isKilled)
    {
        var tenant = (await LeadlineProgram.SucceedAsync(folder, "tenant", "add", "Acme")).Output;
        var person = await LeadlineProgram.RunWithInputAsync(folder, $"{Password}\n", "user", "add", "ada@example.com", "--tenant", tenant, "--role", "owner", "--password-stdin");
        Assert.True(person.ExitCode == 0, person.Error);
        await LeadlineProgram.SucceedAsync(folder, "seed", "--tenant", tenant, "--leads", "30");
        await using var server = await LeadlineProgram.ServeAsync(folder, 0, ("DRAINSECONDS", "0"));
        var address = await server.AddressAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(address, $"/t/{tenant}/leads?has_phone=1").ToString());
        await page.Locator("#email").FillAsync("ada@example.com");
        await page.Locator("#password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        var cell = page.Locator(".table-frame[data-ready] tbody tr").First.Locator("td[data-col=email]");
        await cell.DblClickAsync();
        await page.Locator(".editor input").FillAsync("typed@example.com");
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();

        if (isKilled)
        {
            await server.KillAsync();
        }
        else
        {
            server.Terminate();
            await server.EndAsync();
        }

        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync("The server cannot be reached");
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeVisibleAsync();
        foreach (var scheme in isKilled ? new[] { ColorScheme.Light, ColorScheme.Dark } : [])
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.LookAsync($"server-lost-{scheme}-1280", Looks.Rules, "#components-reconnect-modal");
            await page.KeepAsync($"server-lost-{scheme}-1280");
        }

        await using var next = await LeadlineProgram.ServeAsync(folder, address.Port);
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new LocatorAssertionsToBeHiddenOptions { Timeout = 30_000 });
        await Assertions.Expect(page.Locator(".chip")).ToContainTextAsync("Phone");
        await Assertions.Expect(page.Locator(".editor")).ToHaveCountAsync(0);
        await cell.DblClickAsync();
        await Assertions.Expect(page.Locator(".editor input")).ToHaveValueAsync("typed@example.com");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".mud-snackbar", new PageLocatorOptions { HasText = "E-mail changed" })).ToBeVisibleAsync();
        await Assertions.Expect(cell).ToHaveTextAsync("typed@example.com");
        await page.Context.CloseAsync();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
