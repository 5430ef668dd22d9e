using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Sessions;
using Leadline.Tests.Account;
using Leadline.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.WebApp;

/// <summary>The page that people sell in, as the server hands it out, and its way to the API.</summary>
public sealed partial class WebAppTests(LeadlineHost host)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/t/1/leads")]
    [InlineData("/t/1/board?search=ada")]
    public async Task Nobody_is_led_to_the_sign_in_and_back(string address)
    {
        using var nobody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };

        using var reply = await nobody.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
        Assert.EndsWith($"/account/sign-in?return_url={Uri.EscapeDataString(address)}", reply.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_runs_no_script_but_the_hosts_own_and_loads_nothing_from_elsewhere()
    {
        using var visitor = await SignedInAsync();

        using var reply = await visitor.Http.GetAsync("/", TestContext.Current.CancellationToken);

        var page = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = Assert.Single(reply.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + "manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
            policy);
        Assert.NotEmpty(Scripts().Matches(page));
        Assert.All(Scripts().Matches(page), script => Assert.Matches("src=\"[^:]+\"></script>$", script.Value));
        Assert.DoesNotContain("http", Links().Replace(page, ""), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Its_files_are_anybodys_and_kept_as_long_as_they_are_the_same()
    {
        using var visitor = await SignedInAsync();
        var page = await visitor.Http.GetStringAsync("/", TestContext.Current.CancellationToken);
        using var nobody = host.NewClient();
        var files = Files().Matches(page).Select(file => file.Groups[1].Value).ToList();
        Assert.True(files.Count >= 5, page);

        foreach (var file in files)
        {
            using var reply = await nobody.GetAsync($"/{file}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
            Assert.Equal("max-age=31536000, immutable", reply.Headers.CacheControl!.ToString());
        }
    }

    [Theory]
    [InlineData("tr-TR,tr;q=0.9", null, "tr")]
    [InlineData("en-GB", null, "en")]
    [InlineData("fr", null, "en")]
    [InlineData("en-GB", "tr", "tr")]
    public async Task It_speaks_the_language_that_was_chosen_or_the_browsers(string accepted, string? chosen, string language)
    {
        using var visitor = await SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.AcceptLanguage.ParseAdd(accepted);
        if (chosen is not null)
        {
            visitor.Cookies.Add(new Cookie(Languages.Cookie, Uri.EscapeDataString($"c={chosen}|uic={chosen}"), "/", host.Address.Host));
        }

        using var reply = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var page = WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(language == "tr" ? "Sunucuya ulaşılamıyor" : "The server cannot be reached", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_the_page_ends_with_the_session_it_was_issued_for()
    {
        var tenant = await host.NewTenantAsync();
        var (person, session) = await SessionAsync(tenant);
        var door = host.Services.GetRequiredService<IApiDoor>();
        using var api = door.ClientFor(null);
        var used = await door.IssueAsync(person, TestContext.Current.CancellationToken);
        var kept = await door.IssueAsync(person, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(api, tenant, used.Token));
        await using var db = host.Database.Platform();

        await db.Sessions.Where(one => one.Id == session).ExecuteDeleteAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(api, tenant, kept.Token));
        await Assert.ThrowsAsync<SessionEndedException>(() => door.IssueAsync(person, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Nobody_gets_a_token_for_anothers_session()
    {
        var tenant = await host.NewTenantAsync();
        var (_, session) = await SessionAsync(tenant);
        var (other, _) = await SessionAsync(tenant);
        var identity = new ClaimsIdentity(other.Claims.Where(claim => claim.Type != SessionClaims.Session), "test");
        identity.AddClaim(new Claim(SessionClaims.Session, $"{session}"));

        await Assert.ThrowsAsync<SessionEndedException>(
            () => host.Services.GetRequiredService<IApiDoor>().IssueAsync(new ClaimsPrincipal(identity), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_api_takes_the_browsers_address_and_host_for_the_callers()
    {
        var tenant = await host.NewTenantAsync();
        var (person, _) = await SessionAsync(tenant);
        var door = host.Services.GetRequiredService<IApiDoor>();
        var token = await door.IssueAsync(person, TestContext.Current.CancellationToken);
        using var api = door.ClientFor("203.0.113.7");
        using var request = Request(HttpMethod.Get, "https://crm.example.com/api/v1/leads", tenant, token.Token);

        using var reply = await api.SendAsync(request, TestContext.Current.CancellationToken);

        var page = JsonDocument.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.StartsWith("https://crm.example.com/api/v1/leads", page.GetProperty("links").GetProperty("first").GetString(), StringComparison.Ordinal);
        using var making = Request(HttpMethod.Post, "https://crm.example.com/api/v1/account/tokens", tenant, token.Token);
        making.Content = System.Net.Http.Json.JsonContent.Create(new { name = "Script", scopes = new[] { "leads:read" }, expires_at = DateTime.UtcNow.AddDays(1) });
        using var made = await api.SendAsync(making, TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await using var db = host.Database.Platform();
        var user = SessionStore.UserOf(person);
        Assert.Contains("203.0.113.7", await db.Set<Leadline.Audit.AuditEvent>().Where(entry => entry.UserId == user).Select(entry => entry.Address).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Calls_from_outside_cannot_say_where_they_come_from()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/leads");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");

        using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains($"\"first\":\"{host.Address}api/v1/leads", await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static HttpRequestMessage Request(HttpMethod method, string address, TestTenant tenant, string token)
    {
        var request = new HttpRequestMessage(method, address) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        request.Headers.Add("X-Tenant", tenant.Id.ToString());
        return request;
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient api, TestTenant tenant, string token)
    {
        using var request = Request(HttpMethod.Get, "http://localhost/api/v1/leads", tenant, token);
        using var reply = await api.SendAsync(request, TestContext.Current.CancellationToken);
        return reply.StatusCode;
    }

    private async Task<SignInVisitor> SignedInAsync()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddPersonAsync(email, SignInVisitor.Password);
        var visitor = new SignInVisitor(host);
        await visitor.SignInAsync(email);
        return visitor;
    }

    private async Task<(ClaimsPrincipal Person, long Session)> SessionAsync(TestTenant tenant)
    {
        var email = NewEmail();
        var user = await tenant.AddAccountAsync(email, "owner");
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        await using var db = host.Database.Platform();
        var session = await db.Sessions.SingleAsync(one => one.UserId == user, TestContext.Current.CancellationToken);
        return (new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, $"{user}"), new Claim(SessionClaims.Session, $"{session.Id}")], "test")), session.Id);
    }

    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Scripts();

    [GeneratedRegex("<!--.*?-->|xmlns=\"[^\"]*\"", RegexOptions.Singleline)]
    private static partial Regex Links();

    [GeneratedRegex("(?:src|href)=\"(_[^\"]+)\"")]
    private static partial Regex Files();
}
