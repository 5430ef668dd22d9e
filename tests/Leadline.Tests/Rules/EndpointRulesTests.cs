using System.Text.Json.Nodes;
using Leadline.Callers;
using Leadline.OAuth;
using Leadline.Platform.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Rules;

/// <summary>Rules that hold for every endpoint of the real endpoint table.</summary>
public sealed class EndpointRulesTests(LeadlineHost host)
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
        Assert.True(access.Scope is null || Scopes.All.Contains(access.Scope), $"{access.Scope} is no scope.");
    });

    [Fact]
    public void Only_what_belongs_to_the_caller_alone_takes_no_tenant() => Assert.All(
        Api.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is { NeedsTenant: false }),
        endpoint => Assert.StartsWith("/api/v1/account/", endpoint.RoutePattern.RawText));

    [Fact]
    public void Every_endpoint_lies_under_the_version() =>
        Assert.All(Api, endpoint => Assert.StartsWith("/api/v1/", endpoint.RoutePattern.RawText));

    [Fact]
    public void Every_endpoint_tells_which_query_parameters_it_knows() =>
        Assert.All(Api, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<KnownQuery>()));

    [Fact]
    public async Task Every_endpoint_is_described()
    {
        var paths = (await host.NewClient().GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject();

        Assert.All(Api, endpoint =>
        {
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;
            Assert.All(methods, method => Assert.NotNull(paths[endpoint.RoutePattern.RawText!]?[method.ToLowerInvariant()]));
        });
    }

    [Fact]
    public async Task Every_endpoint_refuses_a_caller_without_a_token()
    {
        using var client = host.NewClient();
        foreach (var endpoint in Api)
        {
            var address = endpoint.RoutePattern.RawText!.Replace("{id:long}", "1", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]), address);
            using var reply = await client.SendAsync(request);

            Assert.Equal("unauthorized", (string?)(await reply.JsonAsync(System.Net.HttpStatusCode.Unauthorized))["error"]);
        }
    }

    [Fact]
    public async Task Every_description_has_a_summary()
    {
        var paths = (await host.NewClient().GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject();

        Assert.All(
            paths.SelectMany(path => path.Value!.AsObject().Select(verb => (Name: $"{verb.Key} {path.Key}", Operation: (JsonObject)verb.Value!))),
            described => Assert.False(string.IsNullOrWhiteSpace((string?)described.Operation["summary"]), described.Name));
    }
}
