using System.Net;
using Leadline.Leads;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Law.JournalReplay;

namespace Leadline.Tests.Law;

/// <summary>Whatever is done: the journal replayed from empty gives exactly the rows that are there.</summary>
public sealed class JournalLawTests
{
    private const string Leads = "/api/v1/leads";
    private const int Steps = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_journal_replayed_from_empty_gives_the_present_rows(int seed)
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync("leads:read leads:write customers:read customers:write settings:write users:read");
        await ChangeAtRandomAsync(client, tenant, new Random(seed));

        await AssertReplayedAsync(client, tenant);
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
    }

    private static async Task ChangeAtRandomAsync(HttpClient client, TestTenant tenant, Random random)
    {
        long?[] statuses = [await tenant.StatusAsync("new"), await tenant.StatusAsync("lost"), null];
        string?[] texts = ["Ada", "Şule", "0532 123 45 67", "", null, "日本", "a'b\"c\\"];
        var ids = new List<long> { await client.CreateLeadAsync() };
        for (var step = 0; step < Steps; step++)
        {
            var id = One(ids);
            var (method, address, body) = random.Next(8) switch
            {
                0 => (HttpMethod.Post, Leads, new { last_name = "Lovelace", first_name = One(texts), marketing_attribution = new object?[] { One(texts), step } }),
                1 or 2 => (HttpMethod.Patch, $"{Leads}/{id}", new { first_name = One(texts), phone_number = One(texts), lead_status_id = One(statuses) }),
                3 => (HttpMethod.Delete, $"{Leads}/{id}", null),
                4 => (HttpMethod.Post, $"{Leads}/{id}/restore", null),
                5 => (HttpMethod.Post, $"{Leads}/{id}/convert", null),
                6 => (HttpMethod.Delete, $"{Leads}/{id}/conversion", null),
                _ => (HttpMethod.Post, $"/api/v1/batches/{await AnyBatchAsync(id)}/undo", (object?)null),
            };
            using var reply = await client.SendAsync(method, address, body);
            Assert.Contains((int)reply.StatusCode, new[] { 200, 201, 404, 409 });
            if (reply.StatusCode == HttpStatusCode.Created)
            {
                ids.Add((long)(await reply.JsonAsync(HttpStatusCode.Created))["data"]!["id"]!);
            }
        }

        T One<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

        async Task<long> AnyBatchAsync(long lead) =>
            (long)One([.. (await client.GetJsonAsync($"{Leads}/{lead}/timeline"))["data"]!.AsArray()])!["batch_id"]!;
    }
}
