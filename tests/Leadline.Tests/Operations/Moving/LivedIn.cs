using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Leadline.Tests.Account;
using Leadline.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Operations.Moving;

/// <summary>An installation with something of everything, and what its API tells; the same wherever it is.</summary>
internal sealed partial class LivedIn
{
    private const string Owner = "owner@example.com";

    private readonly List<(string Tenant, string Token)> tenants = [];
    private readonly List<string> addresses = [];
    private string agentToken = "";
    private readonly CookieContainer session = new();

    private LivedIn()
    {
    }

    /// <summary>Lives in a place for a while: two tenants, one of them with all that a tenant can have.</summary>
    public static async Task<LivedIn> AtAsync(Place place)
    {
        var lived = new LivedIn();
        await using var host = await place.HostAsync();
        foreach (var (name, leads) in new[] { ("First", 700), ("Second", 90) })
        {
            var tenant = await host.NewTenantAsync(name);
            await tenant.SeedAsync(leads);
            lived.tenants.Add(($"{tenant.Id}", await tenant.TokenAsync(string.Join(' ', Scopes.All))));
        }

        await lived.LiveAsync(host);
        return lived;
    }

    /// <summary>All that the installation tells of itself, with the tokens of before any move.</summary>
    public async Task<List<string>> TellAsync(LeadlineHost host)
    {
        var told = new List<string>();
        foreach (var (tenant, token) in tenants)
        {
            using var client = Client(host, tenant, token);
            foreach (var address in addresses)
            {
                using var reply = await client.GetAsync($"/api/v1/{address}");
                told.Add($"{tenant} {address} {(int)reply.StatusCode} {Comparable(address, await reply.Content.ReadAsStringAsync(), host)}");
            }
        }

        using var agent = Client(host, tenants[0].Tenant, agentToken);
        told.Add((await agent.GetJsonAsync("/api/v1/account/preferences")).ToJsonString());
        using var scope = host.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var owner = (await users.FindByEmailAsync(Owner))!;
        told.Add(string.Create(CultureInfo.InvariantCulture, $"{owner.LockoutEnd:O}"));
        foreach (var key in await users.GetPasskeysAsync(owner))
        {
            told.Add(string.Join(
                ' ', Convert.ToHexString(key.CredentialId), Convert.ToHexString(key.PublicKey), key.Name, key.CreatedAt.UtcDateTime.ToString("O"), key.SignCount,
                string.Join(',', key.Transports ?? []), key.IsUserVerified, key.IsBackedUp, Convert.ToHexString(key.AttestationObject), Convert.ToHexString(key.ClientDataJson)));
        }

        return told;
    }

    // An entry of PostgreSQL's journal is numbered anew on its way to SQLite, and timelines go on by that number; the feed's cursors stay.
    private static string Comparable(string address, string reply, LeadlineHost host) =>
        (address.EndsWith("/timeline", StringComparison.Ordinal) ? TimelineCursors() : EntryIds()).Replace(reply, "").Replace(host.Address.ToString(), "/", StringComparison.Ordinal);

    [GeneratedRegex("""(?<=\{)"id":\d+,(?="batch_id")""")]
    private static partial Regex EntryIds();

    [GeneratedRegex("""(?<=\{)"id":\d+,(?="batch_id")|"cursor":"\d+",""")]
    private static partial Regex TimelineCursors();

    /// <summary>Whether the browser that signed in before any move is still signed in, and the password still counts.</summary>
    public async Task AssertSignsInAsync(LeadlineHost host)
    {
        using var before = new SignInVisitor(host);
        before.Cookies.Add(session.GetAllCookies());
        Assert.True(await before.IsSignedInAsync());
        using var now = new SignInVisitor(host);
        await now.SignInAsync("member@example.com");
        Assert.True(await now.IsSignedInAsync());
    }

    /// <summary>What was read of the feed goes on with what is written now, numbered without a gap.</summary>
    public async Task AssertFeedGoesOnAsync(LeadlineHost host)
    {
        foreach (var (tenant, token) in tenants)
        {
            using var client = Client(host, tenant, token);
            var last = await LastOfFeedAsync(client);

            var lead = await client.CreateLeadAsync(new { last_name = "Moved" });

            var entries = (await client.GetJsonAsync($"/api/v1/changes?limit=1000&cursor={last}"))["data"]!.AsArray();
            Assert.Equal(($"{last + 1}", lead), ((string?)entries[0]!["cursor"], (long)entries[0]!["entity_id"]!));
            Assert.Single(entries);
        }
    }

    private async Task LiveAsync(LeadlineHost host)
    {
        var first = new TestTenant(host, new TenantId(long.Parse(tenants[0].Tenant, CultureInfo.InvariantCulture)), "TR");
        var owner = await first.AddAccountAsync(Owner, role: "owner");
        var member = await first.AddAccountAsync("member@example.com");
        await AddPasskeyAsync(host);
        using var browser = new SignInVisitor(host);
        await browser.SignInAsync("member@example.com");
        session.Add(browser.Cookies.GetAllCookies());
        using var client = Client(host, tenants[0].Tenant, tenants[0].Token);
        var lead = await client.CreateLeadAsync(new { first_name = "Ada \"the\" \\ 1st", last_name = "Łovelace\u0001🙂", email = "ada@example.com", assigned_user_id = member });
        await client.CreateAsync($"/api/v1/leads/{lead}/notes", new { content = "Çalled her\ntwice" });
        var task = await client.CreateAsync($"/api/v1/leads/{lead}/tasks", new { title = "Çall her", due_at = "2026-12-24T10:00:00Z", remind_at = "2099-01-01" });
        var tag = await client.CreateAsync("/api/v1/tags", new { name = "Urgent", color = "#ff0000" });
        await client.CallAsync(HttpMethod.Put, $"/api/v1/leads/{lead}/tags/{tag}", HttpStatusCode.OK);
        agentToken = await first.TokenAsync("leads:read leads:write", user: "member@example.com");
        using var agent = Client(host, tenants[0].Tenant, agentToken);
        var view = await agent.CreateAsync("/api/v1/views", new { list = "leads", name = "Sıcak", state = new { filter = new { search = "\"ay\u0001şe\" 🙂" }, columns = new[] { "email" } }, is_shared = true });
        await agent.CallAsync(HttpMethod.Patch, "/api/v1/account/preferences", HttpStatusCode.OK, new { theme = "dark", time_zone = "Europe/Istanbul", pinned_view_ids = new { leads = new[] { view } } });
        await client.CallAsync(HttpMethod.Patch, "/api/v1/tenant", HttpStatusCode.OK, new { name = "Çınar \"1\"", time_zone = "Europe/Istanbul" });
        var role = await client.CreateAsync("/api/v1/roles", new { name = "Intake", permissions = new[] { "leads:read" } });
        var team = await client.CreateAsync("/api/v1/teams", new { name = "North", member_ids = new[] { member } });
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{lead}", HttpStatusCode.OK, new { description = "First" }, ("Idempotency-Key", "once"));
        await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{lead}/convert", HttpStatusCode.OK, new { });
        var gone = await client.CreateLeadAsync(new { last_name = "Gone" });
        await client.CallAsync(HttpMethod.Delete, $"/api/v1/leads/{gone}", HttpStatusCode.OK);
        var batch = (long)(await client.GetJsonAsync("/api/v1/batches"))["data"]![0]!["id"]!;
        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK);
        var bulk = await client.CallAsync(
            HttpMethod.Post, "/api/v1/leads/bulk", HttpStatusCode.Accepted,
            new JsonObject { ["action"] = "update", ["filter"] = new JsonObject(), ["set"] = new JsonObject { ["description"] = "Called" } });
        var job = (long)bulk["data"]!["job_id"]!;
        await client.EndOfJobAsync(job);
        addresses.AddRange(
        [
            "leads", "leads?per_page=7&page=3", "leads?sort_by=last_name&per_page=50", "leads?sort_by=first_name&sort_order=desc", "leads?sort_by=converted_at", "leads?search=ada",
            "leads?search=an&sort_by=last_name", "leads?converted=true&per_page=100", "leads?trashed=1", $"leads?assigned_user_id={member}", $"leads?tag_id={tag}", "leads?has_email=true&per_page=3",
            "leads?country_id=792", "leads?assigned_user_id=none", "leads/statuses", "leads/reference-sources", "leads/import-sources", $"leads/{lead}", $"leads/{lead}/timeline",
            $"leads/{lead}/notes", $"leads/{lead}/tags", $"leads/{lead}/tasks", $"leads/follow-ups?lead_id={lead}", "leads?has_follow_up=1", "tasks", $"tasks/{task}", "customers", "customers?search=ada", "changes?limit=1000", "changes?limit=20&cursor=3", "batches", $"batches/{batch}", $"jobs/{job}", "tags", "teams",
            $"teams/{team}", "roles", $"roles/{role}", "users", $"users/{owner}", "settings", "tenant", "audit", "views", $"views/{view}",
        ]);
    }

    private static async Task AddPasskeyAsync(LeadlineHost host)
    {
        using var scope = host.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var owner = (await users.FindByEmailAsync(Owner))!;
        await users.SetLockoutEndDateAsync(owner, new DateTimeOffset(2031, 5, 6, 7, 8, 9, 10, 11, TimeSpan.Zero));
        var made = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, 7, TimeSpan.Zero);
        var added = await users.AddOrUpdatePasskeyAsync(owner, new UserPasskeyInfo([0, 255, 7], [1, 2, 250], made, 41, ["usb", "nfc"], true, false, true, [9, 8], [7, 255]) { Name = "Kéy \"1\"" });
        Assert.True(added.Succeeded);
    }

    private static async Task<long> LastOfFeedAsync(HttpClient client)
    {
        var last = 0L;
        while ((await client.GetJsonAsync($"/api/v1/changes?limit=1000&cursor={last}")) is var page && page["data"]!.AsArray().Count > 0)
        {
            last = long.Parse((string)page["meta"]!["cursor"]!, CultureInfo.InvariantCulture);
        }

        return last;
    }

    private static HttpClient Client(LeadlineHost host, string tenant, string token)
    {
        var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant);
        return client;
    }
}
