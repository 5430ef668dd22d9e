using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Leadline.OAuth;
using Leadline.Sessions;
using Leadline.Settings;
using Leadline.SingleSignOn;
using Leadline.Tests.Account;
using Leadline.Tests.OAuth;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.SingleSignOn;

/// <summary>What counts where: sessions and tokens that came about by a provider, and those that did not.</summary>
public sealed class OnlyWayInTests(SingleSignOnSetup setup) : IClassFixture<SingleSignOnSetup>
{
    private const string Tokens = "/api/v1/account/tokens";

    private LeadlineHost Host => setup.Host;

    [Fact]
    public async Task A_token_from_such_a_session_opens_its_tenant_alone_even_one_of_a_first_party_app_and_after_a_refresh()
    {
        var tenant = await setup.NewTenantAsync();
        var other = await Host.NewTenantAsync("Elsewhere");
        var (_, email) = await tenant.NewMemberAsync("owner");
        await SignedOnTenant.JoinAsync(other, email);
        using var person = new BrowsingPerson(Host);
        await EnterAsync(person, tenant.Start);

        foreach (var app in new[] { await FlowApp.NewAsync(tenant.Tenant), await FirstPartyAppAsync() })
        {
            var tokens = await app.TokensAsync(person);
            using var refreshed = await app.RefreshAsync((string)tokens["refresh_token"]!);
            var next = await refreshed.JsonAsync(HttpStatusCode.OK);
            foreach (var token in new[] { (string)tokens["access_token"]!, (string)next["access_token"]! })
            {
                Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, token));
                Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(Host, other, token));
                using var client = ClientOf(token);
                Assert.Equal([tenant.Tenant.Id.Value], (await client.GetJsonAsync("/api/v1/account/tenants")).Ids());
            }
        }

        var foreign = await FlowApp.NewAsync(other);
        Assert.Equal("access_denied", (await person.AuthorizeAsync(foreign.Address()))["error"]);
    }

    [Fact]
    public async Task Tokens_of_such_a_session_are_refreshed_while_the_word_of_the_provider_counts()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, _) = await tenant.NewMemberAsync("owner");
        using var person = new BrowsingPerson(Host);
        await EnterAsync(person, tenant.Start);
        await using (var db = Host.Database.Platform())
        {
            var signIn = Host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(-24).AddSeconds(6);
            await db.Set<Session>().Where(session => session.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(session => session.CreatedAt, signIn));
        }

        var app = await FlowApp.NewAsync(tenant.Tenant);
        var reply = await app.RefreshAsync((string)(await app.TokensAsync(person))["refresh_token"]!);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        for (var patience = 0; reply.StatusCode == HttpStatusCode.OK && patience < 100; patience++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            reply = await app.RefreshAsync((string)(await reply.JsonAsync(HttpStatusCode.OK))["refresh_token"]!);
        }

        await FlowApp.AssertRefusedAsync(reply, HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task A_refresh_within_the_day_succeeds()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, _) = await tenant.NewMemberAsync("owner");
        using var person = new BrowsingPerson(Host);
        await EnterAsync(person, tenant.Start);
        await using (var db = Host.Database.Platform())
        {
            var signIn = Host.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime.AddHours(-23);
            await db.Set<Session>().Where(session => session.UserId == id).ExecuteUpdateAsync(set => set.SetProperty(session => session.CreatedAt, signIn));
        }

        var app = await FlowApp.NewAsync(tenant.Tenant);
        var refresh = (string)(await app.TokensAsync(person))["refresh_token"]!;

        var next = await (await app.RefreshAsync(refresh)).JsonAsync(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, (string)next["access_token"]!));
    }

    [Fact]
    public async Task The_API_gives_a_personal_token_for_a_month_at_most_where_the_provider_vouched()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync("owner");
        using var person = new BrowsingPerson(Host);
        await EnterAsync(person, tenant.Start);
        using var client = ClientOf((string)(await (await FirstPartyAppAsync()).TokensAsync(person))["access_token"]!);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Tenant.Id.ToString());

        await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.UnprocessableEntity, Asked(31));
        await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Created, Asked(29));

        static object Asked(int days) => new { name = "Nightly", scopes = new[] { "leads:read" }, expires_at = DateTime.UtcNow.AddDays(days) };
    }

    [Fact]
    public async Task A_personal_token_of_such_a_session_is_good_for_a_month_at_most()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync("owner");
        using var visitor = new PageVisitor(Host);
        await visitor.OpenAsync(tenant.Start);

        (string, string)[] form = [("name", "Script"), ("tenant", tenant.Tenant.Id.ToString()), ("scopes", "leads:read")];
        var refused = await visitor.SendAsync("/account/access", "/account/access/tokens", [.. form, ("days", "31")]);
        var made = await visitor.SendAsync("/account/access", "/account/access/tokens", [.. form, ("days", "30")]);

        Assert.Contains("It ends after 1 to 30 days.", refused.Problems);
        Assert.Contains("llp_", made.Html);
    }

    [Fact]
    public async Task A_tenants_provider_answers_for_the_second_factor_that_the_tenant_demands()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync("owner");
        await tenant.Tenant.ChangeAsync(db =>
        {
            db.Insert(new TenantSettings { Id = tenant.Tenant.Id.Value, SecondFactorRequired = true });
            return Task.CompletedTask;
        });
        var app = await FlowApp.NewAsync(tenant.Tenant);
        using var byPassword = new BrowsingPerson(Host);
        using (await byPassword.SendFormAsync("/account/sign-in", "/account/sign-in", ("email", email), ("password", SignedOnTenant.Password)))
        {
        }

        using var byProvider = new BrowsingPerson(Host);
        await EnterAsync(byProvider, tenant.Start);

        Assert.Equal("access_denied", (await byPassword.AuthorizeAsync(app.Address()))["error"]);
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, (string)(await app.TokensAsync(byProvider))["access_token"]!));
    }

    [Fact]
    public async Task Where_it_is_the_only_way_in_older_tokens_are_refused_on_every_process_and_by_refresh()
    {
        var tenant = await setup.NewTenantAsync();
        var other = await Host.NewTenantAsync();
        await using var second = await LeadlineHost.StartAsync(("Data", Host.Folder));
        var (_, email) = await tenant.NewMemberAsync("owner");
        await SignedOnTenant.JoinAsync(other, email);
        using var person = new BrowsingPerson(Host);
        using (await person.SendFormAsync("/account/sign-in", "/account/sign-in", ("email", email), ("password", SignedOnTenant.Password)))
        {
        }

        var (app, firstParty) = (await FlowApp.NewAsync(tenant.Tenant), await FirstPartyAppAsync());
        var (old, wide) = (await app.TokensAsync(person), await firstParty.TokensAsync(person));
        var personal = await PersonalTokenAsync(tenant, (string)wide["access_token"]!);
        string[] tokens = [(string)old["access_token"]!, (string)wide["access_token"]!, personal];
        foreach (var token in tokens)
        {
            Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(second, tenant.Tenant, token));
        }

        await tenant.RequireAsync();

        await Task.Delay(TimeSpan.FromSeconds(1.2), TestContext.Current.CancellationToken);
        foreach (var host in new[] { Host, second })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await FlowApp.CallAsync(host, tenant.Tenant, tokens[0]));
            Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(host, tenant.Tenant, tokens[1]));
            Assert.Equal(HttpStatusCode.Unauthorized, await FlowApp.CallAsync(host, tenant.Tenant, tokens[2]));
            Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, other, tokens[1]));
        }

        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)old["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");
        using var client = ClientOf(tokens[1]);
        Assert.Equal([other.Id.Value], (await client.GetJsonAsync("/api/v1/account/tenants")).Ids());
    }

    [Fact]
    public async Task Where_it_is_the_only_way_in_tokens_of_its_own_sessions_count_personal_ones_among_them()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync("owner");
        await tenant.RequireAsync();
        using var person = new BrowsingPerson(Host);
        await EnterAsync(person, tenant.Start);
        var firstParty = await FirstPartyAppAsync();

        var token = (string)(await firstParty.TokensAsync(person))["access_token"]!;
        var personal = await PersonalTokenAsync(tenant, token);
        using var made = await person.SendFormAsync("/account/access", "/account/access/tokens", ("name", "Script"), ("tenant", tenant.Tenant.Id.ToString()), ("scopes", "leads:read"), ("days", "7"));
        var byPage = Regex.Match(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "llp_[\\w-]+").Value;

        foreach (var good in new[] { token, personal, byPage })
        {
            Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, good));
        }
    }

    [Fact]
    public async Task Where_it_is_the_only_way_in_pages_of_an_ordinary_session_do_not_open_the_tenant()
    {
        var tenant = await setup.NewTenantAsync();
        var (id, email) = await tenant.NewMemberAsync("owner");
        var (app, _) = await tenant.Tenant.AddAppAsync();
        await tenant.RequireAsync();
        using var visitor = new PageVisitor(Host);
        var account = await visitor.SignInAsync(email, SignedOnTenant.Password);

        Assert.Contains($"href=\"{tenant.Start}\"", account.Html);
        Assert.DoesNotContain(app, (await visitor.OpenAsync("/account/apps")).Html);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync("/account/audit")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.OpenAsync("/account/single-sign-on")).Status);
        Assert.DoesNotContain("Make a token", (await visitor.OpenAsync("/account/access")).Html);
        var forms = new[] { $"/account/single-sign-on/{tenant.Tenant.Id}/remove", $"/account/single-sign-on/{tenant.Tenant.Id}" };
        foreach (var form in forms)
        {
            using var content = new FormUrlEncodedContent(account.Hidden("/account/sign-out"));
            Assert.Equal(HttpStatusCode.NotFound, (await visitor.Http.PostAsync(form, content, TestContext.Current.CancellationToken)).StatusCode);
        }

        await tenant.ChangeToAsync(visitor);
        Assert.Contains(app, (await visitor.OpenAsync("/account/apps")).Html);
        await using var db = Host.Database.Platform();
        Assert.True((await db.Set<IdentityProvider>().SingleAsync(provider => provider.TenantId == tenant.Tenant.Id.Value)).IsRequired);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_app_of_such_a_tenant_sends_people_to_its_provider_and_gets_them_back(bool isSignedIn)
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync();
        await tenant.RequireAsync();
        var app = await FlowApp.NewAsync(tenant.Tenant);
        using var person = new BrowsingPerson(Host);
        if (isSignedIn)
        {
            using (await person.SendFormAsync("/account/sign-in", "/account/sign-in", ("email", email), ("password", SignedOnTenant.Password)))
            {
            }
        }

        Assert.Equal("login_required", (await person.AuthorizeAsync(app.Address(("prompt", "none"))))["error"]);
        var back = await EnterAsync(person, app.Address(("prompt", "login")));
        Assert.Equal("login", (string?)tenant.At.Asked!["prompt"]);
        Assert.StartsWith("/oauth/authorize?", back, StringComparison.Ordinal);
        var told = await person.AuthorizeAsync(back);
        using var reply = await app.RedeemAsync(told["code"]);
        var token = (string)(await reply.JsonAsync(HttpStatusCode.OK))["access_token"]!;

        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, token));
    }

    [Fact]
    public async Task Tokens_of_the_operator_and_of_apps_on_their_own_account_count_as_before()
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.RequireAsync();
        var (id, secret) = await tenant.Tenant.AddAppAsync("leads:read");
        using var reply = await new FlowApp(Host, id, secret).PostAsync("/oauth/token", ("grant_type", "client_credentials"));

        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, (string)(await reply.JsonAsync(HttpStatusCode.OK))["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(Host, tenant.Tenant, await tenant.Tenant.TokenAsync()));
    }

    [Fact]
    public async Task Nobody_locks_themselves_out_unawares()
    {
        var tenant = await setup.NewTenantAsync();
        var (_, email) = await tenant.NewMemberAsync("owner");
        using var client = await tenant.Tenant.ClientAsync(SignedOnTenant.Everything, email);
        using var visitor = new PageVisitor(Host);
        await visitor.SignInAsync(email, SignedOnTenant.Password);
        var page = $"/account/single-sign-on/{tenant.Tenant.Id}";

        await client.CallAsync(HttpMethod.Put, SignedOnTenant.Provider, HttpStatusCode.Conflict, new { is_required = true });
        var refused = await visitor.SendAsync($"/account/single-sign-on?tenant={tenant.Tenant.Id}", page, ("issuer", tenant.At.Issuer), ("client_id", TestProvider.ClientId), ("is_required", "true"));
        await tenant.ChangeToAsync(visitor);
        await client.CallAsync(HttpMethod.Put, SignedOnTenant.Provider, HttpStatusCode.Conflict, new { is_required = true, issuer = setup.Providers.Add().Issuer, client_secret = "another" });
        var done = await client.CallAsync(HttpMethod.Put, SignedOnTenant.Provider, HttpStatusCode.OK, new { is_required = true });

        Assert.Contains("you would lock yourself out", refused.Problems);
        Assert.True((bool)done["data"]!["is_required"]!);
        await client.GetJsonAsync(SignedOnTenant.Provider, HttpStatusCode.Forbidden);
        await visitor.SendAsync($"/account/single-sign-on?tenant={tenant.Tenant.Id}", page, ("issuer", tenant.At.Issuer), ("client_id", TestProvider.ClientId));
        Assert.False((bool)(await client.GetJsonAsync(SignedOnTenant.Provider))["data"]!["is_required"]!);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("another issuer")]
    public async Task What_came_about_by_a_provider_ends_with_it(string how)
    {
        var tenant = await setup.NewTenantAsync();
        await tenant.NewMemberAsync("owner");
        using var person = new BrowsingPerson(Host);
        await EnterAsync(person, tenant.Start);
        var (app, firstParty) = (await FlowApp.NewAsync(tenant.Tenant), await FirstPartyAppAsync());
        var (narrow, wide) = (await app.TokensAsync(person), await firstParty.TokensAsync(person));
        var personal = await PersonalTokenAsync(tenant, (string)wide["access_token"]!);
        using var client = await tenant.OperatorAsync();

        await (how == "removed"
            ? client.CallAsync(HttpMethod.Delete, SignedOnTenant.Provider, HttpStatusCode.OK)
            : client.CallAsync(HttpMethod.Put, SignedOnTenant.Provider, HttpStatusCode.OK, new { issuer = setup.Providers.Add().Issuer, client_secret = "another" }));

        foreach (var token in new[] { (string)narrow["access_token"]!, (string)wide["access_token"]!, personal })
        {
            await FlowApp.AssertCutOffAsync(Host, tenant.Tenant, token);
        }

        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)narrow["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");
        using var account = await person.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, account.StatusCode);
        await using var db = Host.Database.Platform();
        var name = IdentityProvider.LoginProvider(tenant.Tenant.Id.Value);
        Assert.False(await db.Set<IdentityUserLogin<long>>().AnyAsync(login => login.LoginProvider == name));
    }

    private static async Task<string> EnterAsync(BrowsingPerson person, string address)
    {
        for (var steps = 0; steps < 10; steps++)
        {
            using var reply = await person.GetAsync(address);
            var wasCallback = address.Contains("/callback?", StringComparison.Ordinal);
            if (reply.StatusCode == HttpStatusCode.OK && address.Contains("/start?", StringComparison.Ordinal))
            {
                address = new ShownPage(reply.StatusCode, new Uri(reply.RequestMessage!.RequestUri!.AbsoluteUri), await reply.Content.ReadAsStringAsync()).LinkTo(address[..address.IndexOf('?', StringComparison.Ordinal)]);
                continue;
            }

            Assert.True(reply.StatusCode == HttpStatusCode.Redirect, $"{reply.StatusCode} at {address}");
            address = reply.Headers.Location!.OriginalString;
            if (wasCallback)
            {
                return address;
            }
        }

        throw new InvalidOperationException("The way to the provider does not end.");
    }

    private async Task<FlowApp> FirstPartyAppAsync()
    {
        var scopes = FlowApp.AllScopes.Split(' ');
        var draft = new AppDraft("Desk", IsPublic: true, [FlowApp.Redirect], scopes, scopes);
        var (id, secret) = await Host.Services.GetRequiredService<AddApp>().HandleAsync(null, draft, TestContext.Current.CancellationToken);
        return new FlowApp(Host, id, secret);
    }

    private async Task<string> PersonalTokenAsync(SignedOnTenant tenant, string token)
    {
        using var client = ClientOf(token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Tenant.Id.ToString());
        var made = await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Created, new { name = "Nightly", scopes = new[] { "leads:read" }, expires_at = DateTime.UtcNow.AddDays(1) });
        return (string)made["data"]!["token"]!;
    }

    private HttpClient ClientOf(string token)
    {
        var client = Host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
