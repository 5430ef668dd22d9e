using System.Net;
using System.Text.Json.Nodes;
using Leadline.OAuth;
using Leadline.Platform.Database;
using Leadline.Sessions;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace Leadline.Tests.OAuth;

/// <summary>The authorization-code flow.</summary>
public sealed class AuthorizeTests(LeadlineHost host)
{
    [Fact]
    public async Task A_person_allows_an_app_and_it_calls_the_API_as_that_person()
    {
        var tenant = await host.NewTenantAsync("Acme");
        var app = await FlowApp.NewAsync(tenant);
        var (person, id, _) = await BrowsingPerson.NewAsync(tenant);

        var asked = await person.PageAsync(app.Address());
        var told = await person.AuthorizeAsync(app.Address());
        var tokens = await (await app.RedeemAsync(told["code"])).JsonAsync(HttpStatusCode.OK);

        Assert.Contains("Website form", asked, StringComparison.Ordinal);
        Assert.Contains("Acme", asked, StringComparison.Ordinal);
        Assert.Contains("see leads, their notes and their history", asked, StringComparison.Ordinal);
        Assert.Equal("a b&c=ü", told["state"]);
        Assert.Equal("leadline", told["from"]);
        Assert.InRange((int)tokens["expires_in"]!, 3590, 3600);
        var claims = FlowApp.Claims((string)tokens["access_token"]!);
        Assert.Equal("urn:leadline:api", (string?)claims["aud"]);
        Assert.Equal(($"{id}", $"{tenant.Id}"), ((string?)claims["sub"], claims["tenant"]!.ToString()));
        Assert.Null(claims["email"]);
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, (string)tokens["access_token"]!));
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_signs_in_first_and_comes_back()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        using var person = new BrowsingPerson(host);

        using var reply = await person.GetAsync(app.Address(("prompt", "login consent"), ("max_age", "0")));

        Assert.StartsWith("/account/sign-in?", reply.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var back = BrowsingPerson.Told(reply)["return_url"];
        Assert.StartsWith("/oauth/authorize?", back, StringComparison.Ordinal);
        Assert.Contains("prompt=consent", back, StringComparison.Ordinal);
        Assert.DoesNotContain("login", back, StringComparison.Ordinal);
        Assert.DoesNotContain("max_age", back, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_allowed_once_is_not_asked_again_unless_it_grows()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant, isPublic: false);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        await person.AuthorizeAsync(app.Address(("scope", "leads:read leads:write")));

        using var again = await person.GetAsync(app.Address(("scope", "leads:read")));
        using var more = await person.GetAsync(app.Address(("scope", "leads:read openid")));
        using var asked = await person.GetAsync(app.Address(("scope", "leads:read"), ("prompt", "consent")));

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK, HttpStatusCode.OK), (again.StatusCode, more.StatusCode, asked.StatusCode));
    }

    [Fact]
    public async Task An_app_that_another_program_could_pass_for_asks_each_time()
    {
        var tenant = await host.NewTenantAsync();
        var (inBrowser, _) = await tenant.AddAppAsync("leads:read", ["https://app.example.com/back"], isPublic: true);
        var onDevice = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        string[] addresses =
        [
            new FlowApp(host, inBrowser, null).Address(("scope", "leads:read"), ("redirect_uri", "https://app.example.com/back")),
            onDevice.Address(("scope", "leads:read")),
        ];
        foreach (var address in addresses)
        {
            await person.AuthorizeAsync(address);
        }

        using var first = await person.GetAsync(addresses[0]);
        using var second = await person.GetAsync(addresses[1]);
        using var silent = await person.GetAsync($"{addresses[1]}&prompt=none");

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal("consent_required", BrowsingPerson.Told(silent)["error"]);
    }

    [Fact]
    public async Task Whoever_denies_goes_back_with_access_denied_and_the_state()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);

        var told = await person.AuthorizeAsync(app.Address(), decision: "deny");

        Assert.Equal(("access_denied", "a b&c=ü"), (told["error"], told["state"]));
        Assert.False(told.ContainsKey("code"));
    }

    [Fact]
    public async Task Another_site_cannot_decide_for_the_person()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);

        using var reply = await person.PostAsync(app.Address().Split('?')[0], [.. Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(app.Address().Split('?')[1]).Select(sent => (sent.Key, sent.Value.ToString())), ("decision", "allow")]);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Contains("Deny", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/back")]
    [InlineData("http://127.0.0.1:10/back?from=leadline")]
    [InlineData("http://127.0.0.1:9/back?from=leadline&x=1")]
    [InlineData("http://127.0.0.1:9/BACK?from=leadline")]
    [InlineData("https://evil.example/")]
    public async Task A_wrong_redirect_address_gets_an_error_page_and_no_redirect(string address)
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);

        using var reply = await person.GetAsync(app.Address(("redirect_uri", address)));

        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        var page = await reply.Content.ReadAsStringAsync();
        Assert.Contains("invalid_request", page, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("response_type", "code banana", "unsupported_response_type")]
    [InlineData("scope", "leads:everything", "invalid_scope")]
    [InlineData("scope", "users:write", "invalid_scope")]
    public async Task A_wrong_request_goes_back_to_the_app_with_the_error(string parameter, string? value, string error)
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);

        using var reply = await person.GetAsync(parameter == "code_challenge" ? app.Address((parameter, value), ("code_challenge_method", null)) : app.Address((parameter, value)));

        Assert.Equal(HttpStatusCode.Redirect, reply.StatusCode);
        Assert.StartsWith("http://127.0.0.1:9/back", reply.Headers.Location!.ToString(), StringComparison.Ordinal);
        var told = BrowsingPerson.Told(reply);
        Assert.Equal((error, "a b&c=ü"), (told["error"], told["state"]));
    }

    [Theory]
    [InlineData(false, "login_required")]
    [InlineData(true, "consent_required")]
    public async Task Without_a_page_to_show_the_app_is_told_what_is_missing(bool isSignedIn, string error)
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        using var person = isSignedIn ? (await BrowsingPerson.NewAsync(tenant)).Person : new BrowsingPerson(host);

        using var reply = await person.GetAsync(app.Address(("prompt", "none"), ("scope", "openid")));

        Assert.Equal(error, BrowsingPerson.Told(reply)["error"]);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task Who_must_sign_in_again_does(string parameter, string value)
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, email) = await BrowsingPerson.NewAsync(tenant);
        await Task.Delay(20);

        using var reply = await person.GetAsync(app.Address((parameter, value)));
        Assert.StartsWith("/account/sign-in?", reply.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var back = BrowsingPerson.Told(reply)["return_url"];
        Assert.Contains("Sign in", await person.PageAsync(reply.Headers.Location!.OriginalString), StringComparison.Ordinal);
        using var early = await person.GetAsync(back);
        Assert.StartsWith("/account/sign-in?", early.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains(email, await person.PageAsync("/account"), StringComparison.Ordinal); // a link ends no session
        using (await person.SendFormAsync(reply.Headers.Location!.OriginalString, "/account/sign-in", ("email", email), ("password", BrowsingPerson.Password)))
        {
        }

        Assert.True((await person.AuthorizeAsync(back)).ContainsKey("code"));
    }

    [Fact]
    public async Task A_person_of_another_tenant_is_refused()
    {
        var app = await FlowApp.NewAsync(await host.NewTenantAsync());
        var (stranger, _, _) = await BrowsingPerson.NewAsync(await host.NewTenantAsync());

        Assert.Equal("access_denied", (await stranger.AuthorizeAsync(app.Address()))["error"]);
    }

    [Fact]
    public async Task A_session_of_another_tenants_provider_is_refused()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var app = await FlowApp.NewAsync(tenant);
        var (person, id, email) = await BrowsingPerson.NewAsync(tenant);
        await other.AddUserAsync(email);
        await using (var db = host.Database.Platform())
        {
            await db.Sessions.Where(session => session.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(session => session.ProviderTenantId, other.Id.Value));
        }

        Assert.Equal("access_denied", (await person.AuthorizeAsync(app.Address()))["error"]);
    }

    [Fact]
    public async Task A_deactivated_member_is_refused_at_the_door_and_at_refresh_and_loses_the_token()
    {
        var tenant = await host.NewTenantAsync();
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var app = await FlowApp.NewAsync(tenant);
        var (person, id, _) = await BrowsingPerson.NewAsync(tenant, "agent");
        var tokens = await app.TokensAsync(person);
        var token = (string)tokens["access_token"]!;
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(second, tenant, token));

        await tenant.ChangeAsync(async db => (await db.Memberships.SingleAsync(member => member.UserId == id)).IsActive = false);

        await FlowApp.AssertCutOffAsync(second, tenant, token);
        await FlowApp.AssertCutOffAsync(host, tenant, token);
        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)tokens["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");
        Assert.Equal("access_denied", (await person.AuthorizeAsync(app.Address()))["error"]);
    }

    [Theory]
    [InlineData(null, "invalid_request")]
    [InlineData("another-verifier-of-forty-three-characters-or-more", "invalid_grant")]
    public async Task A_missing_or_wrong_verifier_is_refused(string? verifier, string error)
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var told = await person.AuthorizeAsync(app.Address());

        await FlowApp.AssertRefusedAsync(await app.RedeemAsync(told["code"], verifier), HttpStatusCode.BadRequest, error);
    }

    [Fact]
    public async Task A_confidential_app_needs_a_verifier_and_its_secret()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant, isPublic: false);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        using (var without = await person.GetAsync(app.Address(("code_challenge", null), ("code_challenge_method", null))))
        {
            Assert.Equal("invalid_request", BrowsingPerson.Told(without)["error"]);
        }

        var told = await person.AuthorizeAsync(app.Address());

        await FlowApp.AssertRefusedAsync(await (app with { Secret = "wrong" }).RedeemAsync(told["code"]), HttpStatusCode.Unauthorized, "invalid_client");
        Assert.Equal(HttpStatusCode.OK, (await app.RedeemAsync(told["code"])).StatusCode);
    }

    [Fact]
    public async Task A_code_used_twice_is_refused_and_what_it_gave_ends()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var told = await person.AuthorizeAsync(app.Address());
        var tokens = await (await app.RedeemAsync(told["code"])).JsonAsync(HttpStatusCode.OK);

        await FlowApp.AssertRefusedAsync(await app.RedeemAsync(told["code"]), HttpStatusCode.BadRequest, "invalid_grant");

        await FlowApp.AssertCutOffAsync(host, tenant, (string)tokens["access_token"]!);
        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)tokens["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task A_code_is_refused_after_its_minute()
    {
        await using var own = await LeadlineHost.StartAsync();
        var options = own.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
        Assert.Equal(TimeSpan.FromMinutes(1), options.AuthorizationCodeLifetime);
        options.AuthorizationCodeLifetime = TimeSpan.FromSeconds(1);
        var tenant = await own.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var told = await person.AuthorizeAsync(app.Address());
        await Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken);

        await FlowApp.AssertRefusedAsync(await app.RedeemAsync(told["code"]), HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task A_code_of_another_app_is_refused()
    {
        var tenant = await host.NewTenantAsync();
        var (app, other) = (await FlowApp.NewAsync(tenant), await FlowApp.NewAsync(tenant));
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var told = await person.AuthorizeAsync(app.Address());

        await FlowApp.AssertRefusedAsync(await other.RedeemAsync(told["code"]), HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task Without_a_scope_the_app_gets_its_default()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant, "leads:read settings:read");
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);

        var told = await person.AuthorizeAsync(app.Address(("scope", null)));
        var tokens = await (await app.RedeemAsync(told["code"])).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("leads:read settings:read", (string?)FlowApp.Claims((string)tokens["access_token"]!)["scope"]);
        Assert.Null(tokens["refresh_token"]);
    }

    [Fact]
    public async Task A_granted_token_counts_in_the_apps_tenant_alone_and_with_the_members_permissions()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, email) = await BrowsingPerson.NewAsync(tenant, "viewer");
        await other.AddUserAsync(email, role: "owner");
        var token = (string)(await app.TokensAsync(person, "leads:read leads:write"))["access_token"]!;

        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
        await client.CallAsync(HttpMethod.Post, "/api/v1/leads", HttpStatusCode.Forbidden, new { last_name = "Lovelace" });

        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, token));
        Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(host, other, token));
        Assert.Equal([tenant.Id.Value], (await client.GetJsonAsync("/api/v1/account/tenants")).Ids());
    }

    [Fact]
    public async Task Open_ID_tells_who_the_person_is_by_the_scopes()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, id, email) = await BrowsingPerson.NewAsync(tenant);
        var told = await person.AuthorizeAsync(app.Address(("scope", "openid profile email"), ("nonce", "n-0S6")));
        var tokens = await (await app.RedeemAsync(told["code"])).JsonAsync(HttpStatusCode.OK);

        var claims = FlowApp.Claims((string)tokens["id_token"]!);
        Assert.Equal((app.Id, $"{id}", "n-0S6"), ((string?)claims["aud"], (string?)claims["sub"], (string?)claims["nonce"]));
        Assert.Equal(("Ada Lovelace", email, true), ((string?)claims["name"], (string?)claims["email"], (bool)claims["email_verified"]!));
        Assert.InRange((long)claims["auth_time"]!, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 300, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (string)tokens["access_token"]!);
        var shown = await client.GetJsonAsync("/oauth/userinfo");
        Assert.Equal(($"{id}", "Ada Lovelace", email), ((string?)shown["sub"], (string?)shown["name"], (string?)shown["email"]));
    }

    [Fact]
    public async Task An_identity_token_does_not_open_the_API()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var tokens = await app.TokensAsync(person, "openid leads:read offline_access");

        Assert.Equal(HttpStatusCode.Unauthorized, await FlowApp.CallAsync(host, tenant, (string)tokens["id_token"]!));
        Assert.Equal(HttpStatusCode.Unauthorized, await FlowApp.CallAsync(host, tenant, (string)tokens["refresh_token"]!));
    }

    [Fact]
    public async Task A_first_party_app_asks_nobody_and_its_tokens_count_in_all_tenants()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var app = await FirstPartyAsync(isPublic: false);
        var (person, _, email) = await BrowsingPerson.NewAsync(tenant);
        await other.AddUserAsync(email, role: "viewer");

        using var straight = await person.GetAsync(app.Address(("scope", "leads:read")));
        var tokens = await (await app.RedeemAsync(BrowsingPerson.Told(straight)["code"])).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, (string)tokens["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, other, (string)tokens["access_token"]!));
    }

    [Fact]
    public async Task A_first_party_app_that_another_program_could_pass_for_asks_each_time()
    {
        const string Https = "https://app.example.com/back";
        var (onDevice, inBrowser) = (await FirstPartyAsync(isPublic: true), await FirstPartyAsync(isPublic: true, Https));
        var (person, _, _) = await BrowsingPerson.NewAsync(await host.NewTenantAsync());
        await person.AuthorizeAsync(onDevice.Address(("scope", "leads:read")));

        using var again = await person.GetAsync(onDevice.Address(("scope", "leads:read")));
        using var straight = await person.GetAsync(inBrowser.Address(("scope", "leads:read"), ("redirect_uri", Https)));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (again.StatusCode, straight.StatusCode));
        Assert.True(BrowsingPerson.Told(straight).ContainsKey("code"));
    }

    [Theory]
    [InlineData("signed_in_after", "99999999999999")]
    [InlineData("max_age", "9223372036854775807")]
    [InlineData("max_age", "999999999999")]
    public async Task What_no_sign_in_could_answer_asks_for_none(string parameter, string value)
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);

        Assert.True((await person.AuthorizeAsync(app.Address((parameter, value)))).ContainsKey("code"));
    }

    [Fact]
    public async Task The_issuer_is_the_public_address_where_that_is_set()
    {
        await using var own = await LeadlineHost.StartAsync(("PublicUrl", "https://crm.example.com"));
        var tenant = await own.NewTenantAsync();
        var (id, secret) = await tenant.AddAppAsync("leads:read");
        using var client = own.NewClient();

        using var reply = await new FlowApp(own, id, secret).PostAsync("/oauth/token", ("grant_type", "client_credentials"));
        var token = (string)(await reply.JsonAsync(HttpStatusCode.OK))["access_token"]!;

        Assert.Equal("https://crm.example.com/", (string?)(await client.GetJsonAsync("/.well-known/openid-configuration"))["issuer"]);
        Assert.Equal("https://crm.example.com/", (string?)FlowApp.Claims(token)["iss"]);
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(own, tenant, token));
    }

    [Fact]
    public async Task Discovery_tells_what_there_is()
    {
        using var client = host.NewClient();
        foreach (var address in new[] { "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server" })
        {
            var told = await client.GetJsonAsync(address);

            Assert.Equal(host.Address.ToString(), (string?)told["issuer"]);
            Assert.Equal(new Uri(host.Address, "/oauth/authorize").ToString(), (string?)told["authorization_endpoint"]);
            Assert.Equal(["S256"], Texts(told["code_challenge_methods_supported"]));
            Assert.Equal(["code"], Texts(told["response_types_supported"]));
            Assert.Superset(new HashSet<string>(["leads:read", "openid", "offline_access"]), Texts(told["scopes_supported"]).ToHashSet());
            Assert.Equal(["authorization_code", "client_credentials", "refresh_token"], Texts(told["grant_types_supported"]).Order());
            var keys = await client.GetJsonAsync(new Uri((string)told["jwks_uri"]!).AbsolutePath);
            Assert.All(keys["keys"]!.AsArray(), key => Assert.Null(key!["d"]));
        }

        static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(item => (string)item!);
    }

    [Fact]
    public async Task An_app_signs_a_person_out_whose_token_it_shows()
    {
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var tokens = await app.TokensAsync(person, "openid");

        var asked = await person.PageAsync("/oauth/end-session");
        using var signedOut = await person.GetAsync($"/oauth/end-session?id_token_hint={tokens["id_token"]}&post_logout_redirect_uri={Uri.EscapeDataString(FlowApp.Redirect)}&state=x");

        Assert.Contains("Sign out?", asked, StringComparison.Ordinal);
        Assert.StartsWith("http://127.0.0.1:9/back", signedOut.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var gone = await person.GetAsync("/account");
        Assert.Equal("/account/sign-in", gone.Headers.Location!.AbsolutePath);
    }

    [Fact]
    public async Task An_app_that_is_gone_leads_nobody_anywhere()
    {
        var tenant = await host.NewTenantAsync();
        const string Back = "https://gone.example.com/back";
        var (id, _) = await tenant.AddAppAsync("openid", [Back], isPublic: true);
        using var owner = await tenant.ClientAsync("settings:read settings:write");
        var number = (await owner.GetJsonAsync("/api/v1/apps"))["data"]!.AsArray().Single(app => (string?)app!["client_id"] == id)!["id"];
        using var person = new BrowsingPerson(host);
        using var before = await person.GetAsync($"/oauth/end-session?post_logout_redirect_uri={Uri.EscapeDataString(Back)}&client_id={id}");
        await owner.CallAsync(HttpMethod.Delete, $"/api/v1/apps/{number}", HttpStatusCode.OK);

        foreach (var address in new[] { $"&client_id={id}", "" })
        {
            using var after = await person.GetAsync($"/oauth/end-session?post_logout_redirect_uri={Uri.EscapeDataString(Back)}{address}");
            Assert.Equal(HttpStatusCode.BadRequest, after.StatusCode);
        }

        Assert.StartsWith(Back, before.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_app_nobody_is_led_to_one_after_signing_out()
    {
        const string Back = "https://app.example.com/back";
        var tenant = await host.NewTenantAsync();
        var (id, _) = await tenant.AddAppAsync("openid", [Back], isPublic: true);
        var address = $"/oauth/end-session?post_logout_redirect_uri={Uri.EscapeDataString(Back)}";
        using var person = new BrowsingPerson(host);

        using var unnamed = await person.GetAsync(address);
        using var named = await person.GetAsync($"{address}&client_id={id}");

        Assert.Equal("/account/sign-in", unnamed.Headers.Location!.OriginalString);
        Assert.StartsWith(Back, named.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Trait("Engine", "SQLite")]
    [Fact]
    public async Task Apps_that_a_former_version_deleted_lead_nobody_anywhere()
    {
        const string Back = "https://deleted.example.com/back";
        await using var own = await LeadlineHost.StartAsync();
        var tenant = await own.NewTenantAsync();
        var (deleted, _) = await tenant.AddAppAsync("openid", [Back], isPublic: true);
        var (kept, _) = await tenant.AddAppAsync("openid", [Back], isPublic: true);
        await using var db = own.Database.Platform();
        await db.Apps.Where(app => app.ClientId == deleted).ExecuteUpdateAsync(set => set.SetProperty(app => app.DeletedAt, DateTime.UtcNow));
        await db.Database.ExecuteSqlAsync($"DELETE FROM platform_migrations WHERE MigrationId LIKE '%_DeletedApps'");

        Assert.Single(own.Services.GetRequiredService<Migrator>().Migrate());

        Assert.Equal([kept], await db.Apps.Where(app => app.PostLogoutRedirectUris != null).Select(app => app.ClientId).ToListAsync());
    }

    private async Task<FlowApp> FirstPartyAsync(bool isPublic, string redirect = FlowApp.Redirect)
    {
        var draft = new AppDraft("Leadline", isPublic, [redirect], ["leads:read", "openid"], ["leads:read"]);
        var (id, secret) = await host.Services.GetRequiredService<AddApp>().HandleAsync(tenant: null, draft, CancellationToken.None);
        return new FlowApp(host, id, secret);
    }
}
