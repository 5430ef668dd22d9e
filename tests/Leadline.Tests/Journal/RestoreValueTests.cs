using System.Net;

namespace Leadline.Tests.Journal;

public sealed class RestoreValueTests(LeadlineHost host)
{
    private const string All = "leads:read leads:write customers:read customers:write settings:write";
    private const string Leads = "/api/v1/leads";

    [Fact]
    public async Task One_value_comes_back_and_the_others_stay()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Byron", email = "ada@example.com" });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = "Lovelace", email = "other@example.com" });
        var entry = await LastEntryAsync(client, $"{Leads}/{id}");

        var lead = (await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/timeline/{entry}/restore", HttpStatusCode.OK, new { field = "email" }))["data"]!;

        Assert.Equal(("Lovelace", "ada@example.com"), ((string?)lead["last_name"], (string?)lead["email"]));
        Assert.Equal(1, (await client.GetJsonAsync($"{Leads}?email=ada@example.com")).Total());
        Assert.Equal("lead.restore_value", (string?)(await client.GetJsonAsync($"{Leads}/{id}/timeline"))["data"]![0]!["action"]);
    }

    [Fact]
    public async Task A_customers_values_come_back_whatever_their_kind()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var ada = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
        var id = await client.CreateAsync(
            "/api/v1/customers", new { first_name = "Ada", last_name = "Byron", phone_number = "1", date_of_birth = "1815-12-10T00:00:00Z", user_id = ada });
        await client.CallAsync(
            HttpMethod.Patch, $"/api/v1/customers/{id}", HttpStatusCode.OK, new { date_of_birth = (string?)null, user_id = (long?)null });
        var entry = await LastEntryAsync(client, $"/api/v1/customers/{id}");
        var restore = $"/api/v1/customers/{id}/timeline/{entry}/restore";

        await client.CallAsync(HttpMethod.Post, restore, HttpStatusCode.OK, new { field = "date_of_birth" });
        var customer = (await client.CallAsync(HttpMethod.Post, restore, HttpStatusCode.OK, new { field = "related_user_id" }))["data"]!;

        Assert.Equal(("1815-12-10T00:00:00Z", ada), ((string?)customer["date_of_birth"], (long)customer["related_user"]!["id"]!));
    }

    [Fact]
    public async Task A_value_that_is_no_longer_allowed_is_refused()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var status = await client.CreateAsync($"{Leads}/statuses", new { name = "Called" });
        var id = await client.CreateLeadAsync(new { last_name = "Byron", lead_status_id = status });
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { lead_status_id = (long?)null });
        var entry = await LastEntryAsync(client, $"{Leads}/{id}");
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/statuses/{status}", HttpStatusCode.OK);

        var refusal = await client.CallAsync(
            HttpMethod.Post, $"{Leads}/{id}/timeline/{entry}/restore", HttpStatusCode.UnprocessableEntity, new { field = "lead_status_id" });

        Assert.Equal("The field lead_status_id is no status of this tenant.", (string?)refusal["errors"]!["lead_status_id"]![0]);
    }

    [Fact]
    public async Task Only_what_the_entry_changed_can_come_back_and_only_to_its_own_record()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        using var stranger = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Byron" });
        var other = await client.CreateLeadAsync(new { last_name = "Hopper" });
        var creation = await LastEntryAsync(client, $"{Leads}/{id}");
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{id}", HttpStatusCode.OK, new { last_name = "Lovelace" });
        var entry = await LastEntryAsync(client, $"{Leads}/{id}");

        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/timeline/{entry}/restore", HttpStatusCode.UnprocessableEntity, new { field = "email" });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/timeline/{entry}/restore", HttpStatusCode.UnprocessableEntity, new { });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/timeline/{creation}/restore", HttpStatusCode.UnprocessableEntity, new { field = "last_name" });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{other}/timeline/{entry}/restore", HttpStatusCode.NotFound, new { field = "last_name" });
        await stranger.CallAsync(HttpMethod.Post, $"{Leads}/{id}/timeline/{entry}/restore", HttpStatusCode.NotFound, new { field = "last_name" });
    }

    [Fact]
    public async Task A_value_of_a_customer_that_was_null_comes_back()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var lead = await client.CreateLeadAsync();
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/customers/{customer}", HttpStatusCode.OK, new { phone_number = "555" });
        var entry = await LastEntryAsync(client, $"/api/v1/customers/{customer}");

        var shown = await client.CallAsync(
            HttpMethod.Post, $"/api/v1/customers/{customer}/timeline/{entry}/restore", HttpStatusCode.OK, new { field = "phone_number" });

        Assert.Null(shown["data"]!["phone_number"]);
    }

    [Fact]
    public async Task What_is_not_restored_by_itself_says_why()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}", HttpStatusCode.OK);
        var deletion = await LastEntryAsync(client, $"{Leads}/{id}");
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/restore", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK);
        var conversion = await LastEntryAsync(client, $"{Leads}/{id}");

        var ofDeletion = await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/timeline/{deletion}/restore", HttpStatusCode.UnprocessableEntity, new { field = "deleted_at" });
        var ofConversion = await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/timeline/{conversion}/restore", HttpStatusCode.UnprocessableEntity, new { field = "customer_id" });

        Assert.Contains("/restore brings a deleted lead back", ofDeletion.ErrorsOf("field").Single());
        Assert.Contains("DELETE /api/v1/leads/{id}/conversion", ofConversion.ErrorsOf("field").Single());
    }

    private static async Task<long> LastEntryAsync(HttpClient client, string record) => (long)(await client.GetJsonAsync($"{record}/timeline"))["data"]![0]!["id"]!;
}
