using System.Net;

namespace Leadline.Tests.Geography;

/// <summary>What a client sees of <c>/api/v1/countries</c>.</summary>
public sealed class ListCountriesTests(LeadlineHost host)
{
    private const string Countries = "/api/v1/countries";

    [Fact]
    public async Task Countries_have_their_iso_codes_and_stand_by_name()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync();

        var page = await client.GetJsonAsync($"{Countries}?per_page=3");
        var found = await client.GetJsonAsync($"{Countries}?search=turkiye");

        Assert.Equal(249, page.Total());
        Assert.Equal([4, 248, 8], page.Ids());
        Assert.Equal(["id", "code", "name"], found["data"]![0]!.AsObject().Select(field => field.Key));
        Assert.Equal((792, "TR", "Türkiye"), ((int)found["data"]![0]!["id"]!, (string?)found["data"]![0]!["code"], (string?)found["data"]![0]!["name"]));
        Assert.Equal(20, (await client.GetJsonAsync($"{Countries}?sort_by=code&per_page=1")).Ids()[0]);
    }

    [Fact]
    public async Task Countries_need_a_token_a_tenant_and_the_scope()
    {
        var tenant = await host.NewTenantAsync();
        using var stranger = host.NewClient();
        var homeless = await tenant.ClientAsync();
        homeless.DefaultRequestHeaders.Remove("X-Tenant");

        await stranger.GetJsonAsync(Countries, HttpStatusCode.Unauthorized);
        await homeless.GetJsonAsync(Countries, HttpStatusCode.BadRequest);
        await (await tenant.ClientAsync("users:read")).GetJsonAsync(Countries, HttpStatusCode.Forbidden);
        await (await tenant.ClientAsync()).GetJsonAsync($"{Countries}?trashed=1", HttpStatusCode.UnprocessableEntity);
    }
}
