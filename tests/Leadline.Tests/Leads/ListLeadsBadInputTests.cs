using System.Net;
using System.Text.Json.Nodes;
using Leadline.Leads;

namespace Leadline.Tests.Leads;

public sealed class ListLeadsBadInputTests(LeadlineHost host)
{
    private const int LongestAddress = 16 * 1024;

    [Theory]
    [InlineData("lead_status_id", "abc")]
    [InlineData("lead_status_id", "1.5")]
    [InlineData("lead_status_id", "1,two")]
    [InlineData("lead_status_id", "0x1")]
    [InlineData("lead_status_id", "true")]
    [InlineData("lead_status_id", "99999999999999999999")]
    [InlineData("lead_status_id", "1%00")]
    [InlineData("lead_reference_source_id", "abc")]
    [InlineData("lead_reference_source_id", "1e3")]
    [InlineData("lead_reference_source_id", "-99999999999999999999")]
    [InlineData("lead_reference_source_id", "%D9%A3")]
    [InlineData("converted", "yes")]
    [InlineData("converted", "2")]
    [InlineData("converted", "-1")]
    [InlineData("converted", "truee")]
    [InlineData("converted", "null")]
    [InlineData("search", "%00")]
    [InlineData("search", "%FF")]
    [InlineData("search", "%C3%28")]
    [InlineData("search", "%ED%A0%80")]
    [InlineData("search", "a%C3")]
    [InlineData("sort_by", "id")]
    [InlineData("sort_by", "CREATED_AT")]
    [InlineData("sort_by", "created_at%20")]
    [InlineData("sort_by", "created_at;DROP%20TABLE%20leads")]
    [InlineData("sort_order", "ascending")]
    [InlineData("sort_order", "1")]
    [InlineData("per_page", "0")]
    [InlineData("per_page", "101")]
    [InlineData("per_page", "-1")]
    [InlineData("per_page", "abc")]
    [InlineData("per_page", "1.5")]
    [InlineData("per_page", "99999999999999999999")]
    [InlineData("trashed", "maybe")]
    [InlineData("trashed", "2")]
    public async Task A_wrong_value_is_refused_by_the_name_of_its_parameter(string parameter, string value)
    {
        var errors = await RefusedAsync($"{parameter}={value}");

        Assert.Equal([parameter], errors.Select(error => error.Key));
    }

    [Theory]
    [InlineData("colour=red", "colour")]
    [InlineData("colour=", "colour")]
    [InlineData("colour", "colour")]
    [InlineData("Search=ada", "Search")]
    [InlineData("PAGE=1", "PAGE")]
    [InlineData("search[]=ada", "search[]")]
    [InlineData("search%5B%5D=ada", "search[]")]
    [InlineData("page[number]=1", "page[number]")]
    [InlineData("status_id=1", "status_id")]
    [InlineData("%20search=ada", " search")]
    [InlineData("%FF=ada", "%FF")]
    [InlineData("=ada", "")]
    public async Task An_unknown_parameter_is_refused_by_its_name(string query, string name)
    {
        var errors = await RefusedAsync(query);

        Assert.Equal([name], errors.Select(error => error.Key));
    }

    [Fact]
    public async Task Each_of_several_wrong_parameters_is_named()
    {
        var errors = await RefusedAsync(
            $"lead_status_id=x&lead_reference_source_id=x&converted=x&search={new string('a', 256)}&sort_by=x&sort_order=x&per_page=0&trashed=x&colour=red");

        Assert.Equal(
            ["colour", "converted", "lead_reference_source_id", "lead_status_id", "per_page", "search", "sort_by", "sort_order", "trashed"],
            errors.Select(error => error.Key).Order());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("界")]
    [InlineData("😀")]
    public async Task A_search_may_be_255_characters_long_and_no_longer(string character)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync();
        var longest = string.Concat(Enumerable.Repeat(character, 255));

        await client.GetJsonAsync($"/api/v1/leads?search={Uri.EscapeDataString(longest)}");
        var refused = await client.GetJsonAsync($"/api/v1/leads?search={Uri.EscapeDataString(longest + character)}", HttpStatusCode.UnprocessableEntity);

        Assert.Equal("The parameter search must be at most 255 characters long.", (string?)refused["errors"]!["search"]![0]);
    }

    [Theory]
    [InlineData("lead_status_id=-1")]
    [InlineData("lead_status_id=9223372036854775807")]
    [InlineData("lead_reference_source_id=-9223372036854775808")]
    [InlineData("page=9223372036854775807&per_page=100")]
    [InlineData("search='%20OR%201=1%20--")]
    [InlineData("search=%22%20OR%20%22")]
    [InlineData("search=NEAR(a,b)*")]
    [InlineData("search=%ZZ%")]
    public async Task What_is_odd_but_well_formed_finds_nothing(string query)
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { LastName = "Lovelace" });
        var client = await tenant.ClientAsync();

        var page = await client.GetJsonAsync($"/api/v1/leads?{query}");

        Assert.Empty(page["data"]!.AsArray());
    }

    [Fact]
    public async Task An_address_of_16_KB_is_answered_and_a_longer_one_refused()
    {
        var client = await (await host.NewTenantAsync()).ClientAsync();
        var start = "/api/v1/leads?search=";
        var longest = start + new string('a', LongestAddress - start.Length);

        await client.GetJsonAsync(longest, HttpStatusCode.UnprocessableEntity);
        var oneMore = await client.GetJsonAsync($"{longest}a", HttpStatusCode.RequestUriTooLong);
        var manyMore = await client.GetJsonAsync(longest + longest, HttpStatusCode.RequestUriTooLong);
        var elsewhere = await client.GetJsonAsync($"/api/v1/{new string('a', LongestAddress)}", HttpStatusCode.RequestUriTooLong);

        Assert.All([oneMore, manyMore, elsewhere], reply => Assert.Equal("uri_too_long", (string?)reply["error"]));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task Another_verb_is_answered_with_those_the_address_takes(string verb)
    {
        using var client = host.NewClient();

        using var reply = await client.SendAsync(new HttpRequestMessage(new HttpMethod(verb), "/api/v1/account/tenants"));

        Assert.Equal("method_not_allowed", (string?)(await reply.JsonAsync(HttpStatusCode.MethodNotAllowed))["error"]);
        Assert.Equal(["GET"], reply.Content.Headers.Allow);
    }

    [Fact]
    public async Task Head_is_another_verb_like_any_other()
    {
        using var client = host.NewClient();

        using var reply = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/v1/account/tenants"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.StatusCode);
        Assert.Equal(["GET"], reply.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/v1")]
    [InlineData("/api/v2/leads")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1/leads.php")]
    [InlineData("/api/v1/%F0%9F%98%80")]
    [InlineData("/api/v1/account")]
    public async Task An_unknown_address_answers_not_found(string address)
    {
        using var client = host.NewClient();

        var reply = await client.GetJsonAsync(address, HttpStatusCode.NotFound);

        Assert.Equal("not_found", (string?)reply["error"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer nonsense-{0}")]
    [InlineData("Bearer {0}.{0}.{0}")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.{0}.")]
    [InlineData("Basic {0}")]
    [InlineData("{0}")]
    [InlineData("Bearer, {0}")]
    public async Task A_malformed_authorization_is_no_token_and_stays_out_of_the_log(string authorization)
    {
        var secret = NewSecret();
        using var client = host.NewClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization.Replace("{0}", secret, StringComparison.Ordinal));
        client.DefaultRequestHeaders.Add("X-Tenant", "1");

        using var reply = await client.GetAsync("/api/v1/leads");

        Assert.Equal("unauthorized", (string?)(await reply.JsonAsync(HttpStatusCode.Unauthorized))["error"]);
        Assert.Equal("Bearer", reply.Headers.WwwAuthenticate.First().Scheme);
        AssertNeverLogged(secret);
    }

    [Fact]
    public async Task An_endless_token_is_no_token()
    {
        using var client = host.NewClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {new string('a', 20_000)}");

        await client.GetJsonAsync("/api/v1/leads", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_repeated_authorization_is_no_token()
    {
        var tenant = await host.NewTenantAsync();
        var token = await tenant.TokenAsync();

        var reply = await GetRawAsync("/api/v1/leads", $"Authorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\nX-Tenant: {tenant.Id}\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", reply, StringComparison.Ordinal);
        Assert.Contains("\"unauthorized\"", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("1e0")]
    [InlineData("abc")]
    [InlineData("1, 1")]
    [InlineData("0x1")]
    [InlineData("99999999999999999999")]
    [InlineData("'; DROP TABLE tenants")]
    public async Task A_malformed_tenant_is_no_tenant(string header)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync();
        client.DefaultRequestHeaders.Remove("X-Tenant");
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Tenant", header);

        var reply = await client.GetJsonAsync("/api/v1/leads", HttpStatusCode.BadRequest);

        Assert.Equal("tenant_required", (string?)reply["error"]);
    }

    [Fact]
    public async Task A_repeated_tenant_is_no_tenant()
    {
        var tenant = await host.NewTenantAsync();

        var reply = await GetRawAsync(
            "/api/v1/leads", $"Authorization: Bearer {await tenant.TokenAsync()}\r\nX-Tenant: {tenant.Id}\r\nX-Tenant: {tenant.Id}\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", reply, StringComparison.Ordinal);
        Assert.Contains("\"tenant_required\"", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/leads?search={0}%FF")]
    [InlineData("/api/v1/leads?search={0}%C3%28")]
    [InlineData("/api/v1/leads?{0}=1")]
    [InlineData("/api/v1/leads?search={0}&per_page=0")]
    public async Task What_is_refused_on_a_bare_connection_is_refused_in_json_and_stays_out_of_the_log(string address)
    {
        var secret = NewSecret();
        var tenant = await host.NewTenantAsync();

        var reply = await GetRawAsync(
            address.Replace("{0}", secret, StringComparison.Ordinal), $"Authorization: Bearer {await tenant.TokenAsync()}\r\nX-Tenant: {tenant.Id}\r\n");

        Assert.StartsWith("HTTP/1.1 422 ", reply, StringComparison.Ordinal);
        Assert.Contains("\"validation_failed\"", reply, StringComparison.Ordinal);
        AssertNeverLogged(secret);
    }

    [Theory]
    [InlineData("GET /api/v1/leads?search={0}\r\n\r\n")]
    [InlineData("{0}\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001{0}\r\n\r\n")]
    [InlineData("GET /api/v1/leads?search={0} HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /api/v1/leads?search={0} HTTP/1.1\r\n\r\n")]
    [InlineData("GET /api/v1/leads?search={0} HTTP/1.1\r\nHost: local host\r\n\r\n")]
    [InlineData("GET /api/v1/leads HTTP/1.1\r\nHost: localhost\r\nno colon {0}\r\n\r\n")]
    [InlineData("GET /api/v1/leads HTTP/1.1\r\nHost: localhost\r\nX-Tenant : {0}\r\n\r\n")]
    [InlineData("GET /api/v1/leads HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {0}\u0000\r\n\r\n")]
    [InlineData("GET /api/v1/le%00ads?search={0} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /api/v1/%FF?search={0} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /api/v1/leads?search={0}\u00ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [InlineData("GET api/v1/leads?search={0} HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task A_malformed_request_is_refused_without_a_page_and_stays_out_of_the_log(string request)
    {
        var secret = NewSecret();

        var reply = await host.SendRawAsync(request.Replace("{0}", secret, StringComparison.Ordinal));

        Assert.Matches("^HTTP/1.1 (4|505)", reply);
        AssertIsNoPage(reply);
        AssertNeverLogged(secret);
    }

    [Fact]
    public async Task What_people_search_for_stays_out_of_the_log()
    {
        var secret = NewSecret();
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead { LastName = secret, Email = $"{secret}@example.com" });
        var client = await tenant.ClientAsync();

        Assert.Equal(1, (await client.GetJsonAsync($"/api/v1/leads?search={secret}@example.com")).Total());
        await client.GetJsonAsync($"/api/v1/leads?search={secret}&sort_by={secret}", HttpStatusCode.UnprocessableEntity);
        await client.GetJsonAsync($"/api/v1/{secret}?search={secret}", HttpStatusCode.NotFound);

        AssertNeverLogged(secret);
        AssertNeverLogged(client.DefaultRequestHeaders.Authorization!.Parameter!);
    }

    private static string NewSecret() => $"secret{Guid.NewGuid():N}";

    private static void AssertIsNoPage(string reply)
    {
        Assert.DoesNotContain("<html", reply, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", reply, StringComparison.Ordinal);
    }

    private void AssertNeverLogged(string secret)
    {
        Assert.NotEmpty(host.Log.Messages);
        Assert.DoesNotContain(host.Log.Messages, message => message.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private Task<string> GetRawAsync(string address, string headers) =>
        host.SendRawAsync($"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");

    private async Task<JsonObject> RefusedAsync(string query)
    {
        var client = await (await host.NewTenantAsync()).ClientAsync();
        var refused = await client.GetJsonAsync($"/api/v1/leads?{query}", HttpStatusCode.UnprocessableEntity);

        Assert.Equal("validation_failed", (string?)refused["error"]);
        Assert.EndsWith(".", (string?)refused["message"], StringComparison.Ordinal);
        var errors = refused["errors"]!.AsObject();
        Assert.All(errors, error => Assert.EndsWith(".", (string?)Assert.Single(error.Value!.AsArray()), StringComparison.Ordinal));
        return errors;
    }
}
