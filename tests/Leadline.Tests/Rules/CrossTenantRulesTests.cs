using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Leadline.Platform.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Rules;

/// <summary>To whoever may do everything in one tenant, the records of another are what no records are: every call that names one answers to the letter what it answers to a number of nothing.</summary>
public sealed partial class CrossTenantRulesTests(LeadlineHost host)
{
    private const long Nothing = 999_999_999;

    // By the field or parameter that names one, the list in which the record stands.
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["lead_id"] = "leads/", ["lead_status_id"] = "leads/statuses/", ["lead_reference_source_id"] = "leads/reference-sources/", ["import_source_id"] = "leads/import-sources/",
        ["assigned_user_id"] = "users/", ["user_id"] = "users/", ["related_user_id"] = "users/", ["member_ids"] = "users/", ["role_ids"] = "roles/", ["tag_id"] = "tags/",
        ["customer_id"] = "customers/", ["existing_customer_id"] = "customers/",
    };

    // Those that name no record of a tenant, and the ones that are sent in a form of their own below.
    private static readonly string[] OfNoTenant = ["country_id", "external_id", "external_branch_id", "replacement_id", "default_view_id", "pinned_view_ids", "tenant_id", "client_id", "author_id", "default_channel_id", "ids"];

    private RouteEndpoint[] Api =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal)),
    ];

    [Fact]
    public async Task Addresses_with_another_tenants_numbers_are_answered_as_those_with_numbers_of_nothing()
    {
        var ((theirs, others), (client, own)) = (await host.FilledAsync(leadsBefore: 60), await host.FilledAsync());
        theirs.Dispose();
        using var sending = client;
        var missing = new SortedSet<string>();
        var asked = 0;
        foreach (var endpoint in Api.Where(endpoint => endpoint.RoutePattern.Parameters.Count > 0))
        {
            var (there, here) = (ValuesOf(endpoint, others), ValuesOf(endpoint, own));
            for (var at = 0; at < there.Count; at++)
            {
                if (there[at] is not { } named || here[..at].Contains(null))
                {
                    missing.Add(endpoint.RoutePattern.RawText![8..].Replace(":long", "", StringComparison.Ordinal));
                    continue;
                }

                var (verb, body) = (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], BodyOf(endpoint));
                var told = await AskAsync(client, verb, AddressOf(endpoint, [.. here[..at], .. there[at..]]), body, named);
                var ofNothing = await AskAsync(client, verb, AddressOf(endpoint, [.. here[..at], Nothing, .. there[(at + 1)..]]), body, Nothing);

                Assert.True(told.IsAs(ofNothing) && told.Status == "404", $"{verb} {AddressOf(endpoint, [.. here[..at], .. there[at..]])} {body}\n{told}\n{ofNothing}");
                asked++;
            }
        }

        Assert.Equal(["jobs/{id}", "jobs/{id}/cancel", "single-sign-on/domains/{id}", "single-sign-on/domains/{id}/proof"], missing);
        Assert.True(asked > 100, $"Only {asked} addresses were asked.");
    }

    [Fact]
    public async Task Fields_and_parameters_with_another_tenants_numbers_are_answered_as_those_with_numbers_of_nothing()
    {
        var ((theirs, others), (client, own)) = (await host.FilledAsync(leadsBefore: 60), await host.FilledAsync());
        theirs.Dispose();
        using var sending = client;
        var asked = 0;
        foreach (var endpoint in Api)
        {
            var here = ValuesOf(endpoint, own);
            if (here.Contains(null))
            {
                continue;
            }

            var (verb, address) = (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], AddressOf(endpoint, here));
            foreach (var field in (endpoint.Metadata.GetMetadata<KnownBody>()?.Fields ?? []).Where(field => IsReference(field.Name)))
            {
                var (known, nothing) = (BodyOf(endpoint)!, BodyOf(endpoint)!);
                var number = others[$"/api/v1/{Lists[field.Name]}"];
                (known[field.Name], nothing[field.Name]) = (Sent(number), Sent(Nothing));
                await AssertSameAsync(verb, address, address, known, nothing, number, "422");

                JsonNode Sent(long one) => field.Type == "array" ? new JsonArray(one) : JsonValue.Create(one);
            }

            foreach (var parameter in (endpoint.Metadata.GetMetadata<KnownQuery>()?.Parameters ?? []).Where(parameter => IsReference(parameter.Name)))
            {
                var number = others[$"/api/v1/{Lists[RecordOf(parameter.Name)]}"];
                await AssertSameAsync(verb, $"{address}?{parameter.Name}={number}", $"{address}?{parameter.Name}={Nothing}", null, null, number, "200");
            }
        }

        foreach (var (verb, path, list, body, status) in new[]
        {
            ("PATCH", "account/preferences", "views/", """{"default_view_id": {"leads": *}}""", "422"), ("PATCH", "account/preferences", "views/", """{"pinned_view_ids": {"leads": [*]}}""", "422"),
            ("POST", "leads/conversions", "leads/", """{"leads": [{"id": *}]}""", "200"), ("POST", "leads/conversions", "customers/", $$"""{"leads": [{"id": {{own["/api/v1/leads/"]}}, "existing_customer_id": *}]}""", "200"),
            ("POST", "leads/bulk", "leads/statuses/", $$"""{"action": "update", "ids": [{{own["/api/v1/leads/"]}}], "set": {"lead_status_id": *} }""", "422"),
            ("POST", "leads/bulk", "users/", $$"""{"action": "assign", "ids": [{{own["/api/v1/leads/"]}}], "user_id": *}""", "422"), ("POST", "leads/bulk", "tags/", $$"""{"action": "tag", "ids": [{{own["/api/v1/leads/"]}}], "tag_id": *}""", "422"),
            ("POST", "leads/bulk", "leads/", """{"action": "delete", "ids": [*]}""", "200"), ("POST", "leads/bulk", "tags/", """{"action": "delete", "filter": {"tag_id": *}}""", "200"), ("POST", "leads/search", "tags/", """{"where": {"tag_id": *}}""", "200"),
            ("DELETE", $"leads/statuses/{own["/api/v1/leads/statuses/"]}", "leads/statuses/", """{"replacement_id": *}""", "422"),
            ("DELETE", $"leads/reference-sources/{own["/api/v1/leads/reference-sources/"]}", "leads/reference-sources/", """{"replacement_id": *}""", "422"),
            ("DELETE", $"leads/import-sources/{own["/api/v1/leads/import-sources/"]}", "leads/import-sources/", """{"replacement_id": *}""", "422"),
        })
        {
            var number = others[$"/api/v1/{list}"];
            await AssertSameAsync(
                verb, $"/api/v1/{path}", $"/api/v1/{path}", JsonNode.Parse(body.Replace("*", $"{number}", StringComparison.Ordinal)), JsonNode.Parse(body.Replace("*", $"{Nothing}", StringComparison.Ordinal)), number, status);
        }

        Assert.True(asked > 50, $"Only {asked} were asked.");

        async Task AssertSameAsync(string verb, string address, string other, JsonNode? known, JsonNode? nothing, long number, string status)
        {
            var (told, ofNothing) = (await AskAsync(client, verb, address, known, number), await AskAsync(client, verb, other, nothing, Nothing));
            Assert.True(told.IsAs(ofNothing) && told.Status == status, $"{verb} {address} {known?.ToJsonString()}\n{told}\n{ofNothing}");
            asked++;
        }
    }

    private static bool IsReference(string name)
    {
        var record = RecordOf(name);
        var isOne = (record == "ids" || record.EndsWith("_id", StringComparison.Ordinal) || record.EndsWith("_ids", StringComparison.Ordinal)) && !OfNoTenant.Contains(record);
        Assert.True(!isOne || Lists.ContainsKey(record), $"What is the record that {name} names?");
        return isOne;
    }

    // What leaves records out names the same ones.
    private static string RecordOf(string name) => name.StartsWith("not_", StringComparison.Ordinal) ? name["not_".Length..] : name;

    private static List<long?> ValuesOf(RouteEndpoint endpoint, Dictionary<string, long> records)
    {
        var (values, address) = (new List<long?>(), "/");
        foreach (var part in endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0]))
        {
            if (part is RoutePatternLiteralPart literal)
            {
                address += $"{literal.Content}/";
                continue;
            }

            values.Add(records.TryGetValue(address, out var id) ? id : null);
            address += $"{values[^1]}/";
        }

        return values;
    }

    private static string AddressOf(RouteEndpoint endpoint, List<long?> values)
    {
        var at = 0;
        return string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0] is RoutePatternLiteralPart literal ? $"/{literal.Content}" : $"/{values[at++]}"));
    }

    // What a new record must have, so that nothing but the number is wrong.
    private static JsonObject? BodyOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<KnownBody>() is not { } known ? null : new JsonObject(
        known.Fields.Where(field => field.IsRequired).Select(field => KeyValuePair.Create<string, JsonNode?>(field.Name, field switch
        {
            { Options: [var first, ..] } => first,
            { Format: "email" } => $"{Guid.NewGuid():N}@example.com",
            { Format: "date-time" } => "2027-01-01",
            { Type: "integer" } => 1,
            { Type: "boolean" } => true,
            { Type: "array" } => new JsonArray(),
            { Type: "object" } => new JsonObject(),
            _ => "Ada",
        })));

    private static async Task<Told> AskAsync(HttpClient client, string verb, string address, JsonNode? body, long number)
    {
        using var reply = await client.SendAsync(new HttpMethod(verb), address, body);
        var text = Moment().Replace(await reply.Content.ReadAsStringAsync(), "time");
        text = address.Split('?') is [_, var asked] ? text.Replace(asked, "asked", StringComparison.Ordinal) : text;
        return new Told($"{(int)reply.StatusCode}", text, Regex.Replace(text, $@"(?<!\d){number}(?!\d)", "#"));
    }

    /// <param name="Status">The status.</param>
    /// <param name="Text">What was answered, but for times and what was asked.</param>
    /// <param name="Without">The same without the number that was asked for, which may be told again.</param>
    private sealed record Told(string Status, string Text, string Without)
    {
        public bool IsAs(Told other) => Status == other.Status && (Text == other.Text || Without == other.Without);
    }

    [GeneratedRegex(@"\d{4}-\d{2}-\d{2}(T[0-9:.]+Z)?")]
    private static partial Regex Moment();
}
