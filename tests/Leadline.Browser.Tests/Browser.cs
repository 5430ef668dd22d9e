using Leadline.Browser.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Leadline.Browser.Tests;

/// <summary>The system's Chromium, started once; every page is one of a new profile.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000); // a busy machine is slow, and not wrong
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Quiet });
    }

    /// <summary>A page of a new profile.</summary>
    public Task<IPage> NewPageAsync() => browser!.NewPageAsync();

    /// <summary>A page of a new profile, as described.</summary>
    public Task<IPage> NewPageAsync(BrowserNewPageOptions options) => browser!.NewPageAsync(options);

    /// <summary>A page of a new profile whose owner likes this scheme, in a window of this width.</summary>
    public Task<IPage> NewPageAsync(ColorScheme scheme, int width) =>
        browser!.NewPageAsync(new BrowserNewPageOptions { ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 800 } });

    public async ValueTask DisposeAsync()
    {
        await browser!.DisposeAsync();
        playwright!.Dispose();
    }
}
