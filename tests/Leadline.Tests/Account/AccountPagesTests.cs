using System.Net;
using Leadline.Sessions;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Account;

/// <summary>What people see and set of their own account.</summary>
public sealed class AccountPagesTests(LeadlineHost host)
{
    [Fact]
    public async Task Every_form_is_refused_without_the_token_of_its_page()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        var forms = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/account", StringComparison.Ordinal) == true
                && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST"))
            .Select(endpoint => endpoint.RoutePattern.RawText!.Replace("{tenant:long}", "1", StringComparison.Ordinal).Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{id}", "1", StringComparison.Ordinal)).ToList();

        Assert.True(forms.Count > 12, "The forms were not found.");
        foreach (var form in forms)
        {
            using var content = new FormUrlEncodedContent([KeyValuePair.Create("password", Password)]);
            using var reply = await visitor.Http.PostAsync(form, content);
            Assert.True(reply.StatusCode == HttpStatusCode.BadRequest, $"{form}: {reply.StatusCode}");
        }

        Assert.True(await visitor.IsSignedInAsync());
    }

    [Fact]
    public async Task Pages_of_the_account_lead_to_sign_in_and_back()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);

        foreach (var page in new[] { "/account", "/account/security", "/account/sessions", "/account/password", "/account/name", "/account/email", "/account/second-factor/set-up" })
        {
            var asked = await visitor.OpenAsync(page);
            Assert.Equal("/account/sign-in", asked.Path);
            Assert.Contains(Uri.EscapeDataString(page), asked.Address.Query);
        }

        Assert.Equal("/account/sessions", (await visitor.SignInAsync(email, Password, "/account/sign-in?return_url=%2Faccount%2Fsessions")).Path);
    }

    [Fact]
    public async Task Whoever_first_proves_an_address_chooses_a_new_password()
    {
        const string Next = "another horse another battery";
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email, isConfirmed: false);
        using var holder = new PageVisitor(host);
        await holder.SignInAsync(email, Password);
        await holder.SendAsync("/account", "/account/email/confirm");

        var asked = await holder.SendAsync((await host.MailsToAsync(email))[0].Link(), "/account/confirm-email");
        await holder.SendAsync(asked, "/account/reset-password", ("password", Next), ("password_confirmation", Next));

        using var maker = new PageVisitor(host);
        Assert.Equal("/account/reset-password", asked.Path);
        Assert.Equal("/account/sign-in", (await maker.SignInAsync(email, Password)).Path);
        Assert.Equal("/account", (await holder.SignInAsync(email, Next)).Path);
    }

    [Fact]
    public async Task One_session_is_ended_or_all_others_and_never_anothers()
    {
        var (email, stranger) = (NewEmail(), NewEmail());
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddAccountAsync(email);
        await tenant.AddAccountAsync(stranger);
        PageVisitor[] browsers = [new(host), new(host), new(host)];
        foreach (var browser in browsers)
        {
            await browser.SignInAsync(email, Password);
        }

        using var other = new PageVisitor(host);
        await other.SignInAsync(stranger, Password);
        await using var db = host.Database.Platform();
        var sessions = await db.Set<Session>().Where(session => session.UserId == id).OrderBy(session => session.Id).Select(session => session.Id).ToListAsync();
        var page = await browsers[0].OpenAsync("/account/sessions");
        var own = await other.OpenAsync("/account/sessions");

        using (var forged = new FormUrlEncodedContent([.. own.Hidden("/account/sign-out")]))
        {
            (await other.Http.PostAsync($"/account/sessions/{sessions[0]}/end", forged)).Dispose();
        }

        var one = await browsers[0].SendAsync(page, $"/account/sessions/{sessions[1]}/end");
        Assert.Contains("Firefox on Linux", page.Html);
        Assert.Contains("This session", page.Html);
        Assert.Contains("The session has ended", one.Html);
        Assert.True(await browsers[0].IsSignedInAsync());
        Assert.False(await browsers[1].IsSignedInAsync());
        Assert.True(await browsers[2].IsSignedInAsync());
        await browsers[0].SendAsync(one, "/account/sessions/end-others");
        Assert.True(await browsers[0].IsSignedInAsync());
        Assert.False(await browsers[2].IsSignedInAsync());
        Assert.True(await other.IsSignedInAsync());
        foreach (var browser in browsers)
        {
            browser.Dispose();
        }
    }

    [Fact]
    public async Task A_changed_password_needs_the_former_and_ends_the_other_sessions()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        using var other = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        await other.SignInAsync(email, Password);
        const string Page = "/account/password";
        const string Next = "the next long password";

        var wrong = await visitor.SendAsync(Page, Page, ("current_password", "wrong"), ("password", Next), ("password_confirmation", Next));
        var done = await visitor.SendAsync(wrong, Page, ("current_password", Password), ("password", Next), ("password_confirmation", Next));

        Assert.Contains("password is wrong", wrong.Problems);
        Assert.Equal("/account/security", done.Path);
        Assert.True(await visitor.IsSignedInAsync());
        Assert.False(await other.IsSignedInAsync());
    }

    [Fact]
    public async Task An_address_changes_when_the_link_sent_to_it_is_followed_in_a_session_of_the_account()
    {
        var (email, next, taken) = (NewEmail(), NewEmail(), NewEmail());
        var tenant = await host.NewTenantAsync();
        await tenant.AddAccountAsync(email);
        await tenant.AddAccountAsync(taken);
        using var visitor = new PageVisitor(host);
        using var stranger = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        await stranger.SignInAsync(taken, Password);
        const string Page = "/account/email";
        const string Confirm = "/account/confirm-email";

        var wrong = await visitor.SendAsync(Page, Page, ("email", next), ("password", "wrong"));
        await visitor.SendAsync(wrong, Page, ("email", next), ("password", Password));
        await visitor.SendAsync(Page, Page, ("email", taken), ("password", Password));
        var link = (await host.MailsToAsync(next))[0].Link();
        var foreign = await stranger.OpenAsync(link);
        var conflict = await visitor.SendAsync((await host.MailsToAsync(taken))[0].Link(), Confirm);
        var done = await visitor.SendAsync(link, Confirm);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Contains(next, done.Html);
        Assert.Equal(HttpStatusCode.Gone, (await visitor.OpenAsync(link)).Status);
        await host.MailsToAsync(email);
        using var anew = new PageVisitor(host);
        Assert.NotEqual("/account", (await anew.SignInAsync(email, Password)).Path);
        Assert.Equal("/account", (await anew.SignInAsync(next, Password)).Path);
    }

    [Fact]
    public async Task A_name_is_changed()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);

        var empty = await visitor.SendAsync("/account/name", "/account/name", ("name", " "));
        var done = await visitor.SendAsync(empty, "/account/name", ("name", "Augusta <b>"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains("<h1>Augusta &lt;b&gt;</h1>", done.Html);
    }

    [Fact]
    public async Task A_session_of_a_tenants_provider_changes_nothing_that_opens_other_tenants()
    {
        var email = NewEmail();
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        await ProviderSessions.MarkAsync(host, id, tenant.Id.Value);

        foreach (var page in new[] { "/account/security", "/account/password", "/account/email", "/account/second-factor/set-up", "/account/sessions" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync(page)).Status);
        }

        Assert.True(await visitor.IsSignedInAsync());
    }
}

internal static class ProviderSessions
{
    /// <summary>Makes the sessions of a person such of a tenant's provider.</summary>
    public static async Task MarkAsync(LeadlineHost host, long user, long tenant)
    {
        await using var db = host.Database.Platform();
        foreach (var session in await db.Set<Session>().Where(session => session.UserId == user).ToListAsync())
        {
            var ticket = Microsoft.AspNetCore.Authentication.TicketSerializer.Default.Deserialize(session.Ticket)!;
            ((System.Security.Claims.ClaimsIdentity)ticket.Principal.Identity!).AddClaim(new(SessionClaims.ProviderTenant, $"{tenant}"));
            session.Ticket = Microsoft.AspNetCore.Authentication.TicketSerializer.Default.Serialize(ticket);
        }

        await db.SaveChangesAsync();
    }
}
