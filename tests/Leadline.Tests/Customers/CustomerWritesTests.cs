using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Customers;

public sealed class CustomerWritesTests(LeadlineHost host)
{
    private const string Customers = "/api/v1/customers";
    private const string Both = "customers:read customers:write";

    private static readonly object Ada = new { first_name = "Ada", last_name = "Lovelace", phone_number = "0532 123 45 67" };

    [Fact]
    public async Task A_new_customer_is_answered_in_the_published_shape()
    {
        var tenant = await host.NewTenantAsync();
        var user = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com", "Grace");
        using var client = await tenant.ClientAsync(Both);

        using var reply = await client.PostAsJsonAsync(Customers, new
        {
            first_name = " Ada ",
            last_name = "Lovelace",
            phone_number = "0532 123 45 67",
            email = "ada@example.com",
            date_of_birth = "1815-12-10",
            gender = "female",
            country_id = 792,
            identity_number = "42",
            job = "Analyst",
            address = "St James's Square",
            default_channel_id = 7,
            user_id = user,
        });
        var customer = (await reply.JsonAsync(HttpStatusCode.Created))["data"]!.AsObject();

        Assert.Equal(
            [
                "id", "first_name", "last_name", "phone_number", "email", "date_of_birth", "gender", "country_name", "identity_number", "job", "address",
                "default_channel_id", "avatar_url", "related_user", "created_at", "updated_at", "deleted_at", "tags",
            ],
            customer.Select(field => field.Key));
        Assert.Equal("Ada", (string?)customer["first_name"]);
        Assert.Equal("1815-12-10T00:00:00Z", (string?)customer["date_of_birth"]);
        Assert.Equal("Türkiye", (string?)customer["country_name"]);
        Assert.Equal($$"""{"id":{{user}},"name":"Grace"}""", customer["related_user"]!.ToJsonString());
        Assert.Equal($"{Customers}/{customer["id"]}", reply.Headers.Location?.ToString());
        var read = await client.GetJsonAsync($"{Customers}/{customer["id"]}");
        Assert.True(JsonNode.DeepEquals(customer, read["data"]));
    }

    [Fact]
    public async Task Names_and_phone_are_required_and_each_missing_one_is_named()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);

        var refused = await (await client.PostAsJsonAsync(Customers, new { email = "ada@example.com" })).JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["first_name", "last_name", "phone_number"], refused["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("first_name", """{"first_name": ""}""")]
    [InlineData("last_name", """{"last_name": 5}""")]
    [InlineData("phone_number", """{"phone_number": "123456789012345678901234567890123"}""")]
    [InlineData("email", """{"email": "nobody"}""")]
    [InlineData("gender", """{"gender": "none"}""")]
    [InlineData("date_of_birth", """{"date_of_birth": "long ago"}""")]
    [InlineData("country_id", """{"country_id": 1}""")]
    [InlineData("user_id", """{"user_id": 999999}""")]
    [InlineData("avatar", """{"avatar": null}""")]
    public async Task A_field_that_breaks_its_rule_is_refused_by_name(string field, string body)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        var id = await IdAsync(client);

        using var changed = JsonContent.Create(JsonNode.Parse(body));
        var refused = await (await client.PatchAsync($"{Customers}/{id}", changed)).JsonAsync(HttpStatusCode.UnprocessableEntity);

        Assert.Equal([field], refused["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_refused()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        using var content = new StringContent("{", null, "application/json");

        Assert.Equal("invalid_request", (string?)(await (await client.PostAsync(Customers, content)).JsonAsync(HttpStatusCode.BadRequest))["error"]);
    }

    [Fact]
    public async Task Only_what_is_sent_changes_and_null_clears()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        var id = await IdAsync(client);

        var job = await (await client.PutAsJsonAsync($"{Customers}/{id}", new { job = "Analyst" })).JsonAsync(HttpStatusCode.OK);
        var none = await (await client.PatchAsJsonAsync($"{Customers}/{id}", new { job = (string?)null })).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("Analyst", (string?)job["data"]!["job"]);
        Assert.Equal("Ada", (string?)job["data"]!["first_name"]);
        Assert.Null(none["data"]!["job"]);
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_refused_with_the_present_one()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        using var created = await client.PostAsJsonAsync(Customers, Ada);
        var id = (long)(await created.JsonAsync(HttpStatusCode.Created))["data"]!["id"]!;
        (await client.PutAsJsonAsync($"{Customers}/{id}", new { job = "Analyst" })).Dispose();

        client.DefaultRequestHeaders.Add("If-Match", created.Headers.ETag!.ToString());
        var refused = await (await client.PutAsJsonAsync($"{Customers}/{id}", new { job = "Poet" })).JsonAsync(HttpStatusCode.PreconditionFailed);
        var kept = await (await client.DeleteAsync($"{Customers}/{id}")).JsonAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal("Analyst", (string?)refused["current"]!["job"]);
        Assert.Equal("Analyst", (string?)kept["current"]!["job"]);
    }

    [Fact]
    public async Task A_deleted_customer_leaves_the_list_and_can_be_restored()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        var id = await IdAsync(client);

        await (await client.DeleteAsync($"{Customers}/{id}")).JsonAsync(HttpStatusCode.OK);

        await client.GetJsonAsync($"{Customers}/{id}", HttpStatusCode.NotFound);
        await (await client.DeleteAsync($"{Customers}/{id}")).JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal(0, (await client.GetJsonAsync(Customers)).Total());
        Assert.Equal([id], (await client.GetJsonAsync($"{Customers}?trashed=1")).Ids());
        Assert.NotNull((await client.GetJsonAsync($"{Customers}/{id}?trashed=1"))["data"]!["deleted_at"]);

        var restored = await (await client.PostAsync($"{Customers}/{id}/restore", null)).JsonAsync(HttpStatusCode.OK);

        Assert.Null(restored["data"]!["deleted_at"]);
        Assert.Equal([id], (await client.GetJsonAsync(Customers)).Ids());
    }

    [Fact]
    public async Task The_timeline_tells_what_happened_newest_first()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        var id = await IdAsync(client);
        (await client.PutAsJsonAsync($"{Customers}/{id}", new { job = "Analyst" })).Dispose();
        (await client.DeleteAsync($"{Customers}/{id}")).Dispose();

        var timeline = (await client.GetJsonAsync($"{Customers}/{id}/timeline"))["data"]!.AsArray();

        Assert.Equal(["customer.delete", "customer.update", "customer.create"], timeline.Select(entry => (string?)entry!["action"]));
        Assert.Equal("""{"old":null,"new":"Analyst"}""", timeline[1]!["changes"]!["job"]!.ToJsonString());
    }

    [Fact]
    public async Task Another_tenants_customer_does_not_exist()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        using var other = await (await host.NewTenantAsync()).ClientAsync(Both);
        var id = await IdAsync(client);

        await other.GetJsonAsync($"{Customers}/{id}", HttpStatusCode.NotFound);
        await other.GetJsonAsync($"{Customers}/{id}/timeline", HttpStatusCode.NotFound);
        await (await other.PutAsJsonAsync($"{Customers}/{id}", new { job = "Spy" })).JsonAsync(HttpStatusCode.NotFound);
        await (await other.DeleteAsync($"{Customers}/{id}")).JsonAsync(HttpStatusCode.NotFound);
        await (await other.PostAsync($"{Customers}/{id}/restore", null)).JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal(0, (await other.GetJsonAsync(Customers)).Total());
        Assert.Null((await client.GetJsonAsync($"{Customers}/{id}"))["data"]!["job"]);
    }

    [Fact]
    public async Task Another_tenants_member_cannot_look_after_a_customer()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Both);
        var stranger = await (await host.NewTenantAsync()).AddUserAsync($"{Guid.NewGuid():N}@example.com");
        var id = await IdAsync(client);

        await (await client.PutAsJsonAsync($"{Customers}/{id}", new { user_id = stranger })).JsonAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Reading_does_not_allow_to_write_and_a_viewer_never_writes()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "viewer");
        using var writer = await tenant.ClientAsync(Both);
        var id = await IdAsync(writer);
        using var reader = await tenant.ClientAsync("customers:read");
        using var viewer = await tenant.ClientAsync(Both, email);

        foreach (var (client, code) in new[] { (reader, "insufficient_scope"), (viewer, "forbidden") })
        {
            await client.GetJsonAsync(Customers);
            foreach (var refused in new[]
            {
                await client.PostAsJsonAsync(Customers, Ada), await client.PutAsJsonAsync($"{Customers}/{id}", new { job = "x" }),
                await client.PatchAsJsonAsync($"{Customers}/{id}", new { job = "x" }), await client.DeleteAsync($"{Customers}/{id}"),
                await client.PostAsync($"{Customers}/{id}/restore", null),
            })
            {
                Assert.Equal(code, (string?)(await refused.JsonAsync(HttpStatusCode.Forbidden))["error"]);
            }
        }

        using var blind = await tenant.ClientAsync("customers:write");
        await blind.GetJsonAsync(Customers, HttpStatusCode.Forbidden);
        await blind.GetJsonAsync($"{Customers}/{id}/timeline", HttpStatusCode.Forbidden);
    }

    private static async Task<long> IdAsync(HttpClient client) =>
        (long)(await (await client.PostAsJsonAsync(Customers, Ada)).JsonAsync(HttpStatusCode.Created))["data"]!["id"]!;
}
