using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Callers;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Rules;

/// <summary>Rules that hold for every endpoint of the real endpoint table.</summary>
public sealed partial class EndpointRulesTests(LeadlineHost host)
{
    private IReadOnlyList<RouteEndpoint> Api
    {
        get
        {
            RouteEndpoint[] api =
            [
                .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                    .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true),
            ];
            Assert.True(api.Length >= 2, "The endpoint table was not found.");
            return api;
        }
    }

    [Fact]
    public void Every_endpoint_names_its_access() => Assert.All(Api, endpoint =>
    {
        var access = endpoint.Metadata.GetMetadata<Access>();
        Assert.NotNull(access);
        Assert.All(access.AnyOf, scope => Assert.Contains(scope, Scopes.All));
    });

    [Fact]
    public void Only_what_belongs_to_the_caller_alone_takes_no_tenant() => Assert.All(
        Api.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is { NeedsTenant: false }),
        endpoint => Assert.StartsWith("/api/v1/account/", endpoint.RoutePattern.RawText));

    [Fact]
    public void Every_endpoint_lies_under_the_version() =>
        Assert.All(Api, endpoint => Assert.StartsWith("/api/v1/", endpoint.RoutePattern.RawText));

    [Fact]
    public void Every_read_tells_which_query_parameters_it_knows() =>
        Assert.All(Api.Where(endpoint => VerbOf(endpoint) == "GET"), endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<KnownQuery>()));

    [Fact]
    public void Every_endpoint_that_makes_or_updates_a_record_tells_which_fields_it_knows()
    {
        // A link between two records has no fields of its own.
        RouteEndpoint[] withBody = [.. Api.Where(endpoint => (VerbOf(endpoint) is "PUT" or "PATCH" && !endpoint.RoutePattern.RawText!.EndsWith("{tagId:long}", StringComparison.Ordinal)) || (VerbOf(endpoint) == "POST" && !endpoint.RoutePattern.RawText!.Contains('{', StringComparison.Ordinal)))];

        Assert.NotEmpty(withBody);
        Assert.All(withBody, endpoint => Assert.NotEmpty(endpoint.Metadata.GetMetadata<KnownBody>()!.Fields));
        Assert.All(Api.Where(endpoint => VerbOf(endpoint) == "GET"), endpoint => Assert.Null(endpoint.Metadata.GetMetadata<KnownBody>()));
    }

    [Fact]
    public void Every_field_of_a_body_is_described_and_bounded() => Assert.All(
        Api.SelectMany(endpoint => endpoint.Metadata.GetMetadata<KnownBody>()?.Fields ?? []),
        field =>
        {
            Assert.EndsWith(".", field.Description, StringComparison.Ordinal);
            Assert.True(field is not { Type: "string", Format: null, Options: null } || field.MaxLength is > 0, $"{field.Name} has no greatest length.");
        });

    // A search changes nothing; of themselves, people change what they like, and their tokens and views are their own.
    [Fact]
    public void Whatever_changes_something_requires_a_scope_to_write() => Assert.All(
        Api.Where(endpoint => VerbOf(endpoint) != "GET" && endpoint.RoutePattern.RawText is not ("/api/v1/leads/search" or "/api/v1/account/me" or "/api/v1/account/preferences" or "/api/v1/account/tokens" or "/api/v1/account/tokens/{id:long}"
            or "/api/v1/views" or "/api/v1/views/{id:long}" or "/api/v1/views/{id:long}/restore")),
        endpoint =>
        {
            Assert.NotEmpty(endpoint.Metadata.GetMetadata<Access>()!.AnyOf);
            Assert.All(endpoint.Metadata.GetMetadata<Access>()!.AnyOf, scope => Assert.EndsWith(":write", scope, StringComparison.Ordinal));
        });

    [Fact]
    public void Whatever_changes_nothing_requires_a_scope_to_read() => Assert.All(
        Api.Where(endpoint => VerbOf(endpoint) == "GET").SelectMany(endpoint => endpoint.Metadata.GetMetadata<Access>()!.AnyOf),
        scope => Assert.EndsWith(":read", scope, StringComparison.Ordinal));

    [Fact]
    public async Task Every_endpoint_is_described()
    {
        var paths = (await host.NewClient().GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject();

        Assert.All(Api, endpoint =>
        {
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;
            Assert.All(methods, method => Assert.NotNull(paths[endpoint.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal)]?[method.ToLowerInvariant()]));
        });
    }

    [Fact]
    public async Task Every_endpoint_refuses_a_caller_without_a_token()
    {
        using var client = host.NewClient();

        await EachRefusesAsync(client, Api, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Every_endpoint_refuses_an_expired_token()
    {
        var tenant = await host.NewTenantAsync();
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await tenant.TokenAsync(string.Join(' ', Scopes.All), TimeSpan.FromSeconds(1)));
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);

        await EachRefusesAsync(client, Api, HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Every_endpoint_of_a_tenant_refuses_those_who_are_not_its_members()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(string.Join(' ', Scopes.All));
        client.DefaultRequestHeaders.Remove("X-Tenant");
        client.DefaultRequestHeaders.Add("X-Tenant", (await host.NewTenantAsync()).Id.ToString());

        await EachRefusesAsync(client, Api.Where(endpoint => endpoint.Metadata.GetMetadata<Access>()!.NeedsTenant), HttpStatusCode.Forbidden, "tenant_forbidden");
    }

    [Fact]
    public async Task Every_endpoint_that_changes_something_refuses_a_body_that_is_no_JSON_object()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(string.Join(' ', Scopes.All));
        var changing = Api.Where(endpoint => VerbOf(endpoint) != "GET").ToList();

        await EachRefusesAsync(client, changing, HttpStatusCode.BadRequest, "invalid_request", () => new StringContent("{\"a\": ", null, "application/json"));
        await EachRefusesAsync(client, changing, HttpStatusCode.BadRequest, "invalid_request", () => new StringContent("[1]", null, "application/json"));
        await EachRefusesAsync(client, changing, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type", () => new StringContent("{}", null, "text/plain"));
        await EachRefusesAsync(client, changing, HttpStatusCode.RequestEntityTooLarge, "payload_too_large", () => new StringContent($"{{\"a\": \"{new string('a', 1024 * 1024)}\"}}", null, "application/json"));
    }

    [Fact]
    public async Task Every_endpoint_that_changes_something_refuses_a_field_that_it_does_not_know()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "owner");
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All), user: email);

        await EachRefusesAsync(
            client, Api.Where(endpoint => VerbOf(endpoint) != "GET" && !endpoint.RoutePattern.RawText!.Contains('{', StringComparison.Ordinal)),
            HttpStatusCode.UnprocessableEntity, "validation_failed", () => new StringContent("{\"no_such_field\": 1}", null, "application/json"));
    }

    [Fact]
    public async Task Every_endpoint_refuses_a_token_without_its_scope()
    {
        var tenant = await host.NewTenantAsync();
        var byScopes = Api.Where(endpoint => endpoint.Metadata.GetMetadata<Access>()!.AnyOf.Count > 0).GroupBy(endpoint => string.Join(' ', endpoint.Metadata.GetMetadata<Access>()!.AnyOf)).ToList();
        Assert.True(byScopes.Count > 4);
        foreach (var endpoints in byScopes)
        {
            using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All.Except(endpoints.Key.Split(' '))));
            await EachRefusesAsync(client, endpoints, HttpStatusCode.Forbidden, "insufficient_scope");
        }
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "viewer");
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All), user: email);

        await EachRefusesAsync(
            client, Api.Where(endpoint => VerbOf(endpoint) != "GET" && endpoint.Metadata.GetMetadata<Access>()!.AnyOf.Any(scope => scope.EndsWith(":write", StringComparison.Ordinal))),
            HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Every_description_has_a_summary()
    {
        var paths = (await host.NewClient().GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject();

        Assert.All(
            paths.SelectMany(path => path.Value!.AsObject().Select(verb => (Name: $"{verb.Key} {path.Key}", Operation: (JsonObject)verb.Value!))),
            described => Assert.False(string.IsNullOrWhiteSpace((string?)described.Operation["summary"]), described.Name));
    }

    private static async Task EachRefusesAsync(
        HttpClient client, IEnumerable<RouteEndpoint> endpoints, HttpStatusCode status, string error, Func<HttpContent>? body = null)
    {
        var refused = 0;
        foreach (var endpoint in endpoints)
        {
            using var request = new HttpRequestMessage(new HttpMethod(VerbOf(endpoint)), AddressOf(endpoint)) { Content = body?.Invoke() };
            using var reply = await client.SendAsync(request);

            Assert.Equal(error, (string?)(await reply.JsonAsync(status))["error"]);
            refused++;
        }

        Assert.True(refused > 0, "There was no endpoint to ask.");
    }

    private static string VerbOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();

    private static string AddressOf(RouteEndpoint endpoint) => RouteNumber().Replace(endpoint.RoutePattern.RawText!, "1");

    [GeneratedRegex(@"\{\w+:long\}")]
    private static partial Regex RouteNumber();
}
