using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Leadline.OAuth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace Leadline.Tests.OAuth;

public sealed class IssueTokenTests(LeadlineHost host)
{
    [Fact]
    public async Task An_app_gets_a_token_that_opens_its_tenant()
    {
        var tenant = await host.NewTenantAsync();
        var app = await AppAsync(tenant, "leads:read");

        using var reply = await PostAsync(host, Grant(app));
        var issued = await reply.JsonAsync(HttpStatusCode.OK);

        Assert.Equal("Bearer", (string?)issued["token_type"]);
        Assert.InRange((int)issued["expires_in"]!, 3590, 3600);
        Assert.True(reply.Headers.CacheControl?.NoStore);
        Assert.Equal(HttpStatusCode.OK, await ListAsync(tenant, (string)issued["access_token"]!));
    }

    [Fact]
    public async Task An_app_may_name_itself_by_basic_authentication()
    {
        var tenant = await host.NewTenantAsync();
        var (id, secret) = await AppAsync(tenant);
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{id}:{secret}")));

        using var reply = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([new("grant_type", "client_credentials")]));

        Assert.Equal(HttpStatusCode.OK, await ListAsync(tenant, (string)(await reply.JsonAsync(HttpStatusCode.OK))["access_token"]!));
    }

    [Fact]
    public async Task A_token_is_an_ES256_JWT_that_lives_an_hour()
    {
        var tenant = await host.NewTenantAsync();
        var app = await AppAsync(tenant);

        var parts = (await TokenAsync(app)).Split('.');

        Assert.Equal(3, parts.Length);
        Assert.Equal("ES256", (string?)Decoded(parts[0])["alg"]);
        var claims = Decoded(parts[1]);
        Assert.Equal(3600, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.Equal(app.Id, (string?)claims["sub"]);
    }

    [Fact]
    public async Task Without_a_scope_the_token_gets_all_the_scopes_of_the_app()
    {
        var app = await AppAsync(await host.NewTenantAsync(), "leads:read customers:read");

        Assert.Equal("leads:read customers:read", (string?)Decoded((await TokenAsync(app)).Split('.')[1])["scope"]);
    }

    [Fact]
    public async Task A_token_may_be_good_for_less_than_the_app_is()
    {
        var tenant = await host.NewTenantAsync();
        var app = await AppAsync(tenant, "leads:read customers:read");

        Assert.Equal(HttpStatusCode.OK, await ListAsync(tenant, await TokenAsync(app, "leads:read")));
        Assert.Equal(HttpStatusCode.Forbidden, await ListAsync(tenant, await TokenAsync(app, "customers:read")));
    }

    [Theory]
    [InlineData("leads:write")]
    [InlineData("leads:read leads:write")]
    [InlineData("leads:everything")]
    public async Task A_scope_the_app_lacks_is_refused(string scope)
    {
        var app = await AppAsync(await host.NewTenantAsync(), "leads:read");

        await AssertRefusedAsync(HttpStatusCode.BadRequest, "invalid_scope", [.. Grant(app), new("scope", scope)]);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        var app = await AppAsync(await host.NewTenantAsync());

        await AssertRefusedAsync(HttpStatusCode.Unauthorized, "invalid_client", Grant(app with { Secret = $"{app.Secret}x" }));
    }

    [Fact]
    public async Task An_unknown_app_is_refused() =>
        await AssertRefusedAsync(HttpStatusCode.Unauthorized, "invalid_client", Grant(new TestApp("app_unknown", "secret")));

    [Theory]
    [InlineData("password", "unsupported_grant_type")]
    [InlineData("urn:example:other", "unsupported_grant_type")]
    [InlineData("authorization_code", "invalid_request")]
    [InlineData("refresh_token", "invalid_grant")]
    public async Task A_grant_that_the_app_does_not_have_is_refused(string grant, string error)
    {
        var app = await AppAsync(await host.NewTenantAsync());

        await AssertRefusedAsync(
            HttpStatusCode.BadRequest,
            error,
            [new("grant_type", grant), new("client_id", app.Id), new("client_secret", app.Secret), new("code", "c"), new("refresh_token", "r"), new("username", "u"), new("password", "p")]);
    }

    [Fact]
    public async Task A_request_without_a_grant_is_refused() =>
        await AssertRefusedAsync(HttpStatusCode.BadRequest, "invalid_request", []);

    [Fact]
    public async Task The_token_of_an_app_opens_no_other_tenant()
    {
        var token = await TokenAsync(await AppAsync(await host.NewTenantAsync()));

        Assert.Equal(HttpStatusCode.Forbidden, await ListAsync(await host.NewTenantAsync(), token));
    }

    [Fact]
    public async Task An_expired_token_is_no_longer_good()
    {
        var tenant = await host.NewTenantAsync();
        var token = await tenant.TokenAsync(lifetime: TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, await ListAsync(tenant, token));

        await Task.Delay(TimeSpan.FromSeconds(3.2));

        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(tenant, token));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_within_a_second()
    {
        var tenant = await host.NewTenantAsync();
        var app = await AppAsync(tenant);
        var token = await TokenAsync(app);
        Assert.Equal(HttpStatusCode.OK, await ListAsync(tenant, token));

        await using var scope = host.Services.CreateAsyncScope();
        var tokens = scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>();
        await foreach (var issued in tokens.FindBySubjectAsync(app.Id))
        {
            Assert.True(await tokens.TryRevokeAsync(issued));
        }

        await Task.Delay(TimeSpan.FromSeconds(1.1));

        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(tenant, token));
    }

    [Fact]
    public async Task A_token_of_another_installation_is_refused()
    {
        await using var one = await LeadlineHost.StartAsync();
        await using var other = await LeadlineHost.StartAsync();
        var (tenant, twin) = (await one.NewTenantAsync(), await other.NewTenantAsync());
        Assert.Equal(tenant.Id, twin.Id);

        Assert.Equal(HttpStatusCode.OK, await ListAsync(twin, await twin.TokenAsync()));
        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(tenant, await twin.TokenAsync()));
    }

    [Fact]
    public async Task Tokens_and_apps_survive_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("leadline-tests-");
        try
        {
            var (tenant, app, token) = await BeforeRestartAsync(folder.FullName);

            await using var restarted = await LeadlineHost.StartAsync(("Data", folder.FullName));
            var sameTenant = new TestTenant(restarted, tenant.Id, tenant.Country);

            Assert.Equal(HttpStatusCode.OK, await ListAsync(sameTenant, token));
            using var reply = await PostAsync(restarted, Grant(app));
            await reply.JsonAsync(HttpStatusCode.OK);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_token_that_claims_to_need_no_signature_is_refused()
    {
        var tenant = await host.NewTenantAsync();
        var parts = (await tenant.TokenAsync()).Split('.');
        var header = Decoded(parts[0]);
        header["alg"] = "none";

        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(tenant, $"{Encoded(header)}.{parts[1]}."));
        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(tenant, $"{Encoded(header)}.{parts[1]}.{parts[2]}"));
    }

    [Fact]
    public async Task A_token_changed_after_it_was_signed_is_refused()
    {
        var (tenant, foreign) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var parts = (await tenant.TokenAsync()).Split('.');
        var claims = Decoded(parts[1]);
        claims[LeadlineClaims.Tenant] = foreign.Id.Value;

        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(foreign, $"{parts[0]}.{Encoded(claims)}.{parts[2]}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(tenant, $"{parts[0]}.{parts[1]}.{Encoded([])}"));
    }

    [Fact]
    public async Task The_database_holds_no_secret_token_or_signing_key_in_clear()
    {
        await using var own = await LeadlineHost.StartAsync();
        var tenant = await own.NewTenantAsync();
        var app = await AppAsync(tenant);
        using var reply = await PostAsync(own, Grant(app));
        var token = (string)(await reply.JsonAsync(HttpStatusCode.OK))["access_token"]!;

        var stored = await StoredText.OfAsync(own);

        Assert.Contains(app.Id, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Secret, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(token, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[2], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Encoding.Latin1.GetString(PrivateKey(own)), stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_secret_nor_the_token_is_logged()
    {
        var tenant = await host.NewTenantAsync();
        var app = await AppAsync(tenant);
        var wrong = app with { Secret = $"{app.Secret}x" };

        var token = await TokenAsync(app);
        await AssertRefusedAsync(HttpStatusCode.Unauthorized, "invalid_client", Grant(wrong));
        await ListAsync(tenant, token);

        Assert.NotEmpty(host.Log.Messages);
        Assert.DoesNotContain(host.Log.Messages, message => message.Contains(app.Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Messages, message => message.Contains(token, StringComparison.Ordinal));
    }

    private static async Task<(TestTenant Tenant, TestApp App, string Token)> BeforeRestartAsync(string folder)
    {
        await using var first = await LeadlineHost.StartAsync(("Data", folder));
        var tenant = await first.NewTenantAsync();
        return (tenant, await AppAsync(tenant), await tenant.TokenAsync());
    }

    private static async Task<TestApp> AppAsync(TestTenant tenant, string? scope = null)
    {
        var (id, secret) = await tenant.AddAppAsync(scope);
        return new TestApp(id, secret!);
    }

    private static KeyValuePair<string, string>[] Grant(TestApp app) =>
        [new("grant_type", "client_credentials"), new("client_id", app.Id), new("client_secret", app.Secret)];

    private static async Task<HttpResponseMessage> PostAsync(LeadlineHost host, KeyValuePair<string, string>[] form)
    {
        using var client = host.NewClient();
        return await client.PostAsync("/oauth/token", new FormUrlEncodedContent(form));
    }

    private async Task<string> TokenAsync(TestApp app, string? scope = null)
    {
        using var reply = await PostAsync(host, scope is null ? Grant(app) : [.. Grant(app), new("scope", scope)]);
        return (string)(await reply.JsonAsync(HttpStatusCode.OK))["access_token"]!;
    }

    private async Task AssertRefusedAsync(HttpStatusCode status, string error, KeyValuePair<string, string>[] form)
    {
        using var reply = await PostAsync(host, form);
        var refused = await reply.JsonAsync(status);
        Assert.Equal(error, (string?)refused["error"]);
        Assert.Null(refused["access_token"]);
    }

    private static async Task<HttpStatusCode> ListAsync(TestTenant tenant, string token)
    {
        using var client = tenant.Host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
        using var reply = await client.GetAsync("/api/v1/leads");
        return reply.StatusCode;
    }

    private static JsonObject Decoded(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Encoded(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static byte[] PrivateKey(LeadlineHost host)
    {
        var signing = host.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials.Single();
        return ((ECDsaSecurityKey)signing.Key).ECDsa.ExportParameters(includePrivateParameters: true).D!;
    }

    private sealed record TestApp(string Id, string Secret);
}
