using System.Text.Json;
using System.Text.Json.Nodes;
using Leadline.Leads;
using Leadline.Platform.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Leadline.Tests.Platform.Http;

public sealed class PagerTests(LeadlineHost host)
{
    [Fact]
    public void All_cases_of_the_reference_implementation_are_reproduced()
    {
        var wire = host.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var cases = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract", "pagination-vectors.json")))!.AsArray();

        foreach (var expected in cases)
        {
            var page = JsonSerializer.SerializeToNode(PageOf(expected!["request"]!), wire)!;

            Assert.Equal(expected["links"]!.ToJsonString(), page["links"]!.ToJsonString());
            Assert.Equal(expected["meta"]!.ToJsonString(), page["meta"]!.ToJsonString());
        }

        Assert.Equal(285, cases.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("page=")]
    [InlineData("page=abc")]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=1.5")]
    public async Task What_is_not_a_page_number_reads_as_the_first_page(string query)
    {
        var client = await ClientOfThreeLeadsAsync();

        var page = await client.GetJsonAsync($"/api/v1/leads?per_page=2&{query}");

        Assert.Equal(1, (int)page["meta"]!["current_page"]!);
        Assert.Equal(2, page["data"]!.AsArray().Count);
        Assert.Null(page["links"]!["prev"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue)]
    public async Task A_page_past_the_end_is_empty(long number)
    {
        var client = await ClientOfThreeLeadsAsync();

        var page = await client.GetJsonAsync($"/api/v1/leads?per_page=2&page={number}");

        Assert.Empty(page["data"]!.AsArray());
        Assert.Equal(number, (long)page["meta"]!["current_page"]!);
        Assert.Equal(2, (long)page["meta"]!["last_page"]!);
        Assert.Null(page["meta"]!["from"]);
        Assert.Null(page["meta"]!["to"]);
        Assert.Null(page["links"]!["next"]);
        Assert.Equal(3, page.Total());
    }

    [Fact]
    public async Task A_page_beyond_all_numbers_is_empty_like_any_past_the_end()
    {
        var client = await ClientOfThreeLeadsAsync();

        var page = await client.GetJsonAsync("/api/v1/leads?page=99999999999999999999");

        Assert.Empty(page["data"]!.AsArray());
        Assert.Equal(3, page.Total());
    }

    [Fact]
    public async Task A_page_tells_its_place_in_the_list()
    {
        var client = await ClientOfThreeLeadsAsync();

        var meta = (await client.GetJsonAsync("/api/v1/leads?per_page=2&page=2"))["meta"]!;

        Assert.Equal([2, 3, 2, 2, 3, 3], new[] { "current_page", "from", "last_page", "per_page", "to", "total" }.Select(name => (int)meta[name]!));
    }

    [Fact]
    public async Task Links_keep_every_parameter_in_order_with_the_page_last()
    {
        var client = await ClientOfThreeLeadsAsync();

        var page = await client.GetJsonAsync("/api/v1/leads?search=&page=7&sort_by=last_name&converted=TRUE&page=2&converted=0&per_page=1");

        var kept = $"{host.Address}api/v1/leads?search=&sort_by=last_name&converted=TRUE&converted=0&per_page=1";
        Assert.Equal($"{kept}&page=1", (string?)page["links"]!["first"]);
        Assert.Equal($"{kept}&page=3", (string?)page["links"]!["last"]);
        Assert.Equal($"{kept}&page=1", (string?)page["links"]!["prev"]);
        Assert.Equal($"{kept}&page=3", (string?)page["links"]!["next"]);
        Assert.Equal($"{host.Address}api/v1/leads", (string?)page["meta"]!["path"]);
    }

    [Fact]
    public async Task Links_encode_what_the_client_searched_for()
    {
        var client = await ClientOfThreeLeadsAsync();

        var page = await client.GetJsonAsync("/api/v1/leads?search=a+b%26c%3D%C3%96%2B");

        Assert.Equal($"{host.Address}api/v1/leads?search=a%20b%26c%3D%C3%96%2B&page=1", (string?)page["links"]!["first"]);
    }

    [Fact]
    public async Task Following_next_visits_every_lead_once()
    {
        var client = await ClientOfThreeLeadsAsync();
        var all = (await client.GetJsonAsync("/api/v1/leads")).Ids();

        var visited = new List<long>();
        for (var next = "/api/v1/leads?per_page=1"; next is not null;)
        {
            var page = await client.GetJsonAsync(next);
            visited.AddRange(page.Ids());
            next = (string?)page["links"]!["next"];
        }

        Assert.Equal(all, visited);
    }

    [Fact]
    public async Task Links_stand_on_the_address_the_client_used()
    {
        var client = await ClientOfThreeLeadsAsync();
        client.DefaultRequestHeaders.Host = "leads.localhost:8123";

        Assert.Equal("http://leads.localhost:8123/api/v1/leads?page=1", await FirstLinkAsync(client));
    }

    [Fact]
    public async Task Links_stand_on_the_address_that_a_trusted_proxy_forwards()
    {
        await using var behindProxy = await LeadlineHost.StartAsync(("Proxies:Trusted", "127.0.0.1"));
        var client = await (await behindProxy.NewTenantAsync()).ClientAsync();
        Forward(client, "https", "leads.example");

        Assert.Equal("https://leads.example/api/v1/leads?page=1", await FirstLinkAsync(client));
    }

    [Fact]
    public async Task What_a_stranger_forwards_is_not_believed()
    {
        var client = await ClientOfThreeLeadsAsync();
        Forward(client, "https", "evil.example");

        Assert.Equal($"{host.Address}api/v1/leads?page=1", await FirstLinkAsync(client));
    }

    private static Page<LeadResource> PageOf(JsonNode request)
    {
        var asked = new PageRequest((long)request["page"]!, (int)request["per_page"]!);
        var total = (long)request["total"]!;
        var query = request["query"]!.AsObject().Select(parameter => (parameter.Key, (string)parameter.Value!));
        var records = new LeadResource[Math.Clamp(total - asked.Skip, 0, asked.Size)];
        return new Pager("http://leads.test/api/v1/leads", query, asked, total).Fill(records);
    }

    private static void Forward(HttpClient client, string scheme, string address)
    {
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", address);
    }

    private static async Task<string?> FirstLinkAsync(HttpClient client) =>
        (string?)(await client.GetJsonAsync("/api/v1/leads"))["links"]!["first"];

    private async Task<HttpClient> ClientOfThreeLeadsAsync()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.AddLeadsAsync(new Lead(), new Lead(), new Lead());
        return await tenant.ClientAsync();
    }
}
