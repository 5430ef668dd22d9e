using System.Net;
using System.Net.Http.Json;

namespace Leadline.Tests;

/// <summary>Calls that tests of writes need again and again.</summary>
public static class JsonCalls
{
    /// <summary>The id of the record that a POST must create.</summary>
    public static async Task<long> CreateAsync(this HttpClient client, string address, object body)
    {
        using var reply = await client.PostAsJsonAsync(address, body);
        return (long)(await reply.JsonAsync(HttpStatusCode.Created))["data"]!["id"]!;
    }

    /// <summary>A DELETE with a body.</summary>
    public static Task<HttpResponseMessage> DeleteAsync(this HttpClient client, string address, object body) =>
        client.SendAsync(new HttpRequestMessage(HttpMethod.Delete, address) { Content = JsonContent.Create(body) });
}
