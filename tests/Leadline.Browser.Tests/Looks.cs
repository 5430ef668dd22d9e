using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests;

/// <summary>What pages look like: by the rules of WCAG 2.2 AA, and in pictures where they are asked for.</summary>
internal static class Looks
{
    /// <summary>All rules.</summary>
    public static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations], // what is right need not be told
    };

    /// <summary>Those of what differs from scheme to scheme and from width to width: colours, and sizes on a phone.</summary>
    public static readonly AxeRunOptions RulesOfLooks = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "target-size", "link-in-text-block"] }, ResultTypes = Rules.ResultTypes };

    /// <summary>Looks at the page, or what opened over a part of it, by rules, and whether it fits its window.</summary>
    public static async Task LookAsync(this IPage page, string name, AxeRunOptions rules, string? within = null)
    {
        await page.WaitForFunctionAsync("() => document.getAnimations().every(animation => animation.playState === 'finished')");
        var found = within is null ? await page.RunAxe(rules) : await page.Locator(within).RunAxe(rules);
        Assert.True(found.Violations.Length == 0, $"{name}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id}: {string.Join(" | ", violation.Nodes.Select(node => $"{node.Html} {node.Any.FirstOrDefault()?.Message}"))}"))}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{name} is wider than its window.");
    }

    /// <summary>Keeps a picture where one is asked for.</summary>
    public static async Task KeepAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LEADLINE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await using var session = await page.Context.NewCDPSessionAsync(page);
            var picture = await session.SendAsync("Page.captureScreenshot", new Dictionary<string, object> { ["format"] = "webp", ["quality"] = 55 });
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name.ToLowerInvariant()}.webp"), picture!.Value.GetProperty("data").GetBytesFromBase64());
        }
    }
}
