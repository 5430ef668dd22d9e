using System.Net;

namespace Leadline.Tests.Leads;

public sealed class ConvertLeadTests(LeadlineHost host)
{
    private const string Leads = "/api/v1/leads";
    private const string Customers = "/api/v1/customers";
    private const string All = "leads:read leads:write customers:read customers:write";

    [Fact]
    public async Task A_lead_becomes_a_new_customer_with_its_fields()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Lovelace", first_name = "Ada", email = "ada@example.com", phone_number = "0532 123 45 67", country_id = 792 });

        var conversion = (await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK))["data"]!;

        Assert.Equal("created", (string?)conversion["result"]);
        var (lead, customer) = (conversion["lead"]!, conversion["customer"]!);
        Assert.Equal(("true", "converted", (long)customer["id"]!), ((string?)lead["is_converted"], (string?)lead["status"]!["slug"], (long)lead["customer_id"]!));
        Assert.Equal(("Ada", "Lovelace", "ada@example.com", "0532 123 45 67", "Türkiye"), (
            (string?)customer["first_name"], (string?)customer["last_name"], (string?)customer["email"], (string?)customer["phone_number"], (string?)customer["country_name"]));
        Assert.Equal(customer.ToJsonString(), (await client.GetJsonAsync($"{Customers}/{customer["id"]}"))["data"]!.ToJsonString());
        Assert.Equal([id], (await client.GetJsonAsync($"{Leads}?converted=1")).Ids());
    }

    [Fact]
    public async Task The_leads_of_a_customer_are_found_by_its_number()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var first = await client.CreateLeadAsync(new { last_name = "Lovelace" });
        var second = await client.CreateLeadAsync(new { last_name = "King" });
        var other = await client.CreateLeadAsync(new { last_name = "Hopper" });
        await client.CreateLeadAsync(new { last_name = "Nobody's" });
        var ada = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{first}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{second}/convert", HttpStatusCode.OK, new { existing_customer_id = ada });
        var grace = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{other}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;

        Assert.Equal([first, second], (await client.GetJsonAsync($"{Leads}?customer_id={ada}")).Ids().Order());
        Assert.Equal([first, second, other], (await client.GetJsonAsync($"{Leads}?customer_id={ada},{grace}")).Ids().Order());
        Assert.Equal([first], (await client.GetJsonAsync($"{Leads}?customer_id={ada}&search=lovelace")).Ids());
        Assert.Empty((await client.GetJsonAsync($"{Leads}?customer_id={ada + grace + 1}")).Ids());
    }

    [Fact]
    public async Task Missing_fields_do_not_stop_a_sale()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "Lovelace" });

        var customer = (await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK, new { }))["data"]!["customer"]!;

        Assert.Null(customer["first_name"]);
        Assert.Null(customer["phone_number"]);
    }

    [Fact]
    public async Task A_second_conversion_is_refused_with_the_customers_id()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync();
        var first = await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK);

        var second = await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.Conflict);

        Assert.Equal(("conflict", (long)first["data"]!["customer"]!["id"]!), ((string?)second["error"], (long)second["customer_id"]!));
    }

    [Fact]
    public async Task A_check_lists_likely_customers_and_converts_nothing()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var byMail = await CustomerAsync(client, new { last_name = "A", email = "Ada@Example.com" });
        var byPhone = await CustomerAsync(client, new { last_name = "B", phone_number = "+90 532 123 45 67" });
        await CustomerAsync(client, new { last_name = "C", email = "grace@example.com" });
        var id = await client.CreateLeadAsync(new { last_name = "Lovelace", email = "ada@example.com", phone_number = "0532 1234567" });

        var check = (await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK, new { check = true }))["data"]!;

        Assert.Equal("checked", (string?)check["result"]);
        Assert.Equal([byMail, byPhone], check["likely_customers"]!.AsArray().Select(customer => (long)customer!["id"]!));
        Assert.Equal("false", (string?)(await client.GetJsonAsync($"{Leads}/{id}"))["data"]!["is_converted"]);
    }

    [Fact]
    public async Task A_lead_is_linked_to_an_existing_customer()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var customer = await CustomerAsync(client, new { last_name = "A" });
        var id = await client.CreateLeadAsync();

        var conversion = (await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK, new { existing_customer_id = customer }))["data"]!;

        Assert.Equal(("linked", customer), ((string?)conversion["result"], (long)conversion["customer"]!["id"]!));
        Assert.Equal(customer, (long)conversion["lead"]!["customer_id"]!);
    }

    [Theory]
    [InlineData("""{"existing_customer_id": 999999999}""", "existing_customer_id")]
    [InlineData("""{"existing_customer_id": "1"}""", "existing_customer_id")]
    [InlineData("""{"check": 1}""", "check")]
    [InlineData("""{"customer_id": 1}""", "customer_id")]
    public async Task A_field_that_breaks_its_rule_is_named_and_nothing_is_converted(string body, string field)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var id = await client.CreateLeadAsync();

        var refused = await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.UnprocessableEntity, body);

        Assert.Single(refused.ErrorsOf(field));
        Assert.Equal("false", (string?)(await client.GetJsonAsync($"{Leads}/{id}"))["data"]!["is_converted"]);
    }

    [Fact]
    public async Task Another_tenants_lead_and_customer_are_not_there()
    {
        using var theirs = await (await host.NewTenantAsync()).ClientAsync(All);
        using var ours = await (await host.NewTenantAsync()).ClientAsync(All);
        var foreign = await CustomerAsync(theirs, new { last_name = "A" });
        var (lead, id) = (await theirs.CreateLeadAsync(), await ours.CreateLeadAsync());

        await ours.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/convert", HttpStatusCode.NotFound);
        await ours.CallAsync(HttpMethod.Delete, $"{Leads}/{lead}/conversion", HttpStatusCode.NotFound);
        await ours.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.UnprocessableEntity, new { existing_customer_id = foreign });
        await ours.GetJsonAsync($"{Customers}/{foreign}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Converting_needs_to_write_customers_too()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read leads:write customers:read");
        var id = await client.CreateLeadAsync();

        foreach (var (method, address) in new[] { (HttpMethod.Post, $"{Leads}/{id}/convert"), (HttpMethod.Post, $"{Leads}/conversions"), (HttpMethod.Delete, $"{Leads}/{id}/conversion") })
        {
            using var refused = await client.SendAsync(method, address);
            Assert.Equal("insufficient_scope", (string?)(await refused.JsonAsync(HttpStatusCode.Forbidden))["error"]);
            Assert.Equal("Bearer error=\"insufficient_scope\", scope=\"customers:write\"", refused.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task A_refusal_for_want_of_a_scope_is_not_kept_for_its_key()
    {
        var tenant = await host.NewTenantAsync();
        using var narrow = await tenant.ClientAsync("leads:read leads:write");
        using var client = await tenant.ClientAsync(All);
        var id = await client.CreateLeadAsync();

        await narrow.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.Forbidden, null, ("Idempotency-Key", "k"));

        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK, null, ("Idempotency-Key", "k"));
    }

    [Fact]
    public async Task A_check_needs_to_read_customers_and_not_to_write_them()
    {
        var tenant = await host.NewTenantAsync();
        using var reader = await tenant.ClientAsync("leads:read leads:write customers:read");
        using var writer = await tenant.ClientAsync("leads:read leads:write customers:write");
        var id = await reader.CreateLeadAsync();

        await reader.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK, new { check = true });
        await writer.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.Forbidden, new { check = true });
        var unknown = await reader.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.UnprocessableEntity, new { check = true, existing_customer_id = 999_999_999 });

        Assert.Single(unknown.ErrorsOf("existing_customer_id"));
    }

    [Fact]
    public async Task A_conversion_taken_back_removes_the_untouched_customer_and_returns_the_status()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var id = await client.CreateLeadAsync(new { last_name = "A", lead_status_id = await tenant.StatusAsync("qualified") });
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;

        var reverted = (await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}/conversion", HttpStatusCode.OK))["data"]!;

        Assert.Equal(("removed", customer), ((string?)reverted["customer"], (long)reverted["customer_id"]!));
        Assert.Null(reverted["why"]);
        var lead = reverted["lead"]!;
        Assert.Equal(("false", "qualified"), ((string?)lead["is_converted"], (string?)lead["status"]!["slug"]));
        Assert.Null(lead["customer_id"]);
        await client.GetJsonAsync($"{Customers}/{customer}", HttpStatusCode.NotFound);
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}/conversion", HttpStatusCode.Conflict);
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_touched_customer_is_kept()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var id = await client.CreateLeadAsync();
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{id}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
        await tenant.ChangeAsync(async db => (await db.FindLiveAsync<Leadline.Customers.Customer>(customer))!.Job = "Programmer");

        var reverted = (await client.CallAsync(HttpMethod.Delete, $"{Leads}/{id}/conversion", HttpStatusCode.OK))["data"]!;

        Assert.Equal(("kept", "The customer was changed since the conversion."), ((string?)reverted["customer"], (string?)reverted["why"]));
        await client.GetJsonAsync($"{Customers}/{customer}");
    }

    [Fact]
    public async Task A_customer_that_was_there_before_or_that_another_lead_has_is_kept()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        var (first, second) = (await client.CreateLeadAsync(), await client.CreateLeadAsync());
        var customer = (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{first}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{second}/convert", HttpStatusCode.OK, new { existing_customer_id = customer });

        var ofFirst = (await client.CallAsync(HttpMethod.Delete, $"{Leads}/{first}/conversion", HttpStatusCode.OK))["data"]!;
        var ofSecond = (await client.CallAsync(HttpMethod.Delete, $"{Leads}/{second}/conversion", HttpStatusCode.OK))["data"]!;

        Assert.Equal(("kept", "Another lead is linked to the customer."), ((string?)ofFirst["customer"], (string?)ofFirst["why"]));
        Assert.Equal(("kept", "The customer was there before the conversion."), ((string?)ofSecond["customer"], (string?)ofSecond["why"]));
        await client.GetJsonAsync($"{Customers}/{customer}");
    }

    private static async Task<long> CustomerAsync(HttpClient client, object lead) =>
        (long)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{await client.CreateLeadAsync(lead)}/convert", HttpStatusCode.OK))["data"]!["customer"]!["id"]!;
}
