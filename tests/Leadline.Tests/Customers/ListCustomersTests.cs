using System.Net;
using System.Net.Http.Json;

namespace Leadline.Tests.Customers;

public sealed class ListCustomersTests(LeadlineHost host)
{
    private const string Customers = "/api/v1/customers";

    [Fact]
    public async Task The_newest_come_first_and_pages_are_numbered_with_an_exact_total()
    {
        using var client = await ClientAsync();
        var (ada, grace, alan) = (await AddAsync(client, "Ada", "Lovelace"), await AddAsync(client, "Grace", "Hopper"), await AddAsync(client, "Alan", "Turing"));

        var first = await client.GetJsonAsync($"{Customers}?per_page=2");
        var second = await client.GetJsonAsync($"{Customers}?per_page=2&page=2");

        Assert.Equal([alan, grace], first.Ids());
        Assert.Equal([ada], second.Ids());
        Assert.Equal(3, second.Total());
        Assert.Equal(["data", "links", "meta"], first.Select(field => field.Key));
        Assert.EndsWith("?per_page=2&page=2", (string?)first["links"]!["next"]);
    }

    [Theory]
    [InlineData("love ada", "Lovelace")]
    [InlineData("LÖVE", "Lovelace")]
    [InlineData("0532 123", "Lovelace")]
    [InlineData("+90-532", "Lovelace")]
    [InlineData("navy.example", "Hopper")]
    [InlineData("%", "")]
    [InlineData("ada hopper", "")]
    public async Task Every_word_of_a_search_must_occur(string search, string expected)
    {
        using var client = await ClientAsync();
        await AddAsync(client, "Ada", "Lovelace", phone: "+90 532 123 45 67");
        await AddAsync(client, "Grace", "Hopper", phone: "+1 212 555 0100", email: "grace@navy.example");

        var found = await client.GetJsonAsync($"{Customers}?search={Uri.EscapeDataString(search)}");

        Assert.Equal(expected, string.Join(' ', found["data"]!.AsArray().Select(customer => (string?)customer!["last_name"])));
        Assert.Equal(expected.Length > 0 ? 1 : 0, found.Total());
    }

    [Theory]
    [InlineData("first_name", "asc", "abcd")]
    [InlineData("first_name", "", "abcd")]
    [InlineData("first_name", "desc", "dcba")]
    [InlineData("date_of_birth", "asc", "bacd")]
    [InlineData("date_of_birth", "", "abdc")]
    [InlineData("gender", "asc", "bacd")]
    [InlineData("gender", "desc", "abdc")]
    [InlineData("created_at", "", "dcba")]
    [InlineData("created_at", "asc", "abcd")]
    public async Task Empty_values_come_last_in_both_directions_and_ties_go_by_id(string sort, string order, string expected)
    {
        using var client = await ClientAsync();
        await AddAsync(client, "a", "Z", born: "1990-01-01", gender: "male");
        await AddAsync(client, "B", "Z", born: "1980-01-01", gender: "female");
        await AddAsync(client, "ç", "Z");
        await AddAsync(client, "d", "Z");

        var page = await client.GetJsonAsync($"{Customers}?sort_by={sort}&sort_order={order}");

        Assert.Equal(expected, string.Concat(page["data"]!.AsArray().Select(customer => (string?)customer!["first_name"])).ToLowerInvariant().Replace('ç', 'c'));
    }

    [Fact]
    public async Task A_gender_narrows_the_list()
    {
        using var client = await ClientAsync();
        var ada = await AddAsync(client, "Ada", "Lovelace", gender: "female");
        await AddAsync(client, "Alan", "Turing", gender: "male");

        Assert.Equal([ada], (await client.GetJsonAsync($"{Customers}?gender=female")).Ids());
    }

    [Theory]
    [InlineData("gender", "none")]
    [InlineData("sort_by", "email")]
    [InlineData("sort_order", "up")]
    [InlineData("per_page", "101")]
    [InlineData("trashed", "maybe")]
    [InlineData("min_age", "3")]
    public async Task A_bad_or_unknown_parameter_is_refused_by_name(string parameter, string value)
    {
        using var client = await ClientAsync();

        var refused = await client.GetJsonAsync($"{Customers}?{parameter}={value}", HttpStatusCode.UnprocessableEntity);

        Assert.Equal([parameter], refused["errors"]!.AsObject().Select(error => error.Key));
    }

    private async Task<HttpClient> ClientAsync() => await (await host.NewTenantAsync()).ClientAsync("customers:read customers:write");

    private static async Task<long> AddAsync(
        HttpClient client, string first, string last, string phone = "0532 999 00 00", string? email = null, string? born = null, string? gender = null)
    {
        var customer = new { first_name = first, last_name = last, phone_number = phone, email, date_of_birth = born, gender };
        return (long)(await (await client.PostAsJsonAsync(Customers, customer)).JsonAsync(HttpStatusCode.Created))["data"]!["id"]!;
    }
}
