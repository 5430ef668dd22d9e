using System.Net;
using System.Text;
using Leadline.OAuth;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Leadline.Tests.OAuth;

/// <summary>Refresh, reuse, revocation and introspection of tokens.</summary>
public sealed class TokenLifeTests(LeadlineHost host)
{
    [Fact]
    public async Task A_refresh_token_gives_new_tokens_and_another_refresh_token()
    {
        var (tenant, app, person) = await SceneAsync();
        var tokens = await app.TokensAsync(person);

        var next = await (await app.RefreshAsync((string)tokens["refresh_token"]!)).JsonAsync(HttpStatusCode.OK);

        Assert.NotEqual((string?)tokens["refresh_token"], (string?)next["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, (string)next["access_token"]!));
    }

    [Fact]
    public async Task A_refresh_token_used_twice_ends_the_family_at_once_and_no_other()
    {
        var (tenant, app, person) = await SceneAsync();
        var other = await app.TokensAsync(person);
        var first = await app.TokensAsync(person);
        var second = await (await app.RefreshAsync((string)first["refresh_token"]!)).JsonAsync(HttpStatusCode.OK);

        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)first["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");

        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)second["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");
        await FlowApp.AssertCutOffAsync(host, tenant, (string)second["access_token"]!);
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, (string)other["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, (await app.RefreshAsync((string)other["refresh_token"]!)).StatusCode);
    }

    [Fact]
    public async Task Of_many_that_refresh_at_once_with_one_token_at_most_one_gets_new_ones()
    {
        var (_, app, person) = await SceneAsync();
        var token = (string)(await app.TokensAsync(person))["refresh_token"]!;

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.RefreshAsync(token)));

        Assert.InRange(replies.Count(reply => reply.StatusCode == HttpStatusCode.OK), 0, 1);
        Assert.All(replies, reply => Assert.True(reply.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{reply.StatusCode}"));
        foreach (var won in replies.Where(reply => reply.StatusCode == HttpStatusCode.OK))
        {
            await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)(await won.JsonAsync(HttpStatusCode.OK))["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");
        }
    }

    [Fact]
    public async Task A_refresh_may_ask_for_less_and_never_for_more()
    {
        var (tenant, app, person) = await SceneAsync();
        var tokens = await app.TokensAsync(person, "leads:read settings:read offline_access");
        await FlowApp.AssertRefusedAsync(
            await app.PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("refresh_token", (string)tokens["refresh_token"]!), ("scope", "leads:write")), HttpStatusCode.BadRequest, "invalid_grant");

        using var reply = await app.PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("refresh_token", (string)tokens["refresh_token"]!), ("scope", "settings:read"));
        var less = await reply.JsonAsync(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(host, tenant, (string)less["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, (string)less["access_token"]!, "/api/v1/settings"));
    }

    [Fact]
    public async Task A_revoked_refresh_token_takes_its_access_tokens_along_on_every_process()
    {
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var (tenant, app, person) = await SceneAsync();
        var tokens = await app.TokensAsync(person);
        var token = (string)tokens["access_token"]!;
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await FlowApp.CallAsync(host, tenant, token), await FlowApp.CallAsync(second, tenant, token)));

        using var revoked = await app.PostAsync("/oauth/revoke", ("token", (string)tokens["refresh_token"]!));

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        await FlowApp.AssertCutOffAsync(second, tenant, token);
        await FlowApp.AssertCutOffAsync(host, tenant, token);
        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)tokens["refresh_token"]!), HttpStatusCode.BadRequest, "invalid_grant");
    }

    [Fact]
    public async Task A_revoked_access_token_ends_alone()
    {
        var (tenant, app, person) = await SceneAsync();
        var tokens = await app.TokensAsync(person);

        using var revoked = await app.PostAsync("/oauth/revoke", ("token", (string)tokens["access_token"]!), ("token_type_hint", "access_token"));

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        await FlowApp.AssertCutOffAsync(host, tenant, (string)tokens["access_token"]!);
        Assert.Equal(HttpStatusCode.OK, (await app.RefreshAsync((string)tokens["refresh_token"]!)).StatusCode);
    }

    [Fact]
    public async Task Nobody_revokes_the_token_of_another_app()
    {
        var (tenant, app, person) = await SceneAsync();
        var other = await FlowApp.NewAsync(tenant);
        var tokens = await app.TokensAsync(person);

        using var reply = await other.PostAsync("/oauth/revoke", ("token", (string)tokens["refresh_token"]!));

        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, (string)tokens["access_token"]!));
        Assert.Equal(HttpStatusCode.OK, (await app.RefreshAsync((string)tokens["refresh_token"]!)).StatusCode);
    }

    [Fact]
    public async Task What_a_person_takes_back_ends_and_is_asked_for_anew()
    {
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var tenant = await host.NewTenantAsync("Acme");
        var app = await FlowApp.NewAsync(tenant);
        var (person, id, _) = await BrowsingPerson.NewAsync(tenant);
        var token = (string)(await app.TokensAsync(person))["access_token"]!;
        var apps = host.Services.GetRequiredService<AuthorizedApps>();
        await using var db = host.Database.Platform();

        var allowed = Assert.Single(await apps.ListAsync(db, id, CancellationToken.None));
        Assert.Equal(("Website form", "Acme", "leads:read offline_access"), (allowed.Name, allowed.Tenant, string.Join(' ', allowed.Scopes)));
        Assert.True(await apps.RevokeAsync(db, id, allowed.Id, http: null, CancellationToken.None));

        await FlowApp.AssertCutOffAsync(second, tenant, token);
        Assert.Empty(await apps.ListAsync(db, id, CancellationToken.None));
        using var asked = await person.GetAsync(app.Address());
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
    }

    [Fact]
    public async Task A_deleted_app_gets_nothing_and_its_tokens_end_on_every_process()
    {
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var tenant = await host.NewTenantAsync();
        var app = await FlowApp.NewAsync(tenant, isPublic: false);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var tokens = await app.TokensAsync(person);
        using var own = await app.PostAsync("/oauth/token", ("grant_type", "client_credentials"), ("scope", "leads:read"));
        var ownToken = (string)(await own.JsonAsync(HttpStatusCode.OK))["access_token"]!;
        using var client = await tenant.ClientAsync("settings:read settings:write");
        var id = Assert.Single((await client.GetJsonAsync("/api/v1/apps")).Ids());

        await client.CallAsync(HttpMethod.Delete, $"/api/v1/apps/{id}", HttpStatusCode.OK);

        await FlowApp.AssertCutOffAsync(second, tenant, (string)tokens["access_token"]!);
        await FlowApp.AssertCutOffAsync(second, tenant, ownToken);
        await FlowApp.AssertRefusedAsync(await app.RefreshAsync((string)tokens["refresh_token"]!), HttpStatusCode.Unauthorized, "invalid_client");
        await FlowApp.AssertRefusedAsync(await app.PostAsync("/oauth/token", ("grant_type", "client_credentials")), HttpStatusCode.Unauthorized, "invalid_client");
        using var refused = await person.GetAsync(app.Address());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Introspection_tells_a_confidential_app_of_its_own_tokens_alone()
    {
        var tenant = await host.NewTenantAsync();
        var (app, other, open) = (await FlowApp.NewAsync(tenant, isPublic: false), await FlowApp.NewAsync(tenant, isPublic: false), await FlowApp.NewAsync(tenant));
        var (person, id, _) = await BrowsingPerson.NewAsync(tenant, "agent");
        var token = (string)(await app.TokensAsync(person))["access_token"]!;

        var own = await (await app.PostAsync("/oauth/introspect", ("token", token))).JsonAsync(HttpStatusCode.OK);
        var others = await (await other.PostAsync("/oauth/introspect", ("token", token))).JsonAsync(HttpStatusCode.OK);
        using var refused = await open.PostAsync("/oauth/introspect", ("token", token));

        Assert.True((bool)own["active"]!);
        Assert.Equal($"{id}", (string?)own["sub"]);
        Assert.False((bool)others["active"]!);
        Assert.Null(others["sub"]);
        Assert.True(refused.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{refused.StatusCode}");
        await tenant.ChangeAsync(async db => (await db.Memberships.SingleAsync(member => member.UserId == id)).IsActive = false);
        Assert.False((bool)(await (await app.PostAsync("/oauth/introspect", ("token", token))).JsonAsync(HttpStatusCode.OK))["active"]!);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused()
    {
        var tenant = await host.NewTenantAsync();
        var good = AccessToken.For(LeadlineClaims.Operator, LeadlineClaims.Operator, tenant.Id.Value, ["leads:read"]);
        var foreign = AccessToken.For(LeadlineClaims.Operator, LeadlineClaims.Operator, tenant.Id.Value, ["leads:read"]);
        foreign.SetResources("urn:another:api");
        var issuer = host.Services.GetRequiredService<TokenIssuer>();

        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, await issuer.IssueAsync(good, TimeSpan.FromMinutes(1), CancellationToken.None)));
        Assert.Equal(HttpStatusCode.Unauthorized, await FlowApp.CallAsync(host, tenant, await issuer.IssueAsync(foreign, TimeSpan.FromMinutes(1), CancellationToken.None)));
    }

    [Theory]
    [InlineData("PUT", "application/json")]
    [InlineData("POST", "application/json")]
    [InlineData("POST", "multipart/form-data")]
    [InlineData("GET", "text/plain")]
    public async Task Nonsense_at_the_token_endpoint_gets_the_error_of_the_RFC(string verb, string type)
    {
        using var client = host.NewClient();
        using var request = new HttpRequestMessage(new HttpMethod(verb), "/oauth/token");
        if (verb != "GET")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, type);
        }

        using var reply = await client.SendAsync(request);

        await FlowApp.AssertRefusedAsync(reply, HttpStatusCode.BadRequest, "invalid_request");
    }

    [Fact]
    public async Task Ended_tokens_are_removed()
    {
        await using var own = await LeadlineHost.StartAsync();
        var tenant = await own.NewTenantAsync();
        await tenant.TokenAsync(lifetime: TimeSpan.FromMinutes(5));
        await tenant.TokenAsync(lifetime: TimeSpan.FromDays(60));
        await using var db = own.Database.Platform();
        await db.AppTokens.OrderBy(entry => entry.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ExpirationDate, DateTime.UtcNow.AddHours(-2)));

        Assert.Equal(1, await own.Services.GetRequiredService<PruneTokens>().RunAsync(CancellationToken.None));
        Assert.Equal(1, await db.AppTokens.CountAsync());
    }

    private async Task<(TestTenant Tenant, FlowApp App, BrowsingPerson Person)> SceneAsync()
    {
        var tenant = await host.NewTenantAsync();
        return (tenant, await FlowApp.NewAsync(tenant), (await BrowsingPerson.NewAsync(tenant)).Person);
    }
}
