using System.Net;
using System.Text.Json.Nodes;
using Leadline.Audit;
using Leadline.OAuth;
using Leadline.Tenants;
using Leadline.Tests.OAuth;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Apps;

public sealed class AppsTests(LeadlineHost host)
{
    private const string Apps = "/api/v1/apps";

    [Fact]
    public async Task An_owner_registers_an_app_whose_secret_is_shown_this_once()
    {
        var (tenant, client) = await OwnerAsync();

        var made = (JsonObject)(await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New()))["data"]!;
        var read = (await client.GetJsonAsync($"{Apps}/{made["id"]}"))["data"]!;

        var secret = (string)made["client_secret"]!;
        Assert.Equal(43, secret.Length);
        Assert.Null(read["client_secret"]);
        Assert.Equal(["authorization_code", "client_credentials", "refresh_token"], read["grant_types"]!.AsArray().Select(grant => (string)grant!).Order());
        Assert.Equal(["leads:read", "offline_access"], read["default_scopes"]!.AsArray().Select(scope => (string)scope!));
        Assert.Equal(HttpStatusCode.OK, (await GrantAsync((string)made["client_id"]!, secret)).StatusCode);
        await using var db = host.Database.Platform();
        var told = await db.AuditEvents.SingleAsync(told => told.TenantId == tenant.Id.Value && told.Kind == AuditKinds.AppAdded);
        Assert.Equal(((string?)made["client_id"], "person"), (told.AppId, told.AuthorKind));
    }

    [Fact]
    public async Task The_same_idempotency_key_does_not_tell_the_secret_again()
    {
        var (_, client) = await OwnerAsync();

        var first = await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New(), ("Idempotency-Key", "once"));
        var again = await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New(), ("Idempotency-Key", "once"));

        Assert.NotNull(first["data"]!["client_secret"]);
        Assert.Null(again["data"]!["client_secret"]);
        Assert.Equal((long)first["data"]!["id"]!, (long)again["data"]!["id"]!);
    }

    [Fact]
    public async Task A_former_secret_stays_good_for_the_overlap_and_no_longer()
    {
        var (_, client) = await OwnerAsync();
        var made = (await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New()))["data"]!;
        var (id, first) = ((string)made["client_id"]!, (string)made["client_secret"]!);

        var second = (await client.CallAsync(HttpMethod.Post, $"{Apps}/{made["id"]}/secret", HttpStatusCode.OK))["data"]!;
        Assert.InRange((DateTime)second["former_secret_ends_at"]!, DateTime.UtcNow.AddHours(23), DateTime.UtcNow.AddHours(24.1));
        Assert.Equal(HttpStatusCode.OK, (await GrantAsync(id, first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GrantAsync(id, (string)second["client_secret"]!)).StatusCode);

        var third = (await client.CallAsync(HttpMethod.Post, $"{Apps}/{made["id"]}/secret", HttpStatusCode.OK, new { overlap_hours = 0 }))["data"]!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await GrantAsync(id, first)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GrantAsync(id, (string)second["client_secret"]!)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GrantAsync(id, (string)third["client_secret"]!)).StatusCode);

        var refused = await client.CallAsync(HttpMethod.Post, $"{Apps}/{made["id"]}/secret", HttpStatusCode.UnprocessableEntity, new { overlap_hours = 169 });
        Assert.NotEmpty(refused.ErrorsOf("overlap_hours"));
    }

    [Fact]
    public async Task A_former_secret_ends_by_the_clock()
    {
        var (tenant, client) = await OwnerAsync();
        var made = (await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New()))["data"]!;
        await client.CallAsync(HttpMethod.Post, $"{Apps}/{made["id"]}/secret", HttpStatusCode.OK);
        await using var db = host.Database.Platform();
        await db.Apps.Where(app => app.TenantId == tenant.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(app => app.FormerSecretEndsAt, DateTime.UtcNow.AddSeconds(-1)));

        Assert.Equal(HttpStatusCode.Unauthorized, (await GrantAsync((string)made["client_id"]!, (string)made["client_secret"]!)).StatusCode);
    }

    [Fact]
    public async Task A_public_app_has_no_secret_and_only_signs_people_in()
    {
        var (_, client) = await OwnerAsync();

        var made = (await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New(type: "public")))["data"]!;

        Assert.Null(made["client_secret"]);
        Assert.Equal(["authorization_code", "refresh_token"], made["grant_types"]!.AsArray().Select(grant => (string)grant!).Order());
        await client.CallAsync(HttpMethod.Post, $"{Apps}/{made["id"]}/secret", HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("http://example.com/back")]
    [InlineData("https://example.com/back#x")]
    [InlineData("https://user@example.com/back")]
    [InlineData("javascript:alert(1)")]
    [InlineData("com.example.app:/back")]
    [InlineData("/back")]
    public async Task An_address_that_leads_people_astray_is_refused(string address)
    {
        var (_, client) = await OwnerAsync();

        var refused = await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.UnprocessableEntity, New(redirect: address));

        Assert.NotEmpty(refused.ErrorsOf("redirect_uris"));
    }

    [Fact]
    public async Task What_is_wrong_with_an_app_is_told_by_field()
    {
        var (_, client) = await OwnerAsync();

        var refused = await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.UnprocessableEntity, new { name = "", type = "secret", scopes = "leads:read" });
        Assert.Equal(["name", "scopes", "type"], refused["errors"]!.AsObject().Select(error => error.Key).Order());
        refused = await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.UnprocessableEntity, new { name = "x", type = "public", scopes = new[] { "leads:everything" }, default_scopes = new[] { "leads:read" } });
        Assert.Equal(["default_scopes", "redirect_uris", "scopes"], refused["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("agent")]
    [InlineData("viewer")]
    public async Task Nobody_but_an_owner_sees_or_makes_apps(string role)
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: role);
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All), user: email);

        await client.GetJsonAsync(Apps, HttpStatusCode.Forbidden);
        await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Forbidden, New());
    }

    [Fact]
    public async Task An_app_gets_no_scope_that_its_owners_token_lacks()
    {
        var (_, client) = await OwnerAsync("settings:read settings:write leads:read");

        await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Forbidden, New("leads:read users:write"));
        var made = (await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New("leads:read")))["data"]!;
        await client.CallAsync(HttpMethod.Patch, $"{Apps}/{made["id"]}", HttpStatusCode.Forbidden, new { scopes = new[] { "leads:read", "leads:write" } });
    }

    [Fact]
    public async Task A_scope_taken_from_an_app_is_taken_from_its_tokens()
    {
        var (tenant, client) = await OwnerAsync();
        var made = (await client.CallAsync(HttpMethod.Post, Apps, HttpStatusCode.Created, New("leads:read settings:read")))["data"]!;
        using var granted = await GrantAsync((string)made["client_id"]!, (string)made["client_secret"]!);
        var token = (string)(await granted.JsonAsync(HttpStatusCode.OK))["access_token"]!;
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, token));

        var changed = await client.CallAsync(HttpMethod.Patch, $"{Apps}/{made["id"]}", HttpStatusCode.OK, new { scopes = new[] { "settings:read" } });

        Assert.Equal(["settings:read"], changed["data"]!["default_scopes"]!.AsArray().Select(scope => (string)scope!));
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(host, tenant, token));
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, token, "/api/v1/settings"));
    }

    [Fact]
    public async Task An_app_is_changed_only_by_who_has_seen_it_and_is_listed_when_deleted()
    {
        var (_, client) = await OwnerAsync();
        var id = await client.CreateAsync(Apps, New());
        await client.CallAsync(HttpMethod.Patch, $"{Apps}/{id}", HttpStatusCode.OK, new { name = "Renamed" }, ("If-Match", "\"1\""));

        await client.CallAsync(HttpMethod.Patch, $"{Apps}/{id}", HttpStatusCode.PreconditionFailed, new { name = "Again" }, ("If-Match", "\"1\""));
        await client.CallAsync(HttpMethod.Delete, $"{Apps}/{id}", HttpStatusCode.OK);

        Assert.Empty((await client.GetJsonAsync(Apps)).Ids());
        Assert.Equal([id], (await client.GetJsonAsync($"{Apps}?trashed=1&search=renamed")).Ids());
        await client.GetJsonAsync($"{Apps}/{id}", HttpStatusCode.NotFound);
        await client.GetJsonAsync($"{Apps}/{id}?trashed=1");
    }

    [Fact]
    public async Task Another_tenants_app_is_not_there()
    {
        var (_, theirs) = await OwnerAsync();
        var id = await theirs.CreateAsync(Apps, New());
        var (_, client) = await OwnerAsync();

        await client.GetJsonAsync($"{Apps}/{id}", HttpStatusCode.NotFound);
        await client.CallAsync(HttpMethod.Patch, $"{Apps}/{id}", HttpStatusCode.NotFound, new { name = "x" });
        await client.CallAsync(HttpMethod.Post, $"{Apps}/{id}/secret", HttpStatusCode.NotFound);
        await client.CallAsync(HttpMethod.Delete, $"{Apps}/{id}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_owner_registers_renews_and_deletes_an_app_on_the_page()
    {
        var tenant = await host.NewTenantAsync("Acme");
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);

        using var made = await person.SendFormAsync(
            "/account/apps", "/account/apps", ("name", "Website"), ("tenant", tenant.Id.ToString()), ("type", "confidential"), ("redirect_uris", FlowApp.Redirect), ("scopes", "leads:read"), ("scopes", "openid"));
        var shown = await made.Content.ReadAsStringAsync();
        var page = await person.PageAsync("/account/apps");

        Assert.Contains("Client secret", shown, StringComparison.Ordinal);
        Assert.Contains(FlowApp.Redirect, page, StringComparison.Ordinal);
        await using var db = host.Database.Platform();
        var app = await db.Apps.SingleAsync(app => app.TenantId == tenant.Id.Value);
        Assert.Contains(app.ClientId!, page, StringComparison.Ordinal);
        using var renewed = await person.SendFormAsync("/account/apps", $"/account/apps/{app.Id}/secret");
        Assert.Contains("Client secret", await renewed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var deleted = await person.SendFormAsync("/account/apps", $"/account/apps/{app.Id}/delete");
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        Assert.Contains("None yet", await person.PageAsync("/account/apps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_tells_what_is_wrong_and_takes_nothing_without_its_token_or_from_others()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var (agent, _, _) = await BrowsingPerson.NewAsync(tenant, "agent");
        (string, string)[] form = [("name", "Website"), ("tenant", tenant.Id.ToString()), ("type", "public"), ("scopes", "leads:read")];

        using var wrong = await person.SendFormAsync("/account/apps", "/account/apps", form);
        using var forged = await person.PostAsync("/account/apps", form);
        using var foreign = await person.SendFormAsync("/account/apps", "/account/apps", [.. form[..1], ("tenant", other.Id.ToString()), .. form[2..]]);
        using var unable = await agent.SendFormAsync("/account/apps", "/account/apps", form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("at least one address", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (forged.StatusCode, foreign.StatusCode, unable.StatusCode));
    }

    private static object New(string scopes = "leads:read offline_access", string type = "confidential", string redirect = FlowApp.Redirect) =>
        new { name = "Website form", type, redirect_uris = new[] { redirect }, scopes = scopes.Split(' ') };

    private async Task<(TestTenant Tenant, HttpClient Client)> OwnerAsync(string? scope = null)
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "owner");
        return (tenant, await tenant.ClientAsync(scope ?? string.Join(' ', Scopes.All), user: email));
    }

    private async Task<HttpResponseMessage> GrantAsync(string id, string secret)
    {
        using var client = host.NewClient();
        return await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret)]));
    }
}
