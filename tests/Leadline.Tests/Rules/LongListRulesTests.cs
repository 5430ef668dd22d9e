using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Leadline.Tenants;
using Leadline.Tests.Account;

namespace Leadline.Tests.Rules;

/// <summary>A list in a body may be as long as a body may be; nobody else waits for it, and nothing breaks on it.</summary>
public sealed class LongListRulesTests(LeadlineHost host)
{
    [Theory]
    [InlineData("PATCH", "/account/preferences", """{"pinned_view_ids": {"leads": [*]}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/users", """{"name": "Ada", "email": "ada@example.com", "role_ids": [*]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/teams", """{"name": "Night", "member_ids": [*]}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/leads/bulk", """{"action": "delete", "ids": [*]}""", HttpStatusCode.OK)]
    [InlineData("POST", "/leads/bulk", """{"action": "delete", "filter": {"tag_id": [*]}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("POST", "/leads/conversions", """{"leads": [*]}""", HttpStatusCode.UnprocessableEntity)]
    public async Task Forty_thousand_numbers_of_nothing_are_answered(string method, string path, string body, HttpStatusCode status)
    {
        var tenant = await host.NewTenantAsync();
        var (_, email) = await tenant.AddMemberAsync("owner");
        using var owner = await tenant.ClientAsync(string.Join(' ', Scopes.All), email);
        using var answer = await owner.SendAsync(
            new HttpMethod(method), $"/api/v1{path}", new StringContent(body.Replace("*", string.Join(',', Enumerable.Range(1_000_000, 40_000)), StringComparison.Ordinal), Encoding.UTF8, "application/json"));

        Assert.Equal(status, answer.StatusCode);
        await AssertShortAsync(answer);
    }

    [Theory]
    [InlineData("/roles", """{"name": "Night", "permissions": [*]}""")]
    [InlineData("/apps", """{"name": "Night", "type": "confidential", "redirect_uris": [*], "scopes": [*]}""")]
    [InlineData("/account/tokens", """{"name": "Night", "scopes": [*], "expires_at": "2100-01-01T00:00:00Z"}""")]
    public async Task Twenty_thousand_names_of_nothing_are_refused(string path, string body)
    {
        var tenant = await host.NewTenantAsync();
        var (_, email) = await tenant.AddMemberAsync("owner");
        using var owner = await tenant.ClientAsync(string.Join(' ', Scopes.All), email);
        using var answer = await owner.SendAsync(
            HttpMethod.Post, $"/api/v1{path}", new StringContent(body.Replace("*", string.Join(',', Enumerable.Range(0, 20_000).Select(at => $"\"n{at}\"")), StringComparison.Ordinal), Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        await AssertShortAsync(answer);
    }

    // A sentence for each would be compared with all before it, and nobody would read them.
    private static async Task AssertShortAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            var errors = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["errors"]!.AsObject();
            Assert.All(errors, field => Assert.InRange(field.Value!.AsArray().Count, 1, 50));
        }
    }
}
