using System.Net;

namespace Leadline.Tests.Account;

public sealed class GetAccountRolesTests(LeadlineHost host)
{
    private const string Roles = "/api/v1/account/roles";

    [Fact]
    public async Task A_person_sees_their_roles_in_this_tenant_and_what_these_allow_whatever_the_token()
    {
        var (tenant, other) = (await host.NewTenantAsync(), await host.NewTenantAsync());
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "viewer");
        await other.AddUserAsync(email, role: "owner");
        using var client = await tenant.ClientAsync("leads:read", email);

        var account = await client.GetJsonAsync(Roles);

        Assert.Equal(
            """{"success":true,"data":{"roles":["viewer"],"permissions":["leads:read","customers:read","settings:read","users:read"],"visibility":"all","teams":[]}}""", account.ToJsonString());
    }

    [Fact]
    public async Task The_operator_has_no_role_and_what_the_token_is_good_for()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("settings:write leads:read");

        Assert.Equal(
            """{"success":true,"data":{"roles":[],"permissions":["leads:read","settings:write"],"visibility":"all","teams":[]}}""", (await client.GetJsonAsync(Roles)).ToJsonString());
    }

    [Fact]
    public async Task A_tenant_must_be_named_and_no_parameter_is_known()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync();

        await client.GetJsonAsync($"{Roles}?page=1", HttpStatusCode.UnprocessableEntity);
        client.DefaultRequestHeaders.Remove("X-Tenant");
        Assert.Equal("tenant_required", (string?)(await client.GetJsonAsync(Roles, HttpStatusCode.BadRequest))["error"]);
    }
}
