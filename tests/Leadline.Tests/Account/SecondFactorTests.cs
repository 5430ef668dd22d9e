using System.Net;
using Leadline.Users.SecondFactors;
using static Leadline.Tests.Account.Accounts;

namespace Leadline.Tests.Account;

/// <summary>The second factor: an authenticator app, recovery codes, and tenants that ask for it.</summary>
public sealed class SecondFactorTests(LeadlineHost host)
{
    private const string Second = "/account/second-factor";

    [Fact]
    public async Task After_the_password_a_code_of_the_app_is_asked_for_and_each_counts_once()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        var (key, codes) = await visitor.SetUpSecondFactorAsync();
        using var browser = new PageVisitor(host);
        using var onlooker = new PageVisitor(host);

        var asked = await browser.SignInAsync(email, Password, "/account/sign-in?return_url=%2Faccount%2Fsessions");
        var wrong = await browser.SendAsync(asked, Second, ("code", "000000"));
        var code = Totp.CodeOf(key, DateTimeOffset.UtcNow);
        var passed = await browser.SendAsync(wrong, Second, ("code", $"{code[..3]} {code[3..]}"));
        var replayed = await onlooker.SendAsync(await onlooker.SignInAsync(email, Password), Second, ("code", code));

        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(Second, asked.Path);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Error: Second factor – Leadline"), (wrong.Status, wrong.Title));
        Assert.Equal("/account/sessions", passed.Path);
        Assert.Contains("used before", replayed.Problems);
        Assert.False(await onlooker.IsSignedInAsync());
        Assert.True(await visitor.IsSignedInAsync());
    }

    [Fact]
    public async Task Ten_wrong_codes_turn_strangers_away_and_lock_nobody_out()
    {
        await using var own = await LeadlineHost.StartAsync(("Attempts:Minutes", "1440"), ("Proxies:Trusted", "127.0.0.1"));
        var email = NewEmail();
        await (await own.NewTenantAsync()).AddAccountAsync(email);
        using var person = At("198.51.100.1");
        await person.SignInAsync(email, Password);
        var (key, _) = await person.SetUpSecondFactorAsync();
        await person.SendAsync("/account", "/account/sign-out");
        var statuses = new List<HttpStatusCode>();
        for (var number = 1; number <= 12; number++)
        {
            using var stranger = At($"192.0.2.{number}");
            var asked = await stranger.SignInAsync(email, Password);
            statuses.Add((await stranger.SendAsync(asked, Second, ("code", number > 11 ? Totp.CodeOf(key, DateTimeOffset.UtcNow) : "000000"))).Status);
        }

        person.Http.DefaultRequestHeaders.Remove("X-Forwarded-For");
        person.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        var entered = await person.SendAsync(await person.SignInAsync(email, Password), Second, ("code", Totp.CodeOf(key, DateTimeOffset.UtcNow)));

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.UnprocessableEntity, 10), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 2)], statuses);
        Assert.Equal("/account", entered.Path);

        PageVisitor At(string address)
        {
            var visitor = new PageVisitor(own);
            visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            return visitor;
        }
    }

    [Fact]
    public async Task A_recovery_code_stands_in_once_however_it_is_typed()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        var (_, codes) = await visitor.SetUpSecondFactorAsync();
        using var browser = new PageVisitor(host);
        const string Recovery = $"{Second}?with=recovery-code";

        await browser.SignInAsync(email, Password);
        var passed = await browser.SendAsync(Recovery, Second, ("code", $" {codes[0].Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()}"));
        using var other = new PageVisitor(host);
        await other.SignInAsync(email, Password);
        var again = await other.SendAsync(Recovery, Second, ("code", codes[0]));
        var security = await visitor.OpenAsync("/account/security");
        var fresh = await visitor.SendAsync("/account/second-factor/recovery-codes", "/account/second-factor/recovery-codes", ("password", Password));
        var former = await other.SendAsync(again, Second, ("code", codes[1]));

        Assert.Equal("/account", passed.Path);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("9 recovery codes are left", security.Html);
        Assert.Equal(HttpStatusCode.OK, fresh.Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, former.Status);
    }

    [Fact]
    public async Task Neither_key_nor_recovery_codes_lie_open_in_the_database()
    {
        await using var own = await LeadlineHost.StartAsync();
        var email = NewEmail();
        await (await own.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(own);
        await visitor.SignInAsync(email, Password);

        var (key, codes) = await visitor.SetUpSecondFactorAsync();

        var stored = await StoredText.OfAsync(own);
        foreach (var secret in codes.Append(key).SelectMany(secret => new[] { secret, secret.Replace("-", "", StringComparison.Ordinal) }))
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
        }

        Assert.Contains(email, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_up_and_removal_ask_for_the_password_and_end_other_sessions()
    {
        var email = NewEmail();
        await (await host.NewTenantAsync()).AddAccountAsync(email);
        using var visitor = new PageVisitor(host);
        using var other = new PageVisitor(host);
        await visitor.SignInAsync(email, Password);
        await other.SignInAsync(email, Password);
        var page = await visitor.OpenAsync("/account/second-factor/set-up");
        var key = page.Value("name=\"key\" value=\"([A-Z2-7]+)\"");

        var refused = await visitor.SendAsync(page, "/account/second-factor/set-up", ("code", Totp.CodeOf(key, DateTimeOffset.UtcNow)), ("password", "wrong"));
        await visitor.SetUpSecondFactorAsync();
        var otherEnded = !await other.IsSignedInAsync();
        var kept = await visitor.SendAsync("/account/second-factor/remove", "/account/second-factor/remove", ("password", "wrong"));
        var removed = await visitor.SendAsync(kept, "/account/second-factor/remove", ("password", Password));

        Assert.Contains("password is wrong", refused.Problems);
        Assert.True(otherEnded);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.Status);
        Assert.Contains("The second factor is removed", removed.Html);
        Assert.Equal("/account", (await other.SignInAsync(email, Password)).Path);
    }

    [Fact]
    public async Task A_tenant_that_asks_for_a_second_factor_counts_only_for_members_who_have_one()
    {
        var tenant = await host.NewTenantAsync("Careful & Co");
        var (boss, email) = (NewEmail(), NewEmail());
        await tenant.AddAccountAsync(boss, "owner");
        await tenant.AddAccountAsync(email);
        using var owner = await tenant.ClientAsync("settings:read settings:write", boss);
        using var agent = await tenant.ClientAsync("leads:read", email);
        await agent.GetJsonAsync("/api/v1/leads");

        await owner.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.Conflict, new { second_factor_required = true });
        using (var bossVisitor = new PageVisitor(host))
        {
            await bossVisitor.SignInAsync(boss, Password);
            await bossVisitor.SetUpSecondFactorAsync();
        }

        var set = await owner.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { second_factor_required = true });
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken); // verdicts on tokens are kept for a second
        var locked = await agent.GetJsonAsync("/api/v1/leads", HttpStatusCode.Forbidden);
        using var visitor = new PageVisitor(host);
        var led = await visitor.SignInAsync(email, Password, "/account/sign-in?return_url=%2Faccount%2Fsessions");
        await visitor.SetUpSecondFactorAsync();
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);

        Assert.True((bool)set["data"]!["second_factor_required"]!);
        Assert.Equal("tenant_forbidden", (string?)locked["error"]);
        Assert.Equal("/account/second-factor/set-up", led.Path);
        Assert.Contains("Careful &amp; Co asks all members", led.Html);
        await agent.GetJsonAsync("/api/v1/leads");
        await owner.GetJsonAsync("/api/v1/settings");
    }
}
