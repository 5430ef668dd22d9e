using System.Net;
using System.Net.Http.Headers;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Account;

public sealed class ListTenantsTests(LeadlineHost host)
{
    private const string Tenants = "/api/v1/account/tenants";

    [Fact]
    public async Task A_person_sees_exactly_the_tenants_they_are_a_member_of()
    {
        var (first, second) = (await host.NewTenantAsync("Acme"), await host.NewTenantAsync("Globex"));
        await host.NewTenantAsync("Initech");
        var email = $"{Guid.NewGuid():N}@example.com";
        await first.AddUserAsync(email);
        await second.AddUserAsync(email, role: "viewer");
        using var client = await ClientAsync(first, email);

        var list = await client.GetJsonAsync(Tenants);

        Assert.Equal(
            $$"""{"data":[{"id":{{first.Id}},"name":"Acme","logo_url":null},{"id":{{second.Id}},"name":"Globex","logo_url":null}]}""",
            list.ToJsonString());
    }

    [Fact]
    public async Task An_operators_token_sees_its_one_tenant()
    {
        var tenant = await host.NewTenantAsync("Acme");
        await host.NewTenantAsync("Globex");
        using var client = await ClientAsync(tenant);

        Assert.Equal([tenant.Id.Value], (await client.GetJsonAsync(Tenants)).Ids());
    }

    [Fact]
    public async Task An_apps_token_sees_the_tenant_of_the_app()
    {
        var tenant = await host.NewTenantAsync("Acme");
        await host.NewTenantAsync("Globex");
        var (id, secret) = await tenant.AddAppAsync();
        using var client = host.NewClient();
        using var issued = await client.PostAsync(
            "/oauth/token",
            new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), new("client_secret", secret!)]));
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", (string?)(await issued.JsonAsync(HttpStatusCode.OK))["access_token"]);

        Assert.Equal([tenant.Id.Value], (await client.GetJsonAsync(Tenants)).Ids());
    }

    [Fact]
    public async Task Any_scope_will_do()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("settings:write");

        Assert.Equal([tenant.Id.Value], (await client.GetJsonAsync(Tenants)).Ids());
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("9999999")]
    public async Task The_tenant_header_is_not_looked_at(string header)
    {
        var tenant = await host.NewTenantAsync();
        using var client = await ClientAsync(tenant);
        client.DefaultRequestHeaders.Add("X-Tenant", header);

        Assert.Equal([tenant.Id.Value], (await client.GetJsonAsync(Tenants)).Ids());
    }

    [Fact]
    public async Task The_logo_is_told_by_its_address()
    {
        var tenant = await host.NewTenantAsync();
        await using var db = host.Database.Platform();
        (await db.Tenants.SingleAsync(each => each.Id == tenant.Id.Value)).LogoUrl = "https://example.com/logo.svg";
        await db.SaveChangesAsync();
        using var client = await ClientAsync(tenant);

        Assert.Equal("https://example.com/logo.svg", (string?)(await client.GetJsonAsync(Tenants))["data"]![0]!["logo_url"]);
    }

    [Theory]
    [InlineData("page")]
    [InlineData("search")]
    public async Task A_parameter_is_refused_for_none_is_known(string parameter)
    {
        using var client = await ClientAsync(await host.NewTenantAsync());

        var refused = await client.GetJsonAsync($"{Tenants}?{parameter}=1", HttpStatusCode.UnprocessableEntity);

        Assert.Equal("validation_failed", (string?)refused["error"]);
        Assert.Equal([parameter], refused["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Without_a_good_token_nothing_is_listed()
    {
        using var client = host.NewClient();

        var refused = await client.GetJsonAsync(Tenants, HttpStatusCode.Unauthorized);

        Assert.Equal("unauthorized", (string?)refused["error"]);
    }

    private async Task<HttpClient> ClientAsync(TestTenant tenant, string? user = null)
    {
        var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await tenant.TokenAsync(user: user));
        return client;
    }
}
