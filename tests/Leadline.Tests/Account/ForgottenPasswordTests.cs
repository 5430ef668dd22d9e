using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Account;
using Microsoft.EntityFrameworkCore;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Account;

/// <summary>A new password by a mailed link.</summary>
public sealed class ForgottenPasswordTests(LeadlineHost host)
{
    private const string Forgotten = "/account/forgotten-password";
    private const string Reset = "/account/reset-password";
    private const string NewPassword = "a wholly new password";

    [Fact]
    public async Task A_link_by_mail_sets_a_new_password_once_and_ends_all_sessions()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var elsewhere = new PageVisitor(host);
        using var visitor = new PageVisitor(host);
        await elsewhere.SignInAsync(email, Password);

        var asked = await visitor.SendAsync(Forgotten, Forgotten, ("email", $" {email.ToUpperInvariant()} "));
        var mail = Assert.Single(await host.MailsToAsync(email));
        var link = mail.Link();
        var weak = await visitor.SendAsync(link, Reset, ("password", "short"), ("password_confirmation", "short"));
        var differs = await visitor.SendAsync(link, Reset, ("password", NewPassword), ("password_confirmation", "another one altogether"));
        var done = await visitor.SendAsync(link, Reset, ("password", NewPassword), ("password_confirmation", NewPassword));
        var again = await visitor.OpenAsync(link);

        Assert.Equal((HttpStatusCode.OK, "Look into your mail – Leadline"), (asked.Status, asked.Title));
        Assert.Contains("12", weak.Problems);
        Assert.StartsWith("Error: ", differs.Title);
        Assert.Equal(("/account/sign-in", HttpStatusCode.Gone), (done.Path, again.Status));
        Assert.Contains("Your new password is set", done.Html);
        Assert.False(await elsewhere.IsSignedInAsync());
        Assert.NotEqual("/account", (await visitor.SignInAsync(email, Password)).Path);
        Assert.Equal("/account", (await visitor.SignInAsync(email, NewPassword)).Path);
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_are_answered_alike_byte_for_byte_and_the_unknown_gets_no_mail()
    {
        var (known, unknown) = (NewEmail(), NewEmail());
        await (await host.NewTenantAsync()).AddAccountAsync(known);
        using var visitor = new PageVisitor(host);
        var page = await visitor.OpenAsync(Forgotten);

        var one = await RawAsync(visitor, page, known);
        var other = await RawAsync(visitor, page, unknown);

        Assert.Equal(one, other);
        await host.MailsToAsync(known);
        await host.WhenMailIsSentAsync();
        Assert.DoesNotContain(host.Mails(), mail => mail.To.Mailboxes.Any(to => to.Address == unknown));
    }

    [Fact]
    public async Task A_link_ends_after_an_hour_and_when_the_password_changes_otherwise()
    {
        var email = NewEmail();
        var id = await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        await visitor.SendAsync(Forgotten, Forgotten, ("email", email));
        await visitor.SendAsync(Forgotten, Forgotten, ("email", email));
        var links = (await host.MailsToAsync(email, 2)).Select(mail => mail.Link()).ToArray();
        await using var db = host.Database.Platform();
        var kept = await db.Set<AccountLink>().Where(link => link.UserId == id).OrderBy(link => link.Id).ToListAsync();

        Assert.All(kept, link => Assert.Equal(TimeSpan.FromHours(1), link.ExpiresAt - link.CreatedAt));
        kept[0].ExpiresAt = DateTime.UtcNow.AddSeconds(-1);
        await db.SaveChangesAsync();
        Assert.Equal(HttpStatusCode.Gone, (await visitor.OpenAsync(links[0])).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync(links[1])).Status);
        await visitor.SignInAsync(email, Password);
        await visitor.SendAsync("/account/password", "/account/password", ("current_password", Password), ("password", NewPassword), ("password_confirmation", NewPassword));
        Assert.Equal(HttpStatusCode.Gone, (await visitor.OpenAsync(links[1])).Status);
    }

    [Fact]
    public async Task Nobody_is_flooded_with_links()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        var page = await visitor.OpenAsync(Forgotten);

        for (var i = 0; i < 7; i++)
        {
            await visitor.SendAsync(page, Forgotten, ("email", email));
        }

        await host.WhenMailIsSentAsync();
        await host.MailsToAsync(email, 5);
    }

    [Fact]
    public async Task Whoever_proves_that_an_unproven_address_is_theirs_voids_what_was_set_up_before()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email, isConfirmed: false);
        using var stranger = new PageVisitor(host);
        using var holder = new PageVisitor(host);
        await stranger.SignInAsync(email, Password);
        await stranger.SetUpSecondFactorAsync();

        await holder.SendAsync(Forgotten, Forgotten, ("email", email));
        await holder.SendAsync((await host.MailsToAsync(email))[0].Link(), Reset, ("password", NewPassword), ("password_confirmation", NewPassword));

        Assert.False(await stranger.IsSignedInAsync());
        Assert.Equal("/account", (await holder.SignInAsync(email, NewPassword)).Path);
    }

    [Fact]
    public async Task A_forged_host_never_gets_into_a_link()
    {
        await using var named = await LeadlineHost.StartAsync(("PublicUrl", "https://crm.example.com"));
        await using var behind = await LeadlineHost.StartAsync(("Proxies:Trusted", "10.0.0.1"));
        var email = NewEmail();
        await (await named.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(named);
        using var other = new PageVisitor(behind);
        using var forged = new PageVisitor(host);

        await visitor.SendAsync(Forgotten, Forgotten, ("email", email));
        var refused = await other.SendAsync(Forgotten, Forgotten, ("email", email));
        forged.Http.DefaultRequestHeaders.Host = "evil.example.com";
        var page = await forged.OpenAsync(Forgotten);

        Assert.StartsWith("https://crm.example.com/account/reset-password?link=", Regex.Match((await named.MailsToAsync(email))[0].TextBody!, @"https?://\S+").Value);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
    }

    private static async Task<string> RawAsync(PageVisitor visitor, ShownPage page, string email)
    {
        using var content = new FormUrlEncodedContent(page.Hidden(Forgotten).Append(KeyValuePair.Create("email", email)));
        using var reply = await visitor.Http.PostAsync(Forgotten, content);
        var raw = new StringBuilder().AppendLine(reply.StatusCode.ToString());
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers).Where(header => header.Key != "Date"))
        {
            raw.Append(name).Append(": ").AppendJoin(", ", values).AppendLine();
        }

        return raw.Append(await reply.Content.ReadAsStringAsync()).ToString();
    }
}
