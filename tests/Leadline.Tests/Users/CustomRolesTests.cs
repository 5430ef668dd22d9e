using System.Net;

namespace Leadline.Tests.Users;

public sealed class CustomRolesTests(LeadlineHost host)
{
    private const string All = "leads:read leads:write customers:read customers:write settings:read settings:write users:read users:write";
    private const string Roles = "/api/v1/roles";

    [Fact]
    public async Task A_role_of_named_permissions_is_made_changed_deleted_and_restored_and_counts_at_once()
    {
        var tenant = await host.NewTenantAsync();
        using var owner = await tenant.ClientAsync(All);
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await tenant.AddUserAsync(email, role: "viewer");
        using var member = await tenant.ClientAsync(All, user: email);
        var made = (await owner.CallAsync(HttpMethod.Post, Roles, HttpStatusCode.Created, new { name = "Intake", permissions = new[] { "leads:read" } }))["data"]!;
        var role = (long)made["id"]!;
        Assert.Equal(("all", 1), ((string?)made["visibility"], (int)made["permissions_count"]!));
        await owner.CallAsync(HttpMethod.Patch, $"/api/v1/users/{user}", HttpStatusCode.OK, new { role_ids = new[] { role } });
        await member.CallAsync(HttpMethod.Post, "/api/v1/leads", HttpStatusCode.Forbidden, new { last_name = "X" });

        await owner.CallAsync(HttpMethod.Patch, $"{Roles}/{role}", HttpStatusCode.OK, new { permissions = new[] { "leads:read", "leads:write" } });
        await member.CallAsync(HttpMethod.Post, "/api/v1/leads", HttpStatusCode.Created, new { last_name = "X" });

        await owner.CallAsync(HttpMethod.Delete, $"{Roles}/{role}", HttpStatusCode.Conflict);
        var viewer = (await owner.GetJsonAsync($"{Roles}?search=viewer")).Ids()[0];
        using (await owner.DeleteAsync($"{Roles}/{role}", new { replacement_id = viewer }))
        {
            await member.CallAsync(HttpMethod.Post, "/api/v1/leads", HttpStatusCode.Forbidden, new { last_name = "X" });
        }

        await member.GetJsonAsync("/api/v1/leads");
        await owner.CallAsync(HttpMethod.Post, $"{Roles}/{role}/restore", HttpStatusCode.OK);
        Assert.Contains(role, (await owner.GetJsonAsync(Roles)).Ids());
    }

    [Fact]
    public async Task The_owners_role_stays_as_it_is_and_system_roles_keep_their_names()
    {
        using var owner = await (await host.NewTenantAsync()).ClientAsync(All);
        var (first, agent) = ((await owner.GetJsonAsync($"{Roles}?search=owner")).Ids()[0], (await owner.GetJsonAsync($"{Roles}?search=agent")).Ids()[0]);

        await owner.CallAsync(HttpMethod.Patch, $"{Roles}/{first}", HttpStatusCode.Conflict, new { permissions = new[] { "leads:read" } });
        await owner.CallAsync(HttpMethod.Patch, $"{Roles}/{first}", HttpStatusCode.Conflict, new { visibility = "own" });
        await owner.CallAsync(HttpMethod.Patch, $"{Roles}/{agent}", HttpStatusCode.Conflict, new { name = "Seller" });
        await owner.CallAsync(HttpMethod.Delete, $"{Roles}/{agent}", HttpStatusCode.Conflict);
        await owner.CallAsync(HttpMethod.Patch, $"{Roles}/{agent}", HttpStatusCode.OK, new { visibility = "own" });
    }

    [Fact]
    public async Task Nobody_makes_a_role_that_allows_more_than_they_may_and_an_undo_gives_no_more_either()
    {
        var tenant = await host.NewTenantAsync();
        using var owner = await tenant.ClientAsync(All);
        var hr = await owner.CreateAsync(Roles, new { name = "HR", permissions = new[] { "leads:read", "users:read", "users:write" } });
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await tenant.AddUserAsync(email);
        await owner.CallAsync(HttpMethod.Patch, $"/api/v1/users/{user}", HttpStatusCode.OK, new { role_ids = new[] { hr } });
        using var member = await tenant.ClientAsync(All, user: email);
        await owner.CallAsync(HttpMethod.Patch, $"{Roles}/{hr}", HttpStatusCode.OK, new { permissions = new[] { "leads:read", "users:read", "users:write", "leads:write" } });
        await owner.CallAsync(HttpMethod.Patch, $"{Roles}/{hr}", HttpStatusCode.OK, new { permissions = new[] { "leads:read", "users:read", "users:write" } });
        var taken = (await owner.GetJsonAsync("/api/v1/batches?action=role.update")).Ids()[0];

        await member.CallAsync(HttpMethod.Post, Roles, HttpStatusCode.Forbidden, new { name = "Mighty", permissions = new[] { "settings:write" } });
        await member.CallAsync(HttpMethod.Patch, $"{Roles}/{hr}", HttpStatusCode.Forbidden, new { permissions = new[] { "leads:read", "users:read", "users:write", "settings:write" } });
        await member.CallAsync(HttpMethod.Post, $"/api/v1/batches/{taken}/undo", HttpStatusCode.Forbidden);
        await member.CallAsync(HttpMethod.Post, Roles, HttpStatusCode.Created, new { name = "Reader", permissions = new[] { "leads:read" } });
    }

    [Theory]
    [InlineData("""{"name": "X", "permissions": ["leads:steal"]}""", "permissions")]
    [InlineData("""{"name": "X", "permissions": "leads:read"}""", "permissions")]
    [InlineData("""{"name": "X", "visibility": "some"}""", "visibility")]
    [InlineData("""{"name": "X", "visibility": null}""", "visibility")]
    [InlineData("""{"permissions": []}""", "name")]
    public async Task Bad_fields_are_named(string body, string field)
    {
        using var owner = await (await host.NewTenantAsync()).ClientAsync(All);

        Assert.NotEmpty((await owner.CallAsync(HttpMethod.Post, Roles, HttpStatusCode.UnprocessableEntity, body)).ErrorsOf(field));
    }

    [Fact]
    public async Task A_name_is_unique_among_live_roles_whatever_the_case()
    {
        using var owner = await (await host.NewTenantAsync()).ClientAsync(All);

        await owner.CallAsync(HttpMethod.Post, Roles, HttpStatusCode.Conflict, new { name = "OWNER", permissions = new[] { "leads:read" } });
    }
}
