using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Leadline.Leads;
using Leadline.Tests;
using Leadline.Tests.Account;
using Microsoft.Playwright;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>A person in front of the page: signed in, in a tenant, in a browser that notes everything it complains about and every host it asks.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly LeadlineHost host;
    private readonly TestTenant tenant;
    private readonly Complaints complaints;

    private Visit(LeadlineHost host, TestTenant tenant, IPage page, Complaints complaints) =>
        (this.host, this.tenant, Page, this.complaints) = (host, tenant, page, complaints);

    public IPage Page { get; }

    /// <summary>The number of a member who was made for the visit.</summary>
    public long UserId { get; private set; }

    /// <summary>The table of the lead list.</summary>
    public ILocator Rows => Page.Locator(".table-frame[data-ready] table.list tbody tr[data-id]");

    /// <summary>Signs a new member of a tenant in, and opens a part of it.</summary>
    public static async Task<Visit> StartAsync(LeadlineHost host, Browser browser, TestTenant tenant, string part = "leads", string role = "owner", BrowserNewPageOptions? options = null)
    {
        var email = NewEmail();
        var id = await tenant.AddAccountAsync(email, role);
        var visit = await StartAsAsync(host, browser, tenant, email, part, options);
        visit.UserId = id;
        return visit;
    }

    /// <summary>Signs a person in, and opens a part of a tenant.</summary>
    public static async Task<Visit> StartAsAsync(LeadlineHost host, Browser browser, TestTenant tenant, string email, string part = "leads", BrowserNewPageOptions? options = null)
    {
        var complaints = new Complaints(host.Address);
        var page = await complaints.HearAsync(await browser.NewPageAsync(options ?? new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, ReducedMotion = ReducedMotion.Reduce, Locale = "en-GB" }));
        var visit = new Visit(host, tenant, page, complaints);
        await visit.OpenAsync(part);
        await visit.HasFocusAsync("#email");
        await visit.Page.Keyboard.TypeAsync(email);
        await visit.PressAsync("Tab");
        await visit.Page.Keyboard.TypeAsync(Password);
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("html[data-ready] main h1")).ToBeVisibleAsync();
        return visit;
    }

    /// <summary>Opens a part of the tenant: <c>leads?search=ada</c>.</summary>
    public Task OpenAsync(string part) => Page.GotoAsync(new Uri(host.Address, $"/t/{tenant.Id}/{part}").ToString());

    /// <summary>Waits for so many rows.</summary>
    public Task SeesRowsAsync(int count) => Assertions.Expect(Rows).ToHaveCountAsync(count);

    /// <summary>Waits for a total above the list.</summary>
    public Task SeesTotalAsync(long count) => Assertions.Expect(Page.Locator(".page-head .total")).ToHaveTextAsync($"{count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} leads");

    /// <summary>Waits for a toast with a text.</summary>
    public Task SeesToastAsync(string text) => Assertions.Expect(Page.Locator(".mud-snackbar", new PageLocatorOptions { HasTextRegex = new(Regex.Escape(text)) }).First).ToBeVisibleAsync();

    /// <summary>The cell of a column in the row of a name.</summary>
    public ILocator Cell(string name, string column) =>
        Rows.Filter(new LocatorFilterOptions { HasText = name }).First.Locator($"td[data-col={column}]");

    /// <summary>Presses keys, one after the other.</summary>
    public async Task PressAsync(params string[] keys)
    {
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>Whether the element that has the focus fits a selector, in time.</summary>
    public Task HasFocusAsync(string selector) =>
        Page.WaitForFunctionAsync("selector => document.activeElement?.matches(selector)", selector);

    /// <summary>Makes the window as high as the page, so that the bar at the foot of a phone covers nothing.</summary>
    public async Task SeeWholeAsync() => await Page.SetViewportSizeAsync(
        Page.ViewportSize!.Width, await Page.EvaluateAsync<int>("Math.max(window.innerHeight, document.documentElement.scrollHeight)"));

    /// <summary>The rules that it looks by.</summary>
    public AxeRunOptions Rules { get; set; } = Looks.Rules;

    /// <summary>Looks at the page, or what opened over a part of it, by the rules of WCAG 2.2 AA, and whether it fits its window; keeps a picture where one is asked for.</summary>
    public async Task LookAsync(string name, string? within = null)
    {
        await Page.LookAsync(name, Rules, within);
        await Page.KeepAsync(name);
    }

    /// <summary>No error in the console, no request to another host, nothing against the content policy.</summary>
    public void AssertQuiet() => complaints.AssertNone();

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}

/// <summary>What a tenant of a journey has.</summary>
internal static class JourneyLeads
{
    /// <summary>Adds so many leads of the statuses New and Contacted in turn, each second one with a phone.</summary>
    public static async Task LoadAsync(this TestTenant tenant, int count)
    {
        var statuses = new[] { await tenant.StatusAsync("new"), await tenant.StatusAsync("contacted") };
        tenant.LoadLeads([.. Enumerable.Range(1, count).Select(number => new Lead
        {
            FirstName = "Anna",
            LastName = $"Lead {number:0000}",
            PhoneNumber = number % 2 == 0 ? $"+90 532 {number:0000000}" : null,
            LeadStatusId = statuses[number % 2],
        })]);
    }

    /// <summary>Adds a lead over the API, and returns its number.</summary>
    public static async Task<long> AddLeadAsync(this TestTenant tenant, object lead) => (await tenant.PostAsync("leads", lead)).GetProperty("id").GetInt64();

    /// <summary>Makes a record over the API, and returns it.</summary>
    public static async Task<JsonElement> PostAsync(this TestTenant tenant, string path, object body)
    {
        using var client = await tenant.ClientAsync("leads:write customers:write");
        using var reply = await client.PostAsync($"/api/v1/{path}", System.Net.Http.Json.JsonContent.Create(body));
        reply.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("data");
    }

    /// <summary>Changes a lead over the API, as another person's program would.</summary>
    public static Task ChangeLeadAsync(this TestTenant tenant, long id, object change) => tenant.PatchAsync($"leads/{id}", change);

    /// <summary>Changes a record over the API, as another person's program would.</summary>
    public static async Task PatchAsync(this TestTenant tenant, string path, object change)
    {
        using var client = await tenant.ClientAsync("leads:write");
        using var reply = await client.PatchAsync($"/api/v1/{path}", System.Net.Http.Json.JsonContent.Create(change));
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Deletes a record over the API.</summary>
    public static async Task DeleteAsync(this TestTenant tenant, string path)
    {
        using var client = await tenant.ClientAsync("leads:write");
        using var reply = await client.DeleteAsync($"/api/v1/{path}");
        reply.EnsureSuccessStatusCode();
    }

    /// <summary>Reads a lead over the API.</summary>
    public static async Task<JsonElement> LeadAsync(this TestTenant tenant, long id)
    {
        using var client = await tenant.ClientAsync();
        return JsonDocument.Parse(await client.GetStringAsync($"/api/v1/leads/{id}")).RootElement.GetProperty("data");
    }
}
