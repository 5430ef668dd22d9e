using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>The Tab key goes to all that can be used and back; wherever it stops is seen: with a ring, in the window, under nothing. It is no matter of the engine.</summary>
[Trait("Engine", "SQLite")]
public sealed class FocusIsSeenTests(LeadlineHost host, Browser browser)
{
    private const int MostStops = 150;

    // The ring is the element's own, or that of the field around it. No edge cuts it off, unless there is no room for all of it.
    private const string Look = """
        within => {
          const element = document.activeElement;
          if (element === null || element === document.body || element === document.documentElement) {
            return ["nowhere", "", ""];
          }

          const at = element.outerHTML.slice(0, 200);
          if (window.walked.has(element)) {
            return ["again", at, ""];
          }

          window.walked.add(element);
          if (element.closest(within) === null) {
            return ["", at, ""];
          }

          const hasRing = one => {
            const style = getComputedStyle(one);
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\)$|\/ 0\)$/.test(style.outlineColor);
          };
          const field = element.closest(".find");
          const ringed = hasRing(element) ? element : field !== null && hasRing(field) ? field : null;
          if (ringed === null) {
            return ["", at, "has no ring"];
          }

          const seen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
          for (let one = ringed; one.parentElement !== null && getComputedStyle(one).position !== "fixed" && !one.matches("dialog"); one = one.parentElement) {
            const [style, box] = [getComputedStyle(one.parentElement), one.parentElement.getBoundingClientRect()];
            if (style.overflowX !== "visible" && one.parentElement !== document.body && one.parentElement !== document.documentElement) {
              Object.assign(seen, { left: Math.max(seen.left, box.left), top: Math.max(seen.top, box.top), right: Math.min(seen.right, box.right), bottom: Math.min(seen.bottom, box.bottom) });
            }
          }

          const style = getComputedStyle(ringed);
          const [box, far] = [ringed.getClientRects()[0], parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth) - 1.5];
          const [isWide, isTall] = [box.width + 2 * far > seen.right - seen.left, box.height + 2 * far > seen.bottom - seen.top || element.matches("textarea")]; // of which the line that is typed comes into sight
          const sides = [isWide || box.left - far >= seen.left, isTall || box.top - far >= seen.top, isWide || box.right + far <= seen.right, isTall || box.bottom + far <= seen.bottom];
          const part = element.getClientRects()[0];
          const [x, y] = [(Math.max(part.left, seen.left) + Math.min(part.right, seen.right)) / 2, (Math.max(part.top, seen.top) + Math.min(part.bottom, seen.bottom)) / 2];
          const hit = document.elementFromPoint(x, y);
          if (hit === null || !(element.contains(hit) || hit.closest("label, .find")?.contains(element))) {
            return ["", at, `is under ${hit?.outerHTML.slice(0, 100) ?? "an edge"}`];
          }

          return ["", at, sides.filter(side => side).length < 4 ? `has a ring of which the sides ${["left", "top", "right", "bottom"].filter((_, side) => !sides[side])} are cut off` : ""];
        }
        """;

    private const string Missed = """
        within => [...document.querySelectorAll(within)].flatMap(part => [...part.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")])
          .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !(one.type === "radio" && document.querySelector(`input[name="${one.name}"]:checked`) !== one))
          .filter(one => !window.walked.has(one)).map(one => one.outerHTML.slice(0, 200))
        """;

    private static readonly (string Part, string Ready)[] Parts =
    [
        ("leads", "table.list tbody tr"),
        ("leads?has_phone=1&lead={lead}", ".panel .record-notes li"),
        ("board", ".board-card"),
        ("tasks?whose=all", "ul.tasks li"),
        ("leads/{lead}", ".record-timeline li"),
        ("customers", "main table tbody tr"),
        ("reports?compare=previous_period", "table.numbers"),
        ("reports/by/status", "table.numbers"),
        ("settings", "#tenant-zone"),
        ("settings/statuses", "ul.entries li"),
        ("settings/users", "ul.entries li"),
        ("settings/tokens", "main .empty"),
    ];

    [Fact]
    public async Task Wherever_it_goes_on_a_desk_and_enlarged()
    {
        var tenant = await host.NewTenantAsync("Analytical Engines");
        await tenant.LoadAsync(60);
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        var lead = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", email = "ada@engines.example", phone_number = "+90 532 111 22 33", message = "Can you show us the engine?" });
        await tenant.PostAsync($"leads/{lead}/notes", new { content = "Called back." });
        await tenant.PostAsync($"leads/{lead}/tasks", new { title = "Send the offer", due_at = host.Now.AddDays(1), assigned_user_id = visit.UserId });
        await tenant.PostAsync("customers", new { first_name = "Charles", last_name = "Babbage", phone_number = "+90 532 444 55 66" });
        var wrong = new List<string>();

        foreach (var (part, ready) in Parts)
        {
            await SetAsync(ColorScheme.Light, 1280, 800);
            await visit.OpenAsync(part.Replace("{lead}", $"{lead}", StringComparison.Ordinal));
            await Assertions.Expect(visit.Page.Locator(ready).First).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator("main .loading")).ToHaveCountAsync(0);
            wrong.AddRange(await WalkAsync(visit, "Tab", $"{part}, light"));
            await SetAsync(ColorScheme.Dark, 1280, 800);
            wrong.AddRange(await WalkAsync(visit, "Shift+Tab", $"{part}, dark, backwards"));
            await SetAsync(ColorScheme.Dark, 640, 400); // a window of 1280 at a zoom of 200 %
            wrong.AddRange(await WalkAsync(visit, "Tab", $"{part}, enlarged"));
            wrong.AddRange(await WalkAsync(visit, "Shift+Tab", $"{part}, enlarged, backwards"));
        }

        await SetAsync(ColorScheme.Light, 1280, 800);
        await visit.OpenAsync("leads");
        await visit.SeesRowsAsync(50);
        await visit.PressAsync("n");
        await visit.HasFocusAsync("#new-lead input");
        wrong.AddRange(await WalkAsync(visit, "Tab", "new lead", "#new-lead"));
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator("#new-lead")).ToBeHiddenAsync();
        await visit.PressAsync("a");
        await Assertions.Expect(visit.Page.Locator(".bulk")).ToBeVisibleAsync();
        wrong.AddRange(await WalkAsync(visit, "Shift+Tab", "selected leads"));
        await visit.Page.Locator("#columns > summary").ClickAsync();
        wrong.AddRange(await WalkAsync(visit, "Tab", "columns", "#columns"));

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        visit.AssertQuiet();

        async Task SetAsync(ColorScheme scheme, int width, int height)
        {
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await visit.Page.SetViewportSizeAsync(width, height);
        }
    }

    // Round the page until it comes to where it was. Behind the last element is the browser itself, once.
    private static async Task<List<string>> WalkAsync(Visit visit, string key, string name, string within = "body")
    {
        await visit.Page.EvaluateAsync("() => { window.walked = new Set(); }");
        var wrong = new List<string>();
        var (turns, last) = (0, "");
        for (var stops = 0; stops < MostStops; stops++)
        {
            await visit.PressAsync(key);
            var stop = await visit.Page.EvaluateAsync<string[]>(Look, within);
            if (stop is ["again", ..])
            {
                Assert.True(stops > 3, $"{name}: the focus does not leave {stop[1]}");
                wrong.AddRange((await visit.Page.EvaluateAsync<string[]>(Missed, within)).Select(missed => $"{name}: is never reached: {missed}"));
                return wrong;
            }

            if (stop is ["nowhere", ..])
            {
                turns -= last.Length == 0 ? 1 : 0; // the walk begins at an end

                Assert.True(++turns < 2, $"{name}: the focus was lost behind {last}");
            }
            else if (stop[2].Length > 0)
            {
                wrong.Add($"{name}: {stop[2]}: {stop[1]}");
            }

            last = stop[1];
        }

        return wrong;
    }
}
