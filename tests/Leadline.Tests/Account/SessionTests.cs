using System.Net;
using Leadline.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Account;

/// <summary>A session is one sign-in's: with the next one it is another.</summary>
public sealed class SessionTests(LeadlineHost host)
{
    private const string Cookie = "leadline_session";
    private const string Next = "the next long password";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copied_cookie_is_worth_nothing_after_a_sign_in_in_that_browser(bool isSamePerson)
    {
        var (first, second) = (NewEmail(), NewEmail());
        var tenant = await host.NewTenantAsync();
        var ids = new[] { await tenant.AddAccountAsync(first), await tenant.AddAccountAsync(second) };
        using var browser = new SignInVisitor(host);
        await browser.SignInAsync(first);
        var copied = Copy(browser);

        await SignInAgainAsync(browser, isSamePerson ? first : second);

        using var thief = WithCookie(copied);
        Assert.False(await thief.IsSignedInAsync());
        Assert.True(await browser.IsSignedInAsync());
        Assert.NotEqual(copied, Copy(browser));
        await using var db = host.Database.Platform();
        Assert.Equal([ids[isSamePerson ? 0 : 1]], await db.Set<Session>().Where(session => ids.Contains(session.UserId)).Select(session => session.UserId).ToListAsync());
    }

    [Fact]
    public async Task A_session_is_told_as_the_sign_in_that_began_it()
    {
        await using var proxied = await LeadlineHost.StartAsync(("Proxies:Trusted", "127.0.0.1"));
        var tenant = await proxied.NewTenantAsync();
        var (first, second) = (NewEmail(), NewEmail());
        await tenant.AddAccountAsync(first);
        var id = await tenant.AddAccountAsync(second);
        using var browser = new SignInVisitor(proxied, "198.51.100.1");
        browser.Http.DefaultRequestHeaders.UserAgent.ParseAdd("First/1.0");
        await browser.SignInAsync(first);
        browser.MoveTo("198.51.100.2");
        browser.Http.DefaultRequestHeaders.UserAgent.Clear();
        browser.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Second/1.0");

        using var reply = await SignInAgainAsync(browser, second);

        Assert.Single(reply.Headers.GetValues("Set-Cookie"), set => set.StartsWith($"{Cookie}=", StringComparison.Ordinal));
        await using var db = proxied.Database.Platform();
        var session = await db.Set<Session>().SingleAsync(session => session.ProviderTenantId == null);
        Assert.Equal((id, "198.51.100.2", "Second/1.0"), (session.UserId, session.Address, session.UserAgent));
    }

    [Fact]
    public async Task A_changed_password_leaves_the_browser_a_new_cookie_and_the_time_of_sign_in()
    {
        var email = NewEmail();
        var id = await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var browser = new SignInVisitor(host);
        await browser.SignInAsync(email);
        var (copied, before) = (Copy(browser), await OnlyAsync(id));
        const string Page = "/account/password";
        using var changed = await browser.SendAsync(
            await browser.Http.GetStringAsync(Page), Page, ("current_password", Password), ("password", Next), ("password_confirmation", Next));

        using var thief = WithCookie(copied);
        Assert.Equal(HttpStatusCode.Found, changed.StatusCode);
        Assert.False(await thief.IsSignedInAsync());
        Assert.True(await browser.IsSignedInAsync());
        var after = await OnlyAsync(id);
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal(before.CreatedAt, after.CreatedAt);
        Assert.Single((await browser.Http.GetStringAsync("/account/sessions")).Split("This session")[1..]);
    }

    [Fact]
    public async Task A_session_of_a_former_version_is_renewed_and_keeps_its_time()
    {
        var email = NewEmail();
        var id = await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var browser = new SignInVisitor(host);
        await browser.SignInAsync(email);
        await using var db = host.Database.Platform();
        var session = await db.Set<Session>().SingleAsync(session => session.UserId == id);
        var ticket = TicketSerializer.Default.Deserialize(session.Ticket)!;
        Assert.True(ticket.Properties.Items.Remove("signed_in_at"));
        (ticket.Properties.IssuedUtc, ticket.Properties.ExpiresUtc) = (DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(4));
        (session.Ticket, session.CreatedAt, session.ExpiresAt) = (TicketSerializer.Default.Serialize(ticket), DateTime.UtcNow.AddDays(-10), DateTime.UtcNow.AddDays(4));
        await db.SaveChangesAsync();
        var signedInAt = (await OnlyAsync(id)).CreatedAt;

        Assert.True(await browser.IsSignedInAsync());
        var renewed = await OnlyAsync(id);

        Assert.True(renewed.ExpiresAt > DateTime.UtcNow.AddDays(13), $"{renewed.ExpiresAt}");
        Assert.Equal(signedInAt, renewed.CreatedAt);
    }

    private async Task<Session> OnlyAsync(long user)
    {
        await using var db = host.Database.Platform();
        return await db.Set<Session>().AsNoTracking().SingleAsync(session => session.UserId == user);
    }

    private string Copy(SignInVisitor browser) => browser.Cookies.GetCookies(host.Address)[Cookie]!.Value;

    private SignInVisitor WithCookie(string value)
    {
        var visitor = new SignInVisitor(host);
        visitor.Cookies.Add(new Cookie(Cookie, value, "/", host.Address.Host));
        return visitor;
    }

    private static async Task<HttpResponseMessage> SignInAgainAsync(SignInVisitor browser, string email)
    {
        const string Page = "/account/sign-in?anew=1";
        var reply = await browser.SendAsync(await browser.Http.GetStringAsync(Page), "/account/sign-in", ("email", email), ("password", Password));
        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
        return reply;
    }
}
