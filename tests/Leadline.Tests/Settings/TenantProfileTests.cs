using System.Net;
using System.Text.Json.Nodes;
using Leadline.Platform.Database;

namespace Leadline.Tests.Settings;

/// <summary>What a tenant says of itself at <c>/api/v1/tenant</c>.</summary>
public sealed class TenantProfileTests(LeadlineHost host)
{
    private const string Address = "/api/v1/tenant";
    private const string All = "leads:read leads:write customers:read customers:write settings:read settings:write users:read users:write";

    [Fact]
    public async Task A_new_tenant_says_what_it_was_made_with()
    {
        var tenant = await host.NewTenantAsync("Analytical Engines");
        using var client = await tenant.ClientAsync(All);

        var profile = (await client.GetJsonAsync(Address))["data"]!.AsObject();

        Assert.Equal(["id", "name", "logo_url", "default_country", "time_zone", "updated_at"], profile.Select(field => field.Key));
        Assert.Equal((tenant.Id.Value, "Analytical Engines", tenant.Country), ((long)profile["id"]!, (string?)profile["name"], (string?)profile["default_country"]));
    }

    [Fact]
    public async Task Members_see_the_new_name_and_logo_and_an_undo_gives_back_the_old()
    {
        var tenant = await host.NewTenantAsync("Byron");
        using var owner = await MemberAsync(tenant, "owner");
        using var viewer = await MemberAsync(tenant, "viewer");

        await owner.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { name = " Lovelace ", logo_url = "https://example.com/logo.svg", time_zone = "Europe/Istanbul" });
        var batch = (await owner.GetJsonAsync("/api/v1/batches")).Ids()[0];

        Assert.Equal(("Lovelace", "https://example.com/logo.svg"), await SeenAsync(viewer));
        Assert.Equal("Europe/Istanbul", (string?)(await viewer.GetJsonAsync(Address))["data"]!["time_zone"]);
        var entry = (await viewer.GetJsonAsync("/api/v1/changes?limit=1000"))["data"]!.AsArray()[^1]!;
        Assert.Equal(("tenant", "tenant.update", "Byron", "Lovelace"), ((string?)entry["entity"], (string?)entry["action"], (string?)entry["changes"]!["name"]!["old"], (string?)entry["changes"]!["name"]!["new"]));

        await viewer.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Forbidden);
        await owner.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK);
        Assert.Equal(("Byron", null), await SeenAsync(viewer));
        Assert.Null((string?)(await viewer.GetJsonAsync(Address))["data"]!["time_zone"]);
    }

    [Fact]
    public async Task Only_owners_change_it_and_undo_its_changes()
    {
        var tenant = await host.NewTenantAsync("Byron");
        using var owner = await MemberAsync(tenant, "owner");
        using var manager = await MemberAsync(tenant, "manager");
        await owner.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { name = "Lovelace" });
        var batch = (await owner.GetJsonAsync("/api/v1/batches")).Ids()[0];

        await manager.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.Forbidden, new { name = "Ours" });
        await manager.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Forbidden);

        Assert.Equal(("Lovelace", null), await SeenAsync(manager));
        Assert.Equal("Lovelace", (string?)(await manager.GetJsonAsync(Address))["data"]!["name"]);
    }

    [Theory]
    [InlineData("""{"name": null}""", "name")]
    [InlineData("""{"name": "  "}""", "name")]
    [InlineData("""{"logo_url": "javascript:alert(1)"}""", "logo_url")]
    [InlineData("""{"logo_url": "/logo.svg"}""", "logo_url")]
    [InlineData("""{"default_country": "XX"}""", "default_country")]
    [InlineData("""{"default_country": "TUR"}""", "default_country")]
    [InlineData("""{"time_zone": "Istanbul"}""", "time_zone")]
    [InlineData("""{"time_zone": "UTC+3"}""", "time_zone")]
    [InlineData("""{"tier": "gold"}""", "tier")]
    public async Task A_bad_body_is_refused_by_field_and_nothing_changes(string body, string field)
    {
        using var client = await (await host.NewTenantAsync("Byron")).ClientAsync(All);
        var before = await client.GetJsonAsync(Address);
        var sent = JsonNode.Parse(body)!.AsObject();
        sent["time_zone"] ??= "UTC";

        var refused = await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.UnprocessableEntity, sent);

        Assert.NotEmpty(refused.ErrorsOf(field));
        Assert.True(JsonNode.DeepEquals(before, await client.GetJsonAsync(Address)));
    }

    [Fact]
    public async Task The_default_country_changes_while_there_are_no_phone_numbers_and_by_no_undo_afterwards()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { default_country = "de" });
        var batch = (await client.GetJsonAsync("/api/v1/batches")).Ids()[0];
        await client.CreateLeadAsync(new { last_name = "Lovelace" });
        await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { default_country = "TR" });
        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{(await client.GetJsonAsync("/api/v1/batches")).Ids()[0]}/undo", HttpStatusCode.OK);
        var lead = await client.CreateLeadAsync(new { last_name = "Byron", phone_number = "030 901820" });

        Assert.Equal([lead], (await client.GetJsonAsync("/api/v1/leads?phone_number=%2B4930901820")).Ids());
        var refused = await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.Conflict, new { default_country = "TR", name = "Other" });
        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Conflict);
        await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { default_country = "DE", time_zone = "Europe/Berlin" });

        Assert.StartsWith("The default country can be changed only while", (string?)refused["message"], StringComparison.Ordinal);
        Assert.Equal("DE", (string?)(await client.GetJsonAsync(Address))["data"]!["default_country"]);
    }

    [Fact]
    public async Task A_change_under_an_old_tag_is_refused()
    {
        using var client = await (await host.NewTenantAsync("Byron")).ClientAsync(All);
        await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { name = "Lovelace" }, ("If-Match", "\"1\""));

        var outdated = await client.CallAsync(HttpMethod.Put, Address, HttpStatusCode.PreconditionFailed, new { name = "King" }, ("If-Match", "\"1\""));

        Assert.Equal("Lovelace", (string?)outdated["current"]!["name"]);
    }

    [Fact]
    public async Task A_tenant_that_an_older_process_made_has_a_profile_with_its_first_change()
    {
        var tenant = await host.NewTenantAsync("Byron");
        using var client = await tenant.ClientAsync(All);
        await tenant.WriteAsync(write =>
        {
            write.OpenBatch();
            write.Execute("DELETE FROM tenant_profiles WHERE tenant_id = @tenant", ("@tenant", write.Tenant.Value));
            return Task.CompletedTask;
        });

        Assert.Equal("Byron", (string?)(await client.GetJsonAsync(Address))["data"]!["name"]);
        await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { time_zone = "UTC" }, ("If-Match", "\"0\""));
        await client.CallAsync(HttpMethod.Patch, Address, HttpStatusCode.OK, new { name = "Lovelace" });

        Assert.Equal("UTC", (string?)(await client.GetJsonAsync(Address))["data"]!["time_zone"]);
        using var viewer = await MemberAsync(tenant, "viewer");
        Assert.Equal(("Lovelace", null), await SeenAsync(viewer));
    }

    [Fact]
    public async Task What_an_undo_took_back_of_the_settings_is_not_set_again_by_a_later_change()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 30 });
        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{(await client.GetJsonAsync("/api/v1/batches")).Ids()[0]}/undo", HttpStatusCode.OK);

        var settings = await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { second_factor_required = false });

        Assert.Null(settings["data"]!["journal_days"]);
    }

    private static async Task<HttpClient> MemberAsync(TestTenant tenant, string role)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: role);
        return await tenant.ClientAsync(All, email);
    }

    private static async Task<(string? Name, string? Logo)> SeenAsync(HttpClient member)
    {
        var seen = Assert.Single((await member.GetJsonAsync("/api/v1/account/tenants"))["data"]!.AsArray())!;
        return ((string?)seen["name"], (string?)seen["logo_url"]);
    }
}
