using System.Net;
using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.Tenants;
using Leadline.Tests.OAuth;
using Leadline.Users;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Apps;

public sealed class PersonalTokensTests(LeadlineHost host)
{
    private const string Tokens = "/api/v1/account/tokens";

    [Fact]
    public async Task A_person_makes_a_token_that_works_as_them_in_this_tenant_alone()
    {
        var (tenant, email, client) = await PersonAsync("agent");
        var other = await host.NewTenantAsync();
        await other.AddUserAsync(email);

        var made = await MakeAsync(client, "leads:read", "leads:write");
        var token = (string)made["token"]!;

        Assert.StartsWith("llp_", token, StringComparison.Ordinal);
        Assert.Equal(47, token.Length);
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, token));
        Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(host, other, token));
        Assert.Equal(HttpStatusCode.Forbidden, await FlowApp.CallAsync(host, tenant, token, "/api/v1/settings"));
        var listed = (await client.GetJsonAsync(Tokens))["data"]!.AsArray().Single()!;
        Assert.Null(listed["token"]);
        Assert.Equal("Nightly import", (string?)listed["name"]);
        Assert.DoesNotContain(token, await StoredText.OfAsync(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_handed_out_opens_no_account_and_lets_nobody_in()
    {
        var (tenant, _, owner) = await PersonAsync();
        var app = (long)(await owner.CallAsync(HttpMethod.Post, "/api/v1/apps", HttpStatusCode.Created, new { name = "CRM", scopes = Scopes.All }))["data"]!["id"]!;
        var me = (long)(await owner.GetJsonAsync("/api/v1/account/me"))["data"]!["id"]!;
        var all = (string)(await MakeAsync(owner, [.. Scopes.All]))["token"]!;
        var narrow = (string)(await MakeAsync(owner, "leads:read"))["token"]!;
        const string Password = "a password of somebody else";
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", all);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());

        await client.CallAsync(HttpMethod.Patch, $"/api/v1/users/{me}", HttpStatusCode.Forbidden, new { password = Password, password_confirmation = Password });
        await client.CallAsync(HttpMethod.Patch, "/api/v1/account/me", HttpStatusCode.Forbidden, new { email = "mallory@example.com" });
        await client.CallAsync(HttpMethod.Post, "/api/v1/apps", HttpStatusCode.Forbidden, new { name = "CRM", scopes = Scopes.All });
        await client.CallAsync(HttpMethod.Post, $"/api/v1/apps/{app}/secret", HttpStatusCode.Forbidden, new { });
        await client.CallAsync(HttpMethod.Put, "/api/v1/single-sign-on", HttpStatusCode.Forbidden, new { issuer = "https://id.example.com", client_id = "a", client_secret = "b" });
        client.DefaultRequestHeaders.Authorization = new("Bearer", narrow);
        await client.GetJsonAsync("/api/v1/account/me", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_last_use_is_shown_soon_after()
    {
        var (tenant, _, client) = await PersonAsync();
        var made = await MakeAsync(client, "leads:read");
        Assert.Null((await client.GetJsonAsync(Tokens))["data"]![0]!["last_used_at"]);

        await FlowApp.CallAsync(host, tenant, (string)made["token"]!);

        var since = TimeProvider.System.GetTimestamp();
        while ((await client.GetJsonAsync(Tokens))["data"]![0]!["last_used_at"] is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(10), "No use is shown.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_revoked_token_ends_on_every_process()
    {
        await using var second = await LeadlineHost.StartAsync(("Data", host.Folder));
        var (tenant, _, client) = await PersonAsync();
        var made = await MakeAsync(client, "leads:read");
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(second, tenant, (string)made["token"]!));

        await client.CallAsync(HttpMethod.Delete, $"{Tokens}/{made["id"]}", HttpStatusCode.OK);

        await FlowApp.AssertCutOffAsync(second, tenant, (string)made["token"]!);
        Assert.Empty((await client.GetJsonAsync(Tokens))["data"]!.AsArray());
    }

    [Fact]
    public async Task An_expired_token_and_that_of_a_locked_out_member_are_refused()
    {
        var (tenant, email, client) = await PersonAsync();
        var (expired, good) = (await MakeAsync(client, "leads:read"), await MakeAsync(client, "leads:read"));
        var id = (long)expired["id"]!;
        await using var db = host.Database.Platform();
        await db.PersonalTokens.Where(token => token.Id == id).ExecuteUpdateAsync(set => set.SetProperty(token => token.ExpiresAt, DateTime.UtcNow.AddSeconds(-1)));

        Assert.Equal(HttpStatusCode.Unauthorized, await FlowApp.CallAsync(host, tenant, (string)expired["token"]!));
        Assert.Equal(HttpStatusCode.OK, await FlowApp.CallAsync(host, tenant, (string)good["token"]!));
        var user = await db.Users.SingleAsync(user => user.Email == email);
        await tenant.ChangeAsync(async rows => (await rows.Memberships.SingleAsync(member => member.UserId == user.Id)).IsActive = false);
        await FlowApp.AssertCutOffAsync(host, tenant, (string)good["token"]!);
    }

    [Fact]
    public async Task What_was_handed_out_makes_no_further_tokens()
    {
        var (tenant, _, client) = await PersonAsync();
        var made = await MakeAsync(client, "leads:read");
        var app = await FlowApp.NewAsync(tenant);
        var (person, _, _) = await BrowsingPerson.NewAsync(tenant);
        var granted = (string)(await app.TokensAsync(person))["access_token"]!;

        foreach (var token in new[] { (string)made["token"]!, granted })
        {
            using var handed = host.NewClient();
            handed.DefaultRequestHeaders.Authorization = new("Bearer", token);
            handed.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
            await handed.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Forbidden, New(DateTime.UtcNow.AddDays(1), "leads:read"));
        }
    }

    [Fact]
    public async Task Nobody_hands_out_more_than_they_have()
    {
        var (_, _, viewer) = await PersonAsync("viewer");
        var (_, _, narrow) = await PersonAsync("owner", "leads:read");

        await viewer.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Forbidden, New(DateTime.UtcNow.AddDays(1), "leads:write"));
        await narrow.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Forbidden, New(DateTime.UtcNow.AddDays(1), "users:read"));
    }

    [Fact]
    public async Task A_token_ends_within_a_year_and_is_good_for_something()
    {
        var (_, _, client) = await PersonAsync();

        foreach (var end in new[] { DateTime.UtcNow.AddDays(366), DateTime.UtcNow.AddMinutes(-1) })
        {
            Assert.NotEmpty((await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.UnprocessableEntity, New(end, "leads:read"))).ErrorsOf("expires_at"));
        }

        Assert.NotEmpty((await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.UnprocessableEntity, New(DateTime.UtcNow.AddDays(1), "openid"))).ErrorsOf("scopes"));
        Assert.NotEmpty((await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.UnprocessableEntity, New(DateTime.UtcNow.AddDays(1)))).ErrorsOf("scopes"));
        Assert.NotEmpty((await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.UnprocessableEntity, new { name = "x" })).ErrorsOf("expires_at"));
    }

    [Fact]
    public async Task A_persons_tokens_are_their_own_and_the_operator_has_none()
    {
        var (tenant, _, client) = await PersonAsync();
        var made = await MakeAsync(client, "leads:read");
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "owner");
        using var other = await tenant.ClientAsync(string.Join(' ', Scopes.All), user: email);
        using var system = await tenant.ClientAsync(string.Join(' ', Scopes.All));

        Assert.Empty((await other.GetJsonAsync(Tokens))["data"]!.AsArray());
        await other.CallAsync(HttpMethod.Delete, $"{Tokens}/{made["id"]}", HttpStatusCode.NotFound);
        await system.GetJsonAsync(Tokens, HttpStatusCode.Forbidden);
        await system.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Forbidden, New(DateTime.UtcNow.AddDays(1), "leads:read"));
    }

    [Fact]
    public async Task The_same_idempotency_key_does_not_tell_the_token_again()
    {
        var (_, _, client) = await PersonAsync();
        var body = New(DateTime.UtcNow.AddDays(1), "leads:read");

        var first = await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Created, body, ("Idempotency-Key", "once"));
        var again = await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Created, body, ("Idempotency-Key", "once"));

        Assert.NotNull(first["data"]!["token"]);
        Assert.Null(again["data"]!["token"]);
    }

    private static object New(DateTime expiresAt, params string[] scopes) => new { name = "Nightly import", scopes, expires_at = expiresAt };

    private static async Task<JsonNode> MakeAsync(HttpClient client, params string[] scopes) =>
        (await client.CallAsync(HttpMethod.Post, Tokens, HttpStatusCode.Created, New(DateTime.UtcNow.AddDays(30), scopes)))["data"]!;

    private async Task<(TestTenant Tenant, string Email, HttpClient Client)> PersonAsync(string role = "owner", string? scope = null)
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: role);
        return (tenant, email, await tenant.ClientAsync(scope ?? string.Join(' ', Scopes.All), user: email));
    }
}
