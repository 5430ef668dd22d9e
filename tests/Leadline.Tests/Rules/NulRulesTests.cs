using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Leadline.Platform.Http;
using Leadline.Tests.Account;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Rules;

/// <summary>Text with the character NUL, which PostgreSQL cannot store, is refused wherever it may be sent, on either engine, and the answer says where it stands.</summary>
public sealed class NulRulesTests(LeadlineHost host)
{
    private IEnumerable<RouteEndpoint> Endpoints => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private IEnumerable<RouteEndpoint> Api => Endpoints.Where(IsApi);

    [Fact]
    public async Task Every_body_of_the_api_refuses_it_in_every_field()
    {
        var (client, records) = await host.FilledAsync();
        using var sending = client;
        var seen = 0;
        foreach (var endpoint in Api.Where(endpoint => VerbsOf(endpoint).All(verb => verb != "GET")))
        {
            var address = AddressOf(endpoint, records);
            foreach (var field in (endpoint.Metadata.GetMetadata<KnownBody>()?.Fields ?? []).Select(field => field.Name).Append("no_such_field"))
            {
                foreach (var (value, path) in new (string, string)[] { ("\"a\\u0000b\"", field), ("[\"\\u0000\"]", field), ("{\"in\": {\"it\": [\"\\u0000\"]}}", $"{field}.in.it"), ("[{\"a\\u0000\": 1}]", $"{field}[0].a") })
                {
                    var refused = await RefusedAsync(sending, new HttpMethod(VerbsOf(endpoint)[0]), address, $"{{\"{field}\": {value}}}");

                    if (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
                    {
                        continue; // there is nothing that could take it
                    }

                    Assert.True(
                        refused.Status == HttpStatusCode.UnprocessableEntity && refused.Errors.Contains($"\"{path}\":", StringComparison.Ordinal) && refused.Errors.Contains("the character NUL", StringComparison.Ordinal),
                        $"{VerbsOf(endpoint)[0]} {address} {{\"{field}\": {value}}}: {(int)refused.Status} {refused.Errors}");
                    seen++;
                }
            }
        }

        Assert.True(seen > 800, $"Only {seen} bodies were sent.");
    }

    [Fact]
    public async Task Every_list_of_the_api_refuses_it_in_every_parameter()
    {
        var (client, records) = await host.FilledAsync();
        using var sending = client;
        var seen = 0;
        foreach (var endpoint in Api.Where(endpoint => VerbsOf(endpoint).Contains("GET")))
        {
            foreach (var parameter in endpoint.Metadata.GetMetadata<KnownQuery>()!.Parameters)
            {
                var refused = await RefusedAsync(sending, HttpMethod.Get, $"{AddressOf(endpoint, records)}?{parameter.Name}=a%00b", null);

                Assert.True(
                    refused.Status == HttpStatusCode.UnprocessableEntity && refused.Errors.Contains($"\"{parameter.Name}\":", StringComparison.Ordinal),
                    $"{AddressOf(endpoint, records)} {parameter.Name}: {(int)refused.Status} {refused.Errors}");
                seen++;
            }
        }

        Assert.True(seen > 150, $"Only {seen} parameters were sent.");
    }

    [Fact]
    public async Task Every_list_of_the_api_refuses_it_within_a_cursor()
    {
        var (client, records) = await host.FilledAsync();
        using var sending = client;
        var seen = 0;
        foreach (var endpoint in Api.Where(endpoint => VerbsOf(endpoint).Contains("GET")))
        {
            var (address, sorts) = (AddressOf(endpoint, records), endpoint.Metadata.GetMetadata<KnownQuery>()!.Parameters.FirstOrDefault(parameter => parameter.Name == "sort_by")?.Options ?? []);
            foreach (var sort in sorts)
            {
                foreach (var (list, order) in new[] { "leads", address.Trim('/').ToLowerInvariant() }.SelectMany(list => new[] { (list, "asc"), (list, "desc") }))
                {
                    var cursor = new PageCursor(list, sort, order == "desc", "a\0b", 1);

                    var refused = await RefusedAsync(sending, HttpMethod.Get, $"{address}?sort_by={sort}&sort_order={order}&cursor={cursor}", null);

                    Assert.True(refused.Status == HttpStatusCode.UnprocessableEntity && refused.Errors.Contains("\"cursor\":", StringComparison.Ordinal), $"{address} {sort} {order} {list}: {(int)refused.Status} {refused.Errors}");
                    seen++;
                }
            }
        }

        Assert.True(seen > 100, $"Only {seen} cursors were sent.");
    }

    [Fact]
    public async Task Every_page_refuses_it_in_forms_and_queries()
    {
        using var visitor = new SignInVisitor(host);
        var tenant = await host.NewTenantAsync();
        await tenant.AddPersonAsync($"ada.{tenant.Id}@example.com", SignInVisitor.Password);
        await visitor.SignInAsync($"ada.{tenant.Id}@example.com");
        var pages = Endpoints.Where(endpoint => !IsApi(endpoint)).SelectMany(endpoint => VerbsOf(endpoint).Select(verb => (Verb: verb, Address: AddressOf(endpoint, new Dictionary<string, long>())))).Where(page => page.Verb is "GET" or "POST").ToList();
        Assert.True(pages.Count(page => page.Verb == "POST") > 15);
        foreach (var (verb, address) in pages)
        {
            foreach (var field in new[] { "email", "return_url", "no_such_field" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(verb), verb == "GET" ? $"{address}?{field}=a%00" : address);
                request.Content = verb == "GET" ? null : new FormUrlEncodedContent([KeyValuePair.Create("page", "1"), KeyValuePair.Create(field, "a\0b")]);
                using var reply = await visitor.Http.SendAsync(request);
                var text = await reply.Content.ReadAsStringAsync();

                Assert.True(
                    reply.StatusCode == HttpStatusCode.BadRequest && text.Contains($"The field {field} must not hold the character NUL.", StringComparison.Ordinal),
                    $"{verb} {address} {field}: {(int)reply.StatusCode} {text}");
            }
        }
    }

    [Theory]
    [InlineData("/oauth/token")]
    [InlineData("/oauth/introspect")]
    [InlineData("/oauth/revoke")]
    public async Task Apps_are_refused_with_it_in_their_credentials(string address)
    {
        using var client = host.NewClient();
        foreach (var credentials in new[] { "a\0b:c", "a:b\0", "a%00:b" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("token", "x")]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
            using var reply = await client.SendAsync(request);

            var error = await reply.JsonAsync(HttpStatusCode.BadRequest);
            Assert.Equal(("invalid_request", "The header Authorization must not hold the character NUL."), ((string?)error["error"], (string?)error["error_description"]));
        }
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("refresh_token")]
    [InlineData("no\0such")]
    public async Task Apps_are_refused_with_it_in_what_they_send(string field)
    {
        using var client = host.NewClient();
        using var reply = await client.PostAsync("/oauth/token", new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create(field, "a\0b")]));

        var error = await reply.JsonAsync(HttpStatusCode.BadRequest);
        Assert.Equal("invalid_request", (string?)error["error"]);
        Assert.Contains(field.Replace("\0", "", StringComparison.Ordinal), (string?)error["error_description"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /account/sessions%00 HTTP/1.1\r\nHost: localhost\r\n")]
    [InlineData("GET /api/v1/leads/%00 HTTP/1.1\r\nHost: localhost\r\n")]
    [InlineData("GET /account/sign-in HTTP/1.1\r\nHost: localhost\r\nUser-Agent: a\0b\r\n")]
    [InlineData("POST /api/v1/leads HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: a\0b\r\nContent-Length: 0\r\n")]
    public async Task No_path_and_no_header_holds_it(string request) =>
        Assert.StartsWith("HTTP/1.1 400", await host.SendRawAsync($"{request}Connection: close\r\n\r\n"), StringComparison.Ordinal);

    private static bool IsApi(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true;

    private static IReadOnlyList<string> VerbsOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];

    private static string AddressOf(RouteEndpoint endpoint, IReadOnlyDictionary<string, long> records)
    {
        var address = new StringBuilder();
        foreach (var segment in endpoint.RoutePattern.PathSegments)
        {
            address.Append('/');
            foreach (var part in segment.Parts)
            {
                address.Append(part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : $"{records.GetValueOrDefault(address.ToString(), 1)}");
            }
        }

        return address.ToString();
    }

    private static async Task<(HttpStatusCode Status, string Errors)> RefusedAsync(HttpClient client, HttpMethod method, string address, string? body)
    {
        using var reply = await client.SendAsync(method, address, body);
        var text = await reply.Content.ReadAsStringAsync();
        return (reply.StatusCode, (text.StartsWith('{') ? JsonNode.Parse(text)!["errors"]?.ToJsonString() : null) ?? text);
    }
}
