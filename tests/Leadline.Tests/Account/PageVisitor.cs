using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Leadline.Users;
using Leadline.Users.SecondFactors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Leadline.Tests.Account;

/// <summary>A browser without a script: it keeps cookies, fills in forms as they stand on the page, and follows where they lead.</summary>
public sealed partial class PageVisitor : IDisposable
{
    private readonly HttpClient client;

    public PageVisitor(LeadlineHost host)
    {
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    public HttpClient Http => client;

    /// <summary>A page with its final address and status.</summary>
    public async Task<ShownPage> OpenAsync(string address) => await ShowAsync(await client.GetAsync(address));

    /// <summary>Opens a page and sends its form of this action, with its hidden fields and these.</summary>
    public async Task<ShownPage> SendAsync(string page, string action, params (string Name, string Value)[] fields) => await SendAsync(await OpenAsync(page), action, fields);

    /// <summary>Sends a form of a page that is open.</summary>
    public async Task<ShownPage> SendAsync(ShownPage page, string action, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(page.Hidden(action).Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        return await ShowAsync(await client.PostAsync(action, content));
    }

    public Task<ShownPage> SignInAsync(string email, string password, string page = "/account/sign-in") =>
        SendAsync(page, "/account/sign-in", ("email", email), ("password", password));

    /// <summary>Whether the account opens.</summary>
    public async Task<bool> IsSignedInAsync() => (await OpenAsync("/account")).Path == "/account";

    public void Dispose() => client.Dispose();

    private static async Task<ShownPage> ShowAsync(HttpResponseMessage reply)
    {
        using (reply)
        {
            return new ShownPage(reply.StatusCode, reply.RequestMessage!.RequestUri!, await reply.Content.ReadAsStringAsync());
        }
    }
}

/// <summary>A page as it came.</summary>
public sealed partial record ShownPage(HttpStatusCode Status, Uri Address, string Html)
{
    public string Path => Address.AbsolutePath;

    public string Title => WebUtility.HtmlDecode(TitleTag().Match(Html).Groups[1].Value);

    /// <summary>What the page says is wrong.</summary>
    public string Problems => WebUtility.HtmlDecode(Tags().Replace(ProblemsTag().Match(Html).Groups[1].Value, " "));

    public IEnumerable<KeyValuePair<string, string>> Hidden(string action)
    {
        var form = Forms().Matches(Html).FirstOrDefault(form => WebUtility.HtmlDecode(form.Groups["action"].Value) == action)?.Value;
        Assert.True(form is not null, $"There is no form for {action} at {Address}: {Status} {Title}");
        return HiddenFields().Matches(form).Select(field => KeyValuePair.Create(Attribute(field.Value, "name"), Attribute(field.Value, "value")));
    }

    /// <summary>The address of the page's link that begins so.</summary>
    public string LinkTo(string begin) => Value($"href=\"({Regex.Escape(begin)}[^\"]*)\"");

    public string Value(string pattern) => WebUtility.HtmlDecode(Regex.Match(Html, pattern, RegexOptions.Singleline).Groups[1].Value);

    private static string Attribute(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $" {name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<title>(.*?)</title>")]
    private static partial Regex TitleTag();

    [GeneratedRegex("id=\"problems\">(.*?)</div>", RegexOptions.Singleline)]
    private static partial Regex ProblemsTag();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex("<form [^>]*action=\"(?<action>[^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]* type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenFields();
}

/// <summary>What the accounts of tests need.</summary>
public static class Accounts
{
    public const string Password = "correct horse battery";

    public static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    /// <summary>An account with a password, whose person has confirmed the address.</summary>
    public static async Task<long> AddAccountAsync(this TestTenant tenant, string email, string role = "agent", bool isConfirmed = true)
    {
        var id = await tenant.Host.Services.GetRequiredService<AddUser>().HandleAsync(tenant.Id, email, role, "Ada", Password, CancellationToken.None);
        await using var db = tenant.Host.Database.Platform();
        await db.Users.Where(user => user.Id == id).ExecuteUpdateAsync(set => set.SetProperty(user => user.EmailConfirmed, isConfirmed));
        return id;
    }

    /// <summary>Sets up a second factor through the pages; returns its key and the recovery codes.</summary>
    public static async Task<(string Key, string[] Codes)> SetUpSecondFactorAsync(this PageVisitor visitor)
    {
        var page = await visitor.OpenAsync("/account/second-factor/set-up");
        var key = page.Value("name=\"key\" value=\"([A-Z2-7]+)\"");
        var (began, done) = (Step(), await SendAsync());
        done = done.Status == HttpStatusCode.UnprocessableEntity && began != Step() ? await SendAsync() : done; // the time of the code was over before it came
        Assert.Equal((HttpStatusCode.OK, ""), (done.Status, done.Problems));
        return (key, [.. Regex.Matches(done.Html, "<li><code>([^<]+)</code></li>").Select(code => code.Groups[1].Value)]);

        // The code before the one of now is still taken, and leaves that one for later.
        Task<ShownPage> SendAsync() => visitor.SendAsync(page, "/account/second-factor/set-up", ("code", Totp.CodeOf(key, DateTimeOffset.UtcNow.AddSeconds(-30))), ("password", Password));

        static long Step() => DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30;
    }

    /// <summary>The messages to an address, oldest first, as soon as there are so many.</summary>
    public static async Task<MimeMessage[]> MailsToAsync(this LeadlineHost host, string email, int count = 1)
    {
        for (var patience = 0; ; patience++)
        {
            var mails = host.Mails().Where(mail => mail.To.Mailboxes.Any(to => to.Address == email)).ToArray();
            if (mails.Length >= count || patience == 200)
            {
                Assert.Equal(count, mails.Length);
                return mails;
            }

            await Task.Delay(100);
        }
    }

    public static IEnumerable<MimeMessage> Mails(this LeadlineHost host)
    {
        var folder = new DirectoryInfo(Path.Combine(host.Folder, "mail"));
        return folder.Exists ? [.. folder.GetFiles("*.eml").OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => MimeMessage.Load(file.FullName))] : [];
    }

    /// <summary>The path and query of the link in a message.</summary>
    public static string Link(this MimeMessage mail) => new Uri(Regex.Match(mail.TextBody!, @"https?://\S+").Value).PathAndQuery;

    /// <summary>Waits until no letter waits to be sent.</summary>
    public static async Task WhenMailIsSentAsync(this LeadlineHost host)
    {
        for (var patience = 0; patience < 200; patience++)
        {
            await using var db = host.Database.Platform();
            if (!await db.Set<Leadline.Mail.QueuedMail>().AnyAsync())
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("A letter still waits.");
    }
}
