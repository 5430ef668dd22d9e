using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests;

/// <summary>The browsable API reference at /docs.</summary>
public sealed class ApiReferenceTests(LeadlineHost host, Browser browser)
{
    [Fact]
    public async Task The_reference_shows_the_list_of_leads_and_asks_no_other_host()
    {
        var page = await browser.NewPageAsync();
        var asked = new List<string>();
        var complaints = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };

        await page.GotoAsync(new Uri(host.Address, "/docs").ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Lists leads" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("lead_reference_source_id").First).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        Assert.Contains(asked, address => address.EndsWith("/openapi/v1.json", StringComparison.Ordinal));
        Assert.All(asked, address => Assert.StartsWith(host.Address.ToString(), address.Replace("blob:", "", StringComparison.Ordinal)));
        Assert.Empty(complaints);
        if (Environment.GetEnvironmentVariable("LEADLINE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "docs.png") });
        }
    }
}
