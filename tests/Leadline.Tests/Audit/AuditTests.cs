using System.Net;
using System.Text.Json.Nodes;
using Leadline.Audit;
using Leadline.Tenants;
using Leadline.Tests.Account;
using Leadline.Tests.OAuth;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Audit;

/// <summary>Sign-ins, tokens and role changes are told, to owners.</summary>
public sealed class AuditTests(LeadlineHost host)
{
    private const string Audit = "/api/v1/audit";

    [Fact]
    public async Task Sign_ins_that_succeed_fail_and_end_are_told_to_the_owners_of_the_tenant_alone()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var (id, email) = await tenant.AddMemberAsync();
        using var browser = new SignInVisitor(host);
        (await browser.TryAsync(email, "wrong")).Dispose();
        await browser.SignInAsync(email);
        await browser.SignOutAsync();

        var told = await ToldAsync(tenant, $"user_id={id}&sort_order=asc", until: 5);

        Assert.Equal(["member.admitted", "role.given", "sign_in.ended", "sign_in.failed", "sign_in.succeeded"], told.Select(Kind).Order());
        var succeeded = told.Single(each => Kind(each) == AuditKinds.SignedIn);
        Assert.Equal(("person", $"{id}", "127.0.0.1"), ((string?)succeeded["author"]!["kind"], (string?)succeeded["author"]!["id"], (string?)succeeded["address"]));
        Assert.Null(told.Single(each => Kind(each) == AuditKinds.SignInFailed)["author"]);
        using var stranger = await other.ClientAsync("users:read");
        Assert.DoesNotContain((await stranger.GetJsonAsync(Audit))["data"]!.AsArray(), each => (long?)each!["user_id"] == id);
    }

    [Fact]
    public async Task Only_owners_may_read_it()
    {
        var tenant = await host.NewTenantAsync();
        var (_, agent) = await tenant.AddMemberAsync();
        var (_, owner) = await tenant.AddMemberAsync("owner");
        using var asAgent = await tenant.ClientAsync("users:read", agent);
        using var asOwner = await tenant.ClientAsync("users:read", owner);

        Assert.Equal("forbidden", (string?)(await asAgent.GetJsonAsync(Audit, HttpStatusCode.Forbidden))["error"]);
        await asOwner.GetJsonAsync(Audit);
    }

    [Fact]
    public async Task Roles_given_and_taken_and_members_shut_out_are_told_with_who_did_it()
    {
        var tenant = await host.NewTenantAsync();
        var (owner, email) = await tenant.AddMemberAsync("owner");
        var (agent, _) = await tenant.AddMemberAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All), email);
        var manager = (long)(await client.GetJsonAsync("/api/v1/roles?search=manager"))["data"]![0]!["id"]!;

        await client.CallAsync(HttpMethod.Patch, $"/api/v1/users/{agent}", HttpStatusCode.OK, new { role_ids = new[] { manager } });
        var changed = await ToldAsync(tenant, $"user_id={agent}", until: 4);
        Assert.Equal([("role.given", "manager"), ("role.taken", "agent")], changed.Take(2).Select(each => (Kind(each), (string?)each["details"]!["role"]!)).Order());
        Assert.All(changed.Take(2), each => Assert.Equal(("person", $"{owner}"), ((string?)each["author"]!["kind"], (string?)each["author"]!["id"])));

        await client.CallAsync(HttpMethod.Delete, $"/api/v1/users/{agent}", HttpStatusCode.OK);
        Assert.Equal(AuditKinds.MemberLockedOut, Kind((await ToldAsync(tenant, $"user_id={agent}", until: 5))[0]));
    }

    [Fact]
    public async Task A_token_is_told_with_its_app_and_scope_and_never_itself()
    {
        var tenant = await host.NewTenantAsync();
        var app = await tenant.AddAppAsync("leads:read");
        using var client = host.NewClient();
        using var reply = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", app.ClientId), new("client_secret", app.Secret!)]));
        var token = (string)(await reply.JsonAsync(HttpStatusCode.OK))["access_token"]!;

        var told = Assert.Single(await ToldAsync(tenant, "kind=token.issued", until: 1));

        Assert.Equal((app.ClientId, "leads:read"), ((string?)told["app_id"], (string?)told["details"]!["scopes"]));
        Assert.DoesNotContain(token, told.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Secret!, told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_used_twice_is_told_with_the_address_it_came_from()
    {
        await using var own = await LeadlineHost.StartAsync(("Proxies:Trusted", "127.0.0.1"));
        var tenant = await own.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, id, _) = await BrowsingPerson.NewAsync(tenant);
        var refresh = (string)(await app.TokensAsync(person))["refresh_token"]!;
        (await app.RefreshAsync(refresh)).Dispose();
        using var thief = own.NewClient();
        thief.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.66");
        using var reused = await thief.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("client_id", app.Id), new("refresh_token", refresh)]));

        var told = Assert.Single(await ToldAsync(tenant, "kind=token.reused", until: 1));

        Assert.Equal(("198.51.100.66", app.Id, id), ((string?)told["address"], (string?)told["app_id"], (long)told["user_id"]!));
    }

    [Fact]
    public async Task The_pages_show_owners_the_tenant_and_everybody_themselves()
    {
        var tenant = await host.NewTenantAsync();
        var (_, owner) = await tenant.AddMemberAsync("owner", "Grace <b>");
        var (agent, email) = await tenant.AddMemberAsync();
        using var asAgent = new SignInVisitor(host);
        using var asOwner = new SignInVisitor(host);
        await asAgent.SignInAsync(email);
        await asOwner.SignInAsync(owner);

        var page = await asOwner.Http.GetStringAsync($"/account/audit?kind=sign_in.succeeded&user_id={agent}");
        Assert.Contains("<td>Ada</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>Grace", page, StringComparison.Ordinal);
        Assert.Contains("Grace &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("Signed in", await asAgent.Http.GetStringAsync("/account/activity"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await asAgent.Http.GetAsync("/account/audit")).StatusCode);
        using var nobody = new SignInVisitor(host);
        Assert.Equal(HttpStatusCode.Found, (await nobody.Http.GetAsync("/account/audit")).StatusCode);
    }

    [Fact]
    public async Task Events_older_than_the_operator_keeps_them_are_removed()
    {
        await using var own = await LeadlineHost.StartAsync(("Audit:Days", "30"));
        var log = own.Services.GetRequiredService<AuditLog>();
        await log.WriteAsync(new AuditEntry(AuditKinds.SignedIn) { UserId = 1 }, CancellationToken.None);
        await log.WriteAsync(new AuditEntry(AuditKinds.SignedIn) { UserId = 2 }, CancellationToken.None);
        await using var db = own.Database.Platform();
        var old = DateTime.UtcNow.AddDays(-31);
        await db.Set<AuditEvent>().Where(told => told.UserId == 1).ExecuteUpdateAsync(set => set.SetProperty(told => told.CreatedAt, old));

        await own.Services.GetRequiredService<PruneAudit>().RunAsync(CancellationToken.None);

        Assert.Equal([2L], await db.Set<AuditEvent>().Select(told => told.UserId!.Value).ToListAsync());
    }

    [Theory]
    [InlineData("DELETE", null, "POST", "/restore", null)]
    [InlineData("PATCH", """{"is_active":false}""", "PATCH", "", """{"is_active":true}""")]
    public async Task Who_is_brought_back_has_told_nothing_of_the_time_they_were_away(string leave, string? leaving, string back, string backAt, string? backing)
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = NewEmail();
        var id = await tenant.AddAccountAsync(email);
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        await client.CallAsync(new HttpMethod(leave), $"/api/v1/users/{id}", HttpStatusCode.OK, leaving is null ? null : JsonNode.Parse(leaving));
        await other.AddUserAsync(email);
        using var away = new PageVisitor(host);
        away.Http.DefaultRequestHeaders.UserAgent.Clear();
        away.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Away/1.0");
        await away.SignInAsync(email, Password);
        await client.CallAsync(new HttpMethod(back), $"/api/v1/users/{id}{backAt}", HttpStatusCode.OK, backing is null ? null : JsonNode.Parse(backing));
        using var again = new PageVisitor(host);
        await again.SignInAsync(email, Password);

        var told = await ToldAsync(tenant, $"user_id={id}", until: 6);

        Assert.Equal(2, told.Count(each => Kind(each) == AuditKinds.SignedIn));
        Assert.DoesNotContain(told, each => (string?)each["user_agent"] == "Away/1.0");
        Assert.Single(await ToldAsync(other, $"user_id={id}&kind=sign_in.succeeded&created_from={(string)told.First(each => Kind(each) == AuditKinds.MemberLockedOut)["created_at"]!}&created_to={(string)told.First(each => Kind(each) == AuditKinds.MemberAdmitted)["created_at"]!}", until: 1));
    }

    [Fact]
    public async Task Who_accepts_an_invitation_has_told_nothing_of_the_time_before()
    {
        var (home, tenant) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = NewEmail();
        var id = await home.AddAccountAsync(email);
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        await client.CallAsync(HttpMethod.Post, "/api/v1/users", HttpStatusCode.Created, new { name = "Ada", email });
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        Assert.Empty(await ToldAsync(tenant, $"user_id={id}&kind=sign_in.succeeded", until: 0));

        await visitor.SendAsync((await host.MailsToAsync(email))[0].Link(), "/account/invitation", ("answer", "yes"));

        Assert.Single(await ToldAsync(tenant, $"user_id={id}&kind=member.admitted", until: 1));
        Assert.Empty(await ToldAsync(tenant, $"user_id={id}&kind=sign_in.succeeded", until: 0));
        using var member = new PageVisitor(host);
        await member.SignInAsync(email, Password);
        Assert.Single(await ToldAsync(tenant, $"user_id={id}&kind=sign_in.succeeded", until: 1));
    }

    private static string Kind(JsonObject told) => (string)told["kind"]!;

    // Refusals and tokens are told soon, not at once.
    private static async Task<List<JsonObject>> ToldAsync(TestTenant tenant, string query, int until)
    {
        using var client = await tenant.ClientAsync("users:read");
        for (var patience = 0; ; patience++)
        {
            var told = (await client.GetJsonAsync($"{Audit}?per_page=100&{query}"))["data"]!.AsArray().Select(each => each!.AsObject()).ToList();
            if (told.Count >= until || patience == 100)
            {
                return told;
            }

            await Task.Delay(100);
        }
    }
}
