using System.Net;
using System.Text.Json.Nodes;

namespace Leadline.Tests;

/// <summary>Calls that assert what every reply must be.</summary>
public static class HttpJson
{
    /// <summary>The JSON of a call that must answer 200.</summary>
    public static Task<JsonObject> GetJsonAsync(this HttpClient client, string address) => client.GetJsonAsync(address, HttpStatusCode.OK);

    /// <summary>The JSON of a call that must answer this status.</summary>
    public static async Task<JsonObject> GetJsonAsync(this HttpClient client, string address, HttpStatusCode status)
    {
        using var reply = await client.GetAsync(address);
        return await reply.JsonAsync(status);
    }

    /// <summary>The JSON of a reply that must have this status.</summary>
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage reply, HttpStatusCode status)
    {
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == status, $"{(int)reply.StatusCode} instead of {(int)status} for {reply.RequestMessage?.RequestUri}: {text}");
        Assert.Equal("application/json", reply.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>The ids of a list's records, in order.</summary>
    public static long[] Ids(this JsonObject page) => [.. page["data"]!.AsArray().Select(record => (long)record!["id"]!)];

    /// <summary>The total of a list.</summary>
    public static long Total(this JsonObject page) => (long)page["meta"]!["total"]!;
}
