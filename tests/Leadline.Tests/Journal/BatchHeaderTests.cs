using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Leadline.Tests.Journal;

/// <summary>The header X-Batch of replies, by which a caller takes back just what the call did.</summary>
public sealed class BatchHeaderTests(LeadlineHost host)
{
    [Fact]
    public async Task A_write_names_the_batch_that_takes_it_back()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read leads:write");
        var lead = await client.CreateLeadAsync();

        using var change = await client.PatchAsync($"/api/v1/leads/{lead}", JsonContent.Create(new { first_name = "Grace" }), TestContext.Current.CancellationToken);
        var batch = Assert.Single(change.Headers.GetValues("X-Batch"));
        using var undo = await client.PostAsync($"/api/v1/batches/{batch}/undo", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, undo.StatusCode);
        var read = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/leads/{lead}", TestContext.Current.CancellationToken));
        Assert.NotEqual("Grace", read.RootElement.GetProperty("data").GetProperty("first_name").GetString());
    }

    [Fact]
    public async Task What_changes_nothing_or_is_refused_or_was_answered_before_names_none()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync("leads:read leads:write");
        var lead = await client.CreateLeadAsync();

        Assert.True(await HasBatchAsync(new { first_name = "Grace" }, "key"));
        Assert.False(await HasBatchAsync(new { first_name = "Grace" }, "key"));
        Assert.False(await HasBatchAsync(new { first_name = "Grace" }));
        Assert.False(await HasBatchAsync(new { email = "no address" }));

        async Task<bool> HasBatchAsync(object body, string? key = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/v1/leads/{lead}") { Content = JsonContent.Create(body) };
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            using var reply = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return reply.Headers.Contains("X-Batch");
        }
    }
}
