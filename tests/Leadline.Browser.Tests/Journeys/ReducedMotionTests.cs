using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>Who wants no motion sees none, not of the component library's parts either. It is no matter of the engine.</summary>
[Trait("Engine", "SQLite")]
public sealed class ReducedMotionTests(LeadlineHost host, Browser browser)
{
    private const string Watch = """
        window.motions = [];
        for (const name of ["animationstart", "transitionrun"]) {
          document.addEventListener(name, event => window.motions.push(`${event.animationName ?? event.propertyName} of ${event.target.outerHTML?.slice(0, 120)}`), true);
        }
        """;

    [Theory]
    [InlineData(ReducedMotion.Reduce)]
    [InlineData(ReducedMotion.NoPreference)]
    public async Task Nothing_moves_for_who_wants_that(ReducedMotion wish)
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(8);
        await using var visit = await Visit.StartAsync(host, browser, tenant, options: new BrowserNewPageOptions { ReducedMotion = wish, Locale = "en-GB", ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        await visit.Page.AddInitScriptAsync(Watch);
        await visit.OpenAsync("leads");
        await visit.SeesRowsAsync(8);
        var running = new List<string>();

        await visit.PressAsync("j");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync(" ");
        await Assertions.Expect(visit.Page.Locator(".panel h2")).ToBeVisibleAsync();
        await LookAsync();
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator(".panel")).ToHaveCountAsync(0);
        await visit.HasFocusAsync("table.list td, table.list td *");
        await visit.PressAsync("Home", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight");
        await visit.HasFocusAsync("td[data-col=email]");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".editor input");
        await visit.Page.Keyboard.TypeAsync("ada@example.com");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("E-mail changed");
        await LookAsync();
        await visit.Page.Locator(".mud-snackbar button").First.HoverAsync();
        await LookAsync();
        await visit.PressAsync("n");
        await visit.HasFocusAsync("#new-lead input");
        await LookAsync();
        await visit.PressAsync("Escape", "Control+k");
        await visit.HasFocusAsync("#command-text");
        await LookAsync();
        await visit.Page.Keyboard.TypeAsync("Board");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("h1");
        await visit.Page.Locator(".board-card a").First.FocusAsync();
        await visit.PressAsync("Alt+ArrowRight");
        await visit.SeesToastAsync("moved to");
        await LookAsync();
        await visit.PressAsync("g", "r");
        await Assertions.Expect(visit.Page.Locator(".chart svg").First).ToBeVisibleAsync();
        await LookAsync();

        var motions = await visit.Page.EvaluateAsync<string[]>("window.motions");
        if (wish == ReducedMotion.Reduce)
        {
            Assert.Empty(running);
            Assert.Empty(motions);
        }
        else
        {
            Assert.NotEmpty(motions); // or it is not seen that something moves
        }

        visit.AssertQuiet();

        async Task LookAsync() => running.AddRange(await visit.Page.EvaluateAsync<string[]>(
            "document.getAnimations().filter(one => one.effect.getComputedTiming().activeDuration > 1).map(one => `${one.animationName ?? one.transitionProperty} of ${one.effect.target?.outerHTML.slice(0, 120)}`)"));
    }
}
