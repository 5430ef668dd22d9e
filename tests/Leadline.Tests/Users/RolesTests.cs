using System.Net;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Users;

public sealed class RolesTests(LeadlineHost host)
{
    [Fact]
    public async Task A_tenant_starts_with_four_roles_in_the_published_shape()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("users:read");

        var list = await client.GetJsonAsync("/api/v1/roles?sort_by=name");
        var agent = list["data"]![0]!.AsObject();
        var read = await client.GetJsonAsync($"/api/v1/roles/{agent["id"]}");

        Assert.Equal(["agent", "manager", "owner", "viewer"], list["data"]!.AsArray().Select(role => (string?)role!["name"]));
        Assert.Equal(
            ["id", "tenant_id", "name", "is_system", "created_at", "updated_at", "permissions_count", "permissions", "visibility"], agent.Select(field => field.Key));
        Assert.Equal(tenant.Id.Value, (long)agent["tenant_id"]!);
        Assert.Equal(agent["permissions"]!.AsArray().Count, (int)agent["permissions_count"]!);
        Assert.Equal(
            ["leads:read", "leads:write", "customers:read", "customers:write", "settings:read", "users:read"],
            agent["permissions"]!.AsArray().Select(permission => (string?)permission!["name"]));
        Assert.All(agent["permissions"]!.AsArray(), permission => Assert.True((long)permission!["id"]! > 0));
        Assert.True(JsonNode.DeepEquals(agent, read["data"]));
    }

    [Fact]
    public async Task Another_tenants_role_does_not_exist()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("users:read");
        using var other = await (await host.NewTenantAsync()).ClientAsync("users:read");

        foreach (var id in (await client.GetJsonAsync("/api/v1/roles")).Ids())
        {
            await other.GetJsonAsync($"/api/v1/roles/{id}", HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Roles_are_read_with_the_scope_of_users()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read");

        await client.GetJsonAsync("/api/v1/roles", HttpStatusCode.Forbidden);
        await client.GetJsonAsync("/api/v1/roles/1", HttpStatusCode.Forbidden);
    }
}
