using System.Net;
using Leadline.Account;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Account;

/// <summary>Invitations: nobody is added to a tenant unasked, and no tenant gets hold of an account.</summary>
public sealed class InvitationTests(LeadlineHost host)
{
    private const string Users = "/api/v1/users";
    private const string Page = "/account/invitation";
    private const string New = "/account/invitation/new";
    private static readonly string Everything = string.Join(' ', Scopes.All);

    [Fact]
    public async Task A_new_person_joins_by_the_mailed_link_with_a_name_and_password_of_their_own()
    {
        var tenant = await host.NewTenantAsync("Analytical & Co");
        using var client = await tenant.ClientAsync(Everything);
        var email = NewEmail();

        var invited = (await client.CallAsync(HttpMethod.Post, Users, HttpStatusCode.Created, new { name = "A. Lovelace", email }))["data"]!;
        var mail = Assert.Single(await host.MailsToAsync(email));
        using var visitor = new PageVisitor(host);
        var page = await visitor.OpenAsync(mail.Link());
        var weak = await visitor.SendAsync(page, New, ("name", ""), ("password", "short"), ("password_confirmation", "short"));
        var joined = await visitor.SendAsync(weak, New, ("name", "Ada Lovelace"), ("password", Password), ("password_confirmation", Password));
        var again = await visitor.OpenAsync(mail.Link());
        var account = await visitor.SignInAsync(email, Password);
        var member = (await client.GetJsonAsync($"{Users}/{invited["id"]}"))["data"]!;

        Assert.False((bool)invited["is_active"]!);
        Assert.NotNull(invited["invited_at"]);
        Assert.Equal("Analytical & Co invites you to Leadline", mail.Subject);
        Assert.Contains("Analytical &amp; Co", page.Html);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Error: Join Analytical & Co – Leadline"), (weak.Status, weak.Title));
        Assert.Equal("/account/sign-in", joined.Path);
        Assert.Equal(HttpStatusCode.Gone, again.Status);
        Assert.Contains("Analytical &amp; Co", account.Html);
        Assert.Equal((true, "Ada Lovelace"), ((bool)member["is_active"]!, (string?)member["name"]));
        Assert.Null(member["invited_at"]);
    }

    [Fact]
    public async Task A_person_with_an_account_joins_another_tenant_only_by_saying_so_in_a_session_of_their_own()
    {
        var (home, other) = (await host.NewTenantAsync("Home"), await host.NewTenantAsync("Other Company"));
        var (email, stranger) = (NewEmail(), NewEmail());
        var id = await home.AddAccountAsync(email);
        await home.AddAccountAsync(stranger);
        using var client = await other.ClientAsync(Everything);
        var owner = (await client.GetJsonAsync("/api/v1/roles")).Ids()[0];

        var added = (await client.CallAsync(HttpMethod.Post, Users, HttpStatusCode.Created, new { name = "Ada", email, role_ids = new[] { owner } }))["data"]!;
        using var theirs = await other.ClientAsync("leads:read", email);
        await theirs.GetJsonAsync("/api/v1/leads", HttpStatusCode.Forbidden);
        await client.CallAsync(HttpMethod.Patch, $"{Users}/{id}", HttpStatusCode.UnprocessableEntity, new { is_active = true });
        var link = (await host.MailsToAsync(email))[0].Link();
        using var wrong = new PageVisitor(host);
        using var visitor = new PageVisitor(host);
        await wrong.SignInAsync(stranger, Password);
        var foreign = await wrong.OpenAsync(link);
        var signIn = await visitor.OpenAsync(link);
        var page = await visitor.SendAsync(signIn, "/account/sign-in", ("email", email), ("password", Password));
        var joined = await visitor.SendAsync(page, Page, ("answer", "yes"));

        Assert.Equal(id, (long)added["id"]!);
        Assert.False((bool)added["is_active"]!);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
        Assert.Equal("/account/sign-in", signIn.Path);
        Assert.Equal((Page, "Join Other Company – Leadline"), (page.Path, page.Title));
        Assert.Equal("/account", joined.Path);
        Assert.Contains("<li>Other Company</li>", joined.Html);
        await theirs.GetJsonAsync("/api/v1/leads");
        Assert.Equal(HttpStatusCode.Gone, (await visitor.OpenAsync(link)).Status);
    }

    [Fact]
    public async Task Who_declines_or_is_taken_back_does_not_join()
    {
        var tenant = await host.NewTenantAsync();
        var (email, other) = (NewEmail(), NewEmail());
        var id = await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var client = await tenant.ClientAsync(Everything);
        await client.CallAsync(HttpMethod.Post, Users, HttpStatusCode.Created, new { name = "Ada", email });
        var taken = (await client.CallAsync(HttpMethod.Post, Users, HttpStatusCode.Created, new { name = "Bob", email = other }))["data"]!["id"]!;
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);

        var declined = await visitor.SendAsync((await host.MailsToAsync(email))[0].Link(), Page, ("answer", "no"));
        var link = (await host.MailsToAsync(other))[0].Link();
        (await client.DeleteAsync($"{Users}/{taken}")).Dispose();

        Assert.Contains("You have declined", declined.Html);
        await client.GetJsonAsync($"{Users}/{id}", HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.Gone, (await visitor.OpenAsync(link)).Status);
        var back = await client.CallAsync(HttpMethod.Post, $"{Users}/{id}/restore", HttpStatusCode.OK);
        Assert.False((bool)back["data"]!["is_active"]!);
    }

    [Fact]
    public async Task Whoever_made_an_account_for_another_loses_it_when_that_person_follows_an_invitation()
    {
        var (first, second) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = NewEmail();
        using var maker = await first.ClientAsync(Everything);
        using var client = await second.ClientAsync(Everything);
        await maker.CallAsync(HttpMethod.Post, Users, HttpStatusCode.Created, new { name = "Ada", email, password = Password, password_confirmation = Password });
        using var squatter = new PageVisitor(host);
        await squatter.SignInAsync(email, Password);

        await client.CallAsync(HttpMethod.Post, Users, HttpStatusCode.Created, new { name = "Ada", email });
        var link = (await host.MailsToAsync(email))[0].Link();
        using var visitor = new PageVisitor(host);
        await visitor.SendAsync(link, New, ("name", "Ada"), ("password", "her own long password"), ("password_confirmation", "her own long password"));

        Assert.False(await squatter.IsSignedInAsync());
        Assert.NotEqual("/account", (await squatter.SignInAsync(email, Password)).Path);
        Assert.Equal("/account", (await visitor.SignInAsync(email, "her own long password")).Path);
    }

    [Fact]
    public async Task An_invitation_is_sent_anew_to_whoever_has_not_joined()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Everything);
        var email = NewEmail();
        var id = (await client.CallAsync(HttpMethod.Post, Users, HttpStatusCode.Created, new { name = "Ada", email }))["data"]!["id"]!;
        await host.MailsToAsync(email);

        await client.CallAsync(HttpMethod.Post, $"{Users}/{id}/invitation", HttpStatusCode.OK);
        var links = (await host.MailsToAsync(email, 2)).Select(mail => mail.Link()).ToArray();
        await using (var db = host.Database.Platform())
        {
            var kept = await db.Set<AccountLink>().Where(link => link.UserId == (long)id).OrderBy(link => link.Id).ToListAsync();
            Assert.All(kept, link => Assert.Equal(TimeSpan.FromDays(7), link.ExpiresAt - link.CreatedAt));
            kept[0].ExpiresAt = DateTime.UtcNow.AddSeconds(-1);
            await db.SaveChangesAsync();
        }

        using var visitor = new PageVisitor(host);
        Assert.Equal(HttpStatusCode.Gone, (await visitor.OpenAsync(links[0])).Status);
        await visitor.SendAsync(links[1], New, ("name", "Ada"), ("password", Password), ("password_confirmation", Password));
        await client.CallAsync(HttpMethod.Post, $"{Users}/{id}/invitation", HttpStatusCode.Conflict);
        await client.CallAsync(HttpMethod.Post, $"{Users}/1/invitation", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Without_a_public_address_nobody_is_invited()
    {
        await using var behind = await LeadlineHost.StartAsync(("Proxies:Trusted", "10.0.0.1"));
        using var client = await (await behind.NewTenantAsync()).ClientAsync(Everything);

        var refused = await client.CallAsync(HttpMethod.Post, Users, HttpStatusCode.UnprocessableEntity, new { name = "Ada", email = NewEmail() });

        Assert.Contains("LEADLINE__PUBLICURL", Assert.Single(refused.ErrorsOf("email")));
    }
}
