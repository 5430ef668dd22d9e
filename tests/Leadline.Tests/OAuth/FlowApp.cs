using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Leadline.Tests.OAuth;

/// <summary>An app that signs people in.</summary>
internal sealed record FlowApp(LeadlineHost Host, string Id, string? Secret)
{
    public const string Redirect = "http://127.0.0.1:9/back?from=leadline";
    public const string AllScopes = "leads:read leads:write settings:read settings:write openid profile email offline_access";
    public const string Verifier = "a-verifier-of-forty-three-characters-or-more-it-is";

    public static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public static async Task<FlowApp> NewAsync(TestTenant tenant, string scope = AllScopes, bool isPublic = true)
    {
        var (id, secret) = await tenant.AddAppAsync(scope, [Redirect], isPublic);
        return new FlowApp(tenant.Host, id, secret);
    }

    /// <summary>Where it sends people; a null takes a parameter away.</summary>
    public string Address(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = Id,
            ["response_type"] = "code",
            ["redirect_uri"] = Redirect,
            ["scope"] = "leads:read offline_access",
            ["state"] = "a b&c=ü",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return QueryHelpers.AddQueryString("/oauth/authorize", parameters.Where(parameter => parameter.Value is not null));
    }

    /// <summary>Asks an endpoint as the app.</summary>
    public async Task<HttpResponseMessage> PostAsync(string address, params (string Name, string? Value)[] form)
    {
        using var client = Host.NewClient();
        var fields = new Dictionary<string, string?> { ["client_id"] = Id, ["client_secret"] = Secret };
        foreach (var (name, value) in form)
        {
            fields[name] = value;
        }

        return await client.PostAsync(address, new FormUrlEncodedContent(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Key, field.Value!))));
    }

    public Task<HttpResponseMessage> RedeemAsync(string code, string? verifier = Verifier) =>
        PostAsync("/oauth/token", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", verifier));

    public Task<HttpResponseMessage> RefreshAsync(string token) => PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("refresh_token", token));

    /// <summary>The tokens that a person grants it.</summary>
    public async Task<JsonObject> TokensAsync(BrowsingPerson person, string scope = "leads:read offline_access")
    {
        var told = await person.AuthorizeAsync(Address(("scope", scope)));
        using var reply = await RedeemAsync(told["code"]);
        return await reply.JsonAsync(HttpStatusCode.OK);
    }

    /// <summary>What the API answers to a token of the app.</summary>
    public static async Task<HttpStatusCode> CallAsync(LeadlineHost host, TestTenant tenant, string token, string path = "/api/v1/leads")
    {
        using var client = host.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Id.ToString());
        using var reply = await client.GetAsync(path);
        return reply.StatusCode;
    }

    /// <summary>Waits, at most the five seconds that are promised, until a token is refused.</summary>
    public static async Task AssertCutOffAsync(LeadlineHost host, TestTenant tenant, string token)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (await CallAsync(host, tenant, token) != HttpStatusCode.Unauthorized)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(5), "The token is still good.");
            await Task.Delay(50);
        }
    }

    public static async Task AssertRefusedAsync(HttpResponseMessage reply, HttpStatusCode status, string error)
    {
        var refused = await reply.JsonAsync(status);
        Assert.Equal(error, (string?)refused["error"]);
        Assert.Null(refused["access_token"]);
    }

    public static JsonObject Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();

    public static JsonObject Header(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[0]))!.AsObject();
}
