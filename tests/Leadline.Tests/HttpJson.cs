using System.Net;
using System.Net.Http.Json;
using System.Text;
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

    /// <summary>The JSON of a call with a body (null for none) that must answer this status.</summary>
    public static async Task<JsonObject> CallAsync(
        this HttpClient client, HttpMethod method, string address, HttpStatusCode status, object? body = null, params (string Name, string Value)[] headers)
    {
        using var reply = await client.SendAsync(method, address, body, headers);
        return await reply.JsonAsync(status);
    }

    /// <summary>A call with a body: a text as it is, anything else as JSON, null for none.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string address, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Makes a lead and returns its number.</summary>
    public static async Task<long> CreateLeadAsync(this HttpClient client, object? body = null) =>
        (long)(await client.CallAsync(HttpMethod.Post, "/api/v1/leads", HttpStatusCode.Created, body ?? new { last_name = "Lovelace" }))["data"]!["id"]!;

    /// <summary>A job once it has ended, however.</summary>
    public static async Task<JsonNode> EndOfJobAsync(this HttpClient client, long id)
    {
        for (var wait = 0; wait < 4800; wait++)
        {
            var job = (await client.GetJsonAsync($"/api/v1/jobs/{id}"))["data"]!;
            if ((string?)job["state"] is not ("queued" or "running"))
            {
                return job;
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"The job {id} does not end.");
    }

    /// <summary>The sentences about one field of a refused body.</summary>
    public static string[] ErrorsOf(this JsonObject refused, string field)
    {
        Assert.Equal("validation_failed", (string?)refused["error"]);
        return [.. refused["errors"]![field]?.AsArray().Select(sentence => (string)sentence!) ?? []];
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
