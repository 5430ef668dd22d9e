using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Leadline.Tests.OAuth;
using Leadline.Tests.Rules;
using Leadline.Web;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Account;

/// <summary>Where people sign in and set up their account, in their language.</summary>
public sealed partial class TurkishPagesTests(LeadlineHost host)
{
    private static readonly HashSet<string> English =
    [
        .. XDocument.Parse(Repository.Read("src/Leadline.Server/Platform/Pages/PageTexts.tr.resx")).Root!.Elements("data")
            .Select(data => (English: data.Attribute("name")!.Value, Turkish: data.Element("value")!.Value)).Where(text => text.English != text.Turkish).Select(text => text.English),
    ];

    [Fact]
    public async Task No_page_says_anything_in_English()
    {
        var (email, invited) = (NewEmail(), NewEmail());
        var tenant = await host.NewTenantAsync("Kuzey Ofis");
        await tenant.AddAccountAsync(email, "owner", isConfirmed: false);
        var app = await FlowApp.NewAsync(tenant);
        using var client = await tenant.ClientAsync("users:read users:write");
        (await client.PostAsync("/api/v1/users", System.Net.Http.Json.JsonContent.Create(new { name = "Ada", email = invited }))).EnsureSuccessStatusCode().Dispose();
        using var visitor = new PageVisitor(host);
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("tr-TR,tr;q=0.9,en;q=0.5");

        await OpenAsync("/account/sign-in", "Oturum aç");
        Look(await visitor.SignInAsync(email, "wrong"), "Hata: Oturum aç");
        Look(await visitor.SendAsync("/account/forgotten-password", "/account/forgotten-password", ("email", "none")), "Hata: Parolamı unuttum");
        Look(await visitor.SendAsync("/account/forgotten-password", "/account/forgotten-password", ("email", email)), "E-postanıza bakın");
        var reset = (await host.MailsToAsync(email))[0].Link();
        Look(await visitor.SendAsync(reset, "/account/reset-password", ("password", "x"), ("password_confirmation", "y")), "Hata: Yeni bir parola belirleyin");
        await OpenAsync("/account/reset-password?link=none", "Bu bağlantı artık geçerli değil");
        await OpenAsync("/account/single-sign-on/company", "Şirketinizle oturum açın");
        Look(await visitor.SendAsync("/account/single-sign-on/company", "/account/single-sign-on/company", ("email", "ada@none.example")), "Hata: Şirketinizle oturum açın");
        await OpenAsync("/account/single-sign-on/1/start", "Böyle bir oturum açma yok");
        await OpenAsync((await host.MailsToAsync(invited))[0].Link(), "Kuzey Ofis kiracısına katılın");
        await OpenAsync("/account/nowhere", "Burada bir şey yok");
        await OpenAsync("/account/sign-out", "Bu açılamaz");
        await OpenAsync("/account/sign-in?return_url=%00", "Bu kabul edilemez");

        Look(await visitor.SignInAsync(email, Password), "Ada");
        await OpenAsync("/account?done=name", "Ada");
        Look(await visitor.SendAsync("/account/name", "/account/name", ("name", "")), "Hata: Adınızı değiştirin");
        Look(await visitor.SendAsync("/account/email", "/account/email", ("email", "x"), ("password", Password)), "Hata: E-posta adresinizi değiştirin");
        await OpenAsync("/account/security", "Güvenlik");
        Look(await visitor.SendAsync("/account/password", "/account/password", ("current_password", "wrong"), ("password", "long enough for it"), ("password_confirmation", "long enough for it")), "Hata: Parolayı değiştir");
        await OpenAsync("/account/passkeys", "Geçiş anahtarları");
        var passkey = await visitor.SendAsync("/account/passkeys", "/account/passkeys", ("name", "Anahtar"), ("password", Password));
        Look(passkey, "Geçiş anahtarını oluşturun");
        Look(await visitor.SendAsync(passkey, "/account/passkeys/new"), "Hata: Geçiş anahtarları");
        Look(await visitor.SendAsync("/account/second-factor/set-up", "/account/second-factor/set-up", ("code", "1"), ("password", Password)), "Hata: İkinci etken kur");
        await OpenAsync("/account/sessions", "Oturumlar");
        await OpenAsync("/account/access", "Erişim");
        Look(await visitor.SendAsync("/account/access", "/account/access/tokens", ("name", ""), ("days", "0")), "Hata: Erişim");
        Look(await visitor.SendAsync("/account/access", "/account/access/tokens", ("name", "betik"), ("tenant", $"{tenant.Id}"), ("scopes", "leads:read"), ("days", "9")), "betik");
        await OpenAsync("/account/access", "Erişim");
        await OpenAsync("/account/activity", "Etkinliğiniz");
        await OpenAsync("/account/apps", "Uygulamalar");
        Look(await visitor.SendAsync("/account/apps", "/account/apps", ("tenant", $"{tenant.Id}"), ("name", "Program"), ("type", "public"), ("redirect_uris", "nowhere")), "Uygulamalar");
        await OpenAsync("/account/audit", "Denetim");
        var provider = $"/account/single-sign-on/{tenant.Id}";
        Look(await visitor.SendAsync("/account/single-sign-on", provider, ("issuer", "nowhere")), "Hata: Tek oturum açma: Kuzey Ofis");
        Look(await visitor.SendAsync("/account/single-sign-on", $"{provider}/domains", ("domain", "none")), "Hata: Tek oturum açma: Kuzey Ofis");
        Look(await visitor.SendAsync("/account/single-sign-on", $"{provider}/domains", ("domain", $"{Guid.NewGuid():N}.example")), "Tek oturum açma: Kuzey Ofis");
        await OpenAsync(app.Address(), null);
        await OpenAsync("/oauth/end-session", "Oturum kapatılsın mı?");
        await OpenAsync("/oauth/authorize?client_id=none", "Uygulama oturumunuzu açamıyor");
        await visitor.SetUpSecondFactorAsync();
        await OpenAsync("/account/security", "Güvenlik");
        await OpenAsync("/account/second-factor/remove", "İkinci etkeni kaldır");
        Look(await visitor.SendAsync("/account/second-factor/recovery-codes", "/account/second-factor/recovery-codes", ("password", Password)), "Kurtarma kodlarınızı saklayın");

        async Task OpenAsync(string address, string? title) => Look(await visitor.OpenAsync(address), title);
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_Turkish_with_its_numbers()
    {
        var email = NewEmail();
        var tenant = await host.NewTenantAsync();
        await tenant.AddAccountAsync(email, "owner");
        using var visitor = new PageVisitor(host);
        visitor.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("tr");

        Assert.Equal("E-posta adresi ya da parola yanlış.", (await visitor.SignInAsync(email, "wrong")).Problems.Trim());
        await visitor.SignInAsync(email, Password);
        Assert.Equal("Ad 1 ile 255 karakter arasında olmalı.", (await visitor.SendAsync("/account/name", "/account/name", ("name", ""))).Problems.Trim());
        var refused = await visitor.SendAsync("/account/single-sign-on", $"/account/single-sign-on/{tenant.Id}", ("issuer", "nowhere"), ("client_id", "leadline"), ("client_secret", "secret"));
        Assert.Equal("Sağlayıcı adresi sorgusuz ve # içermeyen bir https adresi, harfi harfine sağlayıcının kendisi için kullandığı biçimde olmalı.", refused.Problems.Trim());
    }

    [Fact]
    public async Task The_language_is_chosen_without_a_script_and_the_page_comes_again()
    {
        using var visitor = new PageVisitor(host);
        var page = await visitor.OpenAsync("/account/sign-in?return_url=%2Faccount%2Fname");
        Assert.Contains("<html lang=\"en\">", page.Html, StringComparison.Ordinal);
        Assert.Equal("/account/sign-in?return_url=%2Faccount%2Fname", Assert.Single(page.Hidden("/account/language")).Value);

        page = await visitor.OpenAsync($"/account/language?language=tr&return_url={Uri.EscapeDataString("/account/sign-in?return_url=%2Faccount%2Fname")}");

        Assert.Equal("/account/sign-in?return_url=%2Faccount%2Fname", page.Address.PathAndQuery);
        Assert.Contains("<html lang=\"tr\">", page.Html, StringComparison.Ordinal);
        Assert.Equal("Oturum aç – Leadline", page.Title);
        Assert.Equal("Sign in – Leadline", (await visitor.OpenAsync("/account/language?language=en&return_url=%2Faccount%2Fsign-in")).Title);
        Assert.Equal("Sign in – Leadline", (await visitor.OpenAsync("/account/language?language=xx&return_url=%2Faccount%2Fsign-in")).Title);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("")]
    public async Task The_choice_leads_nowhere_else(string address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Address };

        using var reply = await client.GetAsync($"/account/language?language=tr&return_url={Uri.EscapeDataString(address)}", TestContext.Current.CancellationToken);

        Assert.Equal("/account", reply.Headers.Location!.ToString());
        var cookie = Assert.Single(reply.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"{Languages.Cookie}={Uri.EscapeDataString("c=tr|uic=tr")};", cookie, StringComparison.Ordinal); // as the page's own choice does
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_had_again_offers_no_other_language()
    {
        using var visitor = new PageVisitor(host);

        var refused = await visitor.SignInAsync(NewEmail(), "wrong");

        var failed = await visitor.OpenAsync("/account/single-sign-on/1/callback?error=access_denied");

        Assert.DoesNotContain("/account/language", refused.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("/account/language", failed.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_are_answered_in_English()
    {
        using var client = host.NewClient();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("tr");

        using var refused = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([KeyValuePair.Create("grant\0type", "x")]), TestContext.Current.CancellationToken);
        using var lost = await client.GetAsync("/api/v1/leads", TestContext.Current.CancellationToken);

        Assert.Contains("must not hold the character NUL", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("A good bearer token is required", await lost.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // What is read on the page or out of it; {0} never stands there.
    private static void Look(ShownPage page, string? title)
    {
        Assert.Contains("<html lang=\"tr\">", page.Html, StringComparison.Ordinal);
        Assert.True(string.IsNullOrEmpty(title) || page.Title == $"{title} – Leadline", $"{page.Address}: {page.Title}");
        var said = Said().Matches(page.Html).Select(text => WebUtility.HtmlDecode(text.Value).Trim()).Where(text => text.Length > 0).ToList();
        Assert.NotEmpty(said);
        Assert.True(!said.Exists(text => English.Contains(text) || text.Contains("{0}", StringComparison.Ordinal)), $"{page.Address}: {string.Join(" | ", said.Where(English.Contains))}");
    }

    [GeneratedRegex("(?<=>)[^<>]+(?=<)|(?<=(?:aria-label|data-failure)=\")[^\"]+")]
    private static partial Regex Said();
}
