using System.Net;
using System.Text.Json.Nodes;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Rules;

/// <summary>What holds for every list of the API, whatever it lists.</summary>
public sealed class ListRulesTests(LeadlineHost host)
{
    private IEnumerable<RouteEndpoint> Lists => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(answer =>
            answer.Type is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Page<>)));

    [Fact]
    public void Every_list_can_be_read_by_cursor()
    {
        Assert.True(Lists.Count() > 10);
        Assert.All(Lists, list => Assert.Superset(
            new HashSet<string> { "page", "per_page", "limit", "cursor", "sort_by", "sort_order" },
            list.Metadata.GetMetadata<KnownQuery>()!.Parameters.Select(parameter => parameter.Name).ToHashSet()));
    }

    [Fact]
    public async Task A_walk_by_cursor_gives_what_the_numbered_pages_give_in_every_order()
    {
        var (tenant, addresses) = await FilledListsAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        foreach (var (list, address) in addresses)
        {
            foreach (var order in OrdersOf(list))
            {
                var ids = new List<string>();
                for (var page = 1; page == 1 || ids.Count == (page - 1) * 100; page++)
                {
                    ids.AddRange(Ids(await client.GetJsonAsync($"{address}?{order}&per_page=100&page={page}")));
                }

                var walked = new List<string>();
                string? cursor = null;
                do
                {
                    var page = await client.GetJsonAsync($"{address}?{order}&limit={(address.EndsWith("countries", StringComparison.Ordinal) ? 70 : 2)}&cursor={cursor}");
                    walked.AddRange(Ids(page));
                    cursor = (string?)page["meta"]!["cursor"];
                    Assert.Equal(ids.Count, (int)page["meta"]!["total"]!);
                    Assert.Equal(cursor is not null, (bool)page["meta"]!["has_more"]!);
                }
                while (cursor is not null && walked.Count <= ids.Count);

                Assert.True(ids.Count > 2, $"{address} has too little to walk through.");
                Assert.True(ids.SequenceEqual(walked), $"{address}?{order}\npages {string.Join(' ', ids)}\nwalk  {string.Join(' ', walked)}");
            }
        }
    }

    [Fact]
    public async Task Every_list_has_a_tag_and_answers_304_to_who_knows_it()
    {
        var (tenant, addresses) = await FilledListsAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        foreach (var (_, address) in addresses)
        {
            using var first = await client.GetAsync(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
            using var again = await client.SendAsync(request);

            Assert.False(first.Headers.ETag!.IsWeak);
            Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        }
    }

    [Theory]
    [InlineData("limit=2&page=1", "page")]
    [InlineData("cursor=x&per_page=3", "per_page")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=x", "cursor")]
    [InlineData("cursor=WzEsIm5hbWUiLHRydWUse30sMV0", "cursor")]
    public async Task Every_list_refuses_what_is_no_place_in_it(string query, string parameter)
    {
        var (tenant, addresses) = await FilledListsAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        foreach (var (_, address) in addresses)
        {
            Assert.NotNull((await client.GetJsonAsync($"{address}?{query}", HttpStatusCode.UnprocessableEntity))["errors"]![parameter]);
        }
    }

    [Fact]
    public async Task Every_list_refuses_a_cursor_whose_key_is_of_another_kind()
    {
        var (tenant, addresses) = await FilledListsAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        foreach (var (list, address) in addresses.Where(list => list.List.Metadata.GetMetadata<KnownQuery>()!.Parameters.Single(parameter => parameter.Name == "sort_by").Options!.Contains("created_at")))
        {
            var name = address.EndsWith("/leads", StringComparison.Ordinal) ? "leads" : address.Trim('/');
            foreach (var key in address.EndsWith("notes", StringComparison.Ordinal) || address.EndsWith("tasks", StringComparison.Ordinal) || address.EndsWith("customers", StringComparison.Ordinal) ? new object?[] { "text", long.MaxValue, null } : ["text", null])
            {
                var cursor = new PageCursor(name, "created_at", IsDescending: true, key, 5);
                Assert.NotNull((await client.GetJsonAsync($"{address}?sort_by=created_at&cursor={cursor}", HttpStatusCode.UnprocessableEntity))["errors"]!["cursor"]);
            }
        }
    }

    [Fact]
    public async Task A_cursor_goes_on_with_its_own_list_and_with_no_other()
    {
        var (tenant, addresses) = await FilledListsAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        var cursors = new Dictionary<string, string>();
        foreach (var (_, address) in addresses.Where(list => list.List.Metadata.GetMetadata<KnownQuery>()!.Parameters.Single(parameter => parameter.Name == "sort_by").Options!.Contains("created_at")))
        {
            cursors[address] = (string)(await client.GetJsonAsync($"{address}?sort_by=created_at&limit=1"))["meta"]!["cursor"]!;
        }

        Assert.True(cursors.Count > 5);
        foreach (var (address, cursor) in cursors)
        {
            await client.GetJsonAsync($"{address}?sort_by=created_at&cursor={cursor}");
            foreach (var other in cursors.Keys.Where(other => other != address))
            {
                Assert.NotNull((await client.GetJsonAsync($"{other}?sort_by=created_at&cursor={cursor}", HttpStatusCode.UnprocessableEntity))["errors"]!["cursor"]);
            }
        }

        await client.CallAsync(HttpMethod.Post, "/api/v1/leads/search", HttpStatusCode.OK, new { sort_by = "created_at", cursor = cursors["/api/v1/leads"] });
    }

    private static IEnumerable<string> OrdersOf(RouteEndpoint list) =>
        from sort in list.Metadata.GetMetadata<KnownQuery>()!.Parameters.Single(parameter => parameter.Name == "sort_by").Options!
        from direction in new[] { "asc", "desc" }
        select $"sort_by={sort}&sort_order={direction}";

    private static IEnumerable<string> Ids(JsonObject page) => page["data"]!.AsArray().Select(record => record!["id"]!.ToString());

    private static readonly string[] LongNames = [new('Ш', 255), new string('Ш', 254) + 'Ф', string.Concat(Enumerable.Repeat("😀", 127)), new('ΐ', 255)];

    // Every list with some records, ties, empty fields and the longest of texts among them.
    private async Task<(TestTenant Tenant, List<(RouteEndpoint List, string Address)> Addresses)> FilledListsAsync()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        var (lead, customer) = (0L, 0L);
        foreach (var name in (string[])["Ada", "Ada", "Grace", "Zoë", "Çağla", .. LongNames])
        {
            lead = await client.CreateAsync("/api/v1/leads", new { last_name = name, first_name = name == "Zoë" ? null : "x" });
            customer = await client.CreateAsync("/api/v1/customers", new { first_name = name, last_name = name == "Grace" ? "y" : "x", phone_number = "+90 532 123 45 67", gender = name == "Zoë" ? "female" : null });
        }

        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "owner");
        using var person = await tenant.ClientAsync(string.Join(' ', Scopes.All), user: email);
        foreach (var number in Enumerable.Range(1, 4))
        {
            await person.CreateAsync("/api/v1/views", new { list = "leads", name = $"View {number % 3}", state = new { }, is_shared = true });
            var tag = await client.CreateAsync("/api/v1/tags", new { name = $"Tag {number}", color = "#ff0000" });
            await client.CreateAsync("/api/v1/apps", new { name = $"App {number % 3}", scopes = new[] { "leads:read" } });
            await client.CreateAsync("/api/v1/leads/import-sources", new { name = $"Source {number}" });
            await client.CreateAsync("/api/v1/teams", new { name = $"Team {number}" });
            await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
            await client.CreateAsync($"/api/v1/leads/{lead}/tasks", new { title = $"Task {number}", due_at = number == 3 ? null : $"2026-12-0{1 + number % 2}" });
            foreach (var owner in new[] { $"/api/v1/leads/{lead}", $"/api/v1/customers/{customer}" })
            {
                await client.CreateAsync($"{owner}/notes", new { content = $"Note {number % 3}" });
                await client.CreateAsync($"{owner}/notes", new { content = new string('я', 60_000) + number % 2 });
                (await client.PutAsync($"{owner}/tags/{tag}", null)).EnsureSuccessStatusCode();
            }
        }

        return (tenant,
        [
            .. Lists.Where(list => list.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
                .Select(list => (list, list.RoutePattern.RawText!.Contains("customers", StringComparison.Ordinal)
                    ? list.RoutePattern.RawText.Replace("{id:long}", $"{customer}", StringComparison.Ordinal)
                    : list.RoutePattern.RawText.Replace("{id:long}", $"{lead}", StringComparison.Ordinal))),
        ]);
    }
}
