using System.Globalization;
using Microsoft.Playwright;

namespace Leadline.Bench.Web;

/// <summary>A tab of the browser, in which the page tells the time itself.</summary>
internal sealed class Tab(IPage page)
{
    // Painted is the second frame after the change: the first one shows it, and when the next begins it has been.
    private const string Clock = """
        window.bench = (() => {
          const look = () => {
            const row = document.querySelector("table.list tbody tr");
            const sort = document.querySelector("table.list th[aria-sort]");
            return {
              row: row?.dataset.id,
              place: Number(row?.ariaRowIndex),
              sort: `${sort?.dataset.col} ${sort?.ariaSort}`,
              total: document.querySelector(".page-head .total")?.textContent,
              chips: document.querySelectorAll(".chips .chip").length,
              cards: document.querySelectorAll(".board-card").length,
              isReady: document.querySelector("html[data-ready] .table-frame[data-ready] table.list tbody tr") !== null,
            };
          };
          const painted = isShown => new Promise(resolve => {
            const check = () => {
              if (isShown(look())) {
                watch.disconnect();
                requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
              }
            };
            const watch = new MutationObserver(check);
            watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
          });
          return {
            usable: painted(now => now.isReady),
            time: async (target, isShown) => {
              const before = look();
              const then = painted(now => isShown(now, before));
              const start = performance.now();
              target.click();
              return await then - start;
            },
          };
        })();
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly BrowserNewContextOptions Window = new()
    {
        ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, ReducedMotion = ReducedMotion.Reduce, Locale = "en-GB",
    };

    private int clicks;

    /// <summary>Signs a person in.</summary>
    /// <returns>What the browser keeps of it, for further tabs.</returns>
    public static async Task<string> SignInAsync(IBrowser browser, string address, string email, string password)
    {
        var page = await (await browser.NewContextAsync(Window)).NewPageAsync();
        await page.GotoAsync(address);
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("html[data-ready] .table-frame[data-ready] table.list tbody tr").First.WaitForAsync();
        var person = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
        return person;
    }

    /// <summary>Opens a tab of a new profile, which knows who is signed in and has never loaded anything.</summary>
    public static async Task<Tab> NewAsync(IBrowser browser, string person)
    {
        var page = await (await browser.NewContextAsync(new BrowserNewContextOptions(Window) { StorageState = person })).NewPageAsync();
        await page.AddInitScriptAsync(Clock);
        return new Tab(page);
    }

    /// <summary>Goes to an address as to a new document.</summary>
    /// <returns>Milliseconds from the navigation until the list is painted and everything in it is heard.</returns>
    public async Task<double> OpenAsync(string address)
    {
        await page.GotoAsync("about:blank");
        await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        return await page.EvaluateAsync<double>("bench.usable").WaitAsync(Patience);
    }

    /// <summary>Clicks.</summary>
    /// <returns>Milliseconds from the click until its outcome is painted.</returns>
    public async Task<double> ClickAsync(Click click)
    {
        foreach (var first in click.First)
        {
            await page.Locator(first).ClickAsync();
        }

        var target = page.Locator(click.Target.Replace("{n}", (1 + (clicks++ % 4)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return await target.EvaluateAsync<double>($"target => bench.time(target, (now, before) => {click.IsShown})").WaitAsync(Patience);
    }

    /// <summary>Closes it, and forgets its profile.</summary>
    public Task CloseAsync() => page.Context.CloseAsync();
}
