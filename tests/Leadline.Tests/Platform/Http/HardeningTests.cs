using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Platform.Http;
using Leadline.Tests.Account;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Leadline.Tests.Platform.Http;

/// <summary>What browsers are told, and what goes wrong in public.</summary>
public sealed class HardeningTests(LeadlineHost host)
{
    private const string OfPages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private const string OfReference =
        "default-src 'none'; script-src 'self' 'nonce'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    [Theory]
    [InlineData("/account/sign-in", OfPages)]
    [InlineData("/account/nothing", OfPages)]
    [InlineData("/nothing", OfPages)]
    [InlineData("/docs", OfReference)]
    public async Task Every_page_lets_nothing_in_from_elsewhere_and_into_no_frame(string address, string policy)
    {
        using var client = host.NewClient();
        using var reply = await client.GetAsync(address);

        string Header(string name) => string.Join(' ', reply.Headers.TryGetValues(name, out var values) ? values : reply.Content.Headers.TryGetValues(name, out values) ? values : []);
        Assert.Equal(policy, Regex.Replace(Header("Content-Security-Policy"), "'nonce-[^']{20,}'", "'nonce'"));
        Assert.Equal(("DENY", "nosniff", "same-origin"), (Header("X-Frame-Options"), Header("X-Content-Type-Options"), Header("Referrer-Policy")));
        Assert.Equal(("same-origin", "same-origin"), (Header("Cross-Origin-Opener-Policy"), Header("Cross-Origin-Resource-Policy")));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.True(reply.Headers.CacheControl!.NoStore);
        Assert.Equal("", Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Over_https_browsers_are_told_to_stay_there_and_cookies_stay_with_the_host()
    {
        await using var behindProxy = await LeadlineHost.StartAsync(("Proxies:Trusted", "127.0.0.1"));
        var (_, email) = await (await behindProxy.NewTenantAsync()).AddMemberAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = behindProxy.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Host = "leads.example";
        using var page = await client.GetAsync("/account/sign-in");
        string[] form = [.. page.Headers.GetValues("Set-Cookie")];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([
                new("__RequestVerificationToken", SignInVisitor.Token(await page.Content.ReadAsStringAsync())), new("email", email), new("password", SignInVisitor.Password)]),
        };
        request.Headers.Add("Cookie", string.Join("; ", form.Select(cookie => cookie.Split(';')[0])));
        using var reply = await client.SendAsync(request);
        string[] cookies = [.. form, .. reply.Headers.GetValues("Set-Cookie")];

        Assert.Equal("max-age=31536000", page.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-leadline_session=", StringComparison.Ordinal));
        Assert.Contains(cookies, cookie => cookie.StartsWith("__Host-leadline_device=", StringComparison.Ordinal));
        Assert.All(cookies, cookie =>
        {
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/;", $"{cookie};", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task A_form_that_is_too_old_is_answered_by_a_page_that_says_what_to_do()
    {
        using var client = host.NewClient();
        using var reply = await client.PostAsync("/account/sign-in", new FormUrlEncodedContent([new("email", "a@example.com"), new("password", "x")]));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains("load the page again", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_address_is_answered_by_a_page()
    {
        using var client = host.NewClient();
        using var reply = await client.GetAsync("/account/nothing");

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
        Assert.Contains("There is nothing here", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_answered_by_a_page_without_what_went_wrong()
    {
        await using var scope = host.Services.CreateAsyncScope();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, Request = { Scheme = "http", Host = new HostString("localhost") }, Response = { Body = body } };

        await new PageFaults(_ => throw new InvalidOperationException("the inner workings"), NullLogger<PageFaults>.Instance).InvokeAsync(http);

        var page = Encoding.UTF8.GetString(body.ToArray());
        Assert.Equal(500, http.Response.StatusCode);
        Assert.Contains("Something went wrong on our side", page, StringComparison.Ordinal);
        Assert.DoesNotContain("inner workings", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example/cb?x=1", "https://app.example:443")]
    [InlineData("http://127.0.0.1:5000/cb", "http://127.0.0.1:5000")]
    [InlineData("com.example.app:/cb", "com.example.app:")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("https://a.example; script-src *", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("/local", null)]
    public async Task A_form_may_lead_back_to_the_app_that_asked_and_nowhere_else(string redirect, string? allowed)
    {
        using var client = host.NewClient();
        var goOn = Uri.EscapeDataString($"/oauth/authorize?client_id=x&redirect_uri={Uri.EscapeDataString(redirect)}");
        using var reply = await client.GetAsync($"/account/sign-in?return_url={goOn}");
        var policy = reply.Headers.GetValues("Content-Security-Policy").Single();

        Assert.EndsWith(allowed is null ? "form-action 'self'" : $"form-action 'self' {allowed}", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_listed_origins_may_call_the_api_and_get_tokens_without_cookies_and_no_others_may()
    {
        await using var open = await LeadlineHost.StartAsync(("Cors:Origins", "https://app.example, http://localhost:5173"));
        foreach (var (address, method) in new[] { ("/api/v1/leads", "PATCH"), ("/oauth/token", "POST") })
        {
            var allowed = await PreflightAsync(open, address, "https://app.example", method);
            Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
            Assert.Equal("https://app.example", allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("X-Tenant", allowed.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
            Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.False((await PreflightAsync(open, address, "https://evil.example", method)).Headers.Contains("Access-Control-Allow-Origin"));
            Assert.False((await PreflightAsync(host, address, "https://app.example", method)).Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.False((await PreflightAsync(open, "/account/sign-in", "https://app.example", "POST")).Headers.Contains("Access-Control-Allow-Origin"));
        using var client = open.NewClient();
        client.DefaultRequestHeaders.Add("Origin", "https://app.example");
        using var refused = await client.GetAsync("/api/v1/leads");
        Assert.Equal((HttpStatusCode.Unauthorized, "https://app.example"), (refused.StatusCode, refused.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Contains("X-RateLimit-Remaining", refused.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_of_a_whole_journey_is_in_the_log()
    {
        await using var own = await LeadlineHost.StartAsync();
        var tenant = await own.NewTenantAsync();
        var (_, email) = await tenant.AddMemberAsync();
        var app = await tenant.AddAppAsync("leads:read");
        using var browser = new SignInVisitor(own);
        (await browser.TryAsync(email, "a wrong guess at it")).Dispose();
        await browser.SignInAsync(email);
        using var client = own.NewClient();
        using var issued = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", app.ClientId), new("client_secret", app.Secret!)]));
        var token = (string)(await issued.JsonAsync(HttpStatusCode.OK))["access_token"]!;
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        (await client.GetAsync($"/api/v1/leads?search={email}")).Dispose();
        (await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", app.ClientId), new("client_secret", "a wrong secret of it")]))).Dispose();
        await browser.SignOutAsync();

        string[] secrets = [SignInVisitor.Password, "a wrong guess at it", "a wrong secret of it", app.Secret!, token, email, .. browser.Cookies.GetAllCookies().Select(cookie => cookie.Value)];
        Assert.All(secrets, secret => Assert.DoesNotContain(own.Log.Messages, message => message.Contains(secret, StringComparison.Ordinal)));
        Assert.NotEmpty(own.Log.Messages);
    }

    [Theory]
    [InlineData("POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")]
    [InlineData("GET /account HTTP/1.1\r\nHost: localhost\r\nHost: other\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /account HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n")]
    public async Task A_request_that_two_servers_may_read_differently_is_refused(string request) =>
        Assert.StartsWith("HTTP/1.1 400", await host.SendRawAsync(request), StringComparison.Ordinal);

    private static async Task<HttpResponseMessage> PreflightAsync(LeadlineHost host, string address, string origin, string method)
    {
        using var client = host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, address);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-tenant");
        return await client.SendAsync(request);
    }
}
