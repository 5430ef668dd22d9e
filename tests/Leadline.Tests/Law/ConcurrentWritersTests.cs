using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Leadline.Leads;
using Leadline.Tenants;
using Microsoft.Extensions.DependencyInjection;
using static Leadline.Tests.Law.JournalReplay;

namespace Leadline.Tests.Law;

/// <summary>Many clients change the same leads at once: nothing fails, nothing is lost, and the journal tells all of it once.</summary>
public sealed class ConcurrentWritersTests
{
    private const string Leads = "/api/v1/leads";
    private const int Clients = 16;

    private static readonly int[] Answers = [200, 404, 409, 412, 422];
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1" ? 60 : 3);

    [Fact]
    public async Task Changes_at_once_are_each_done_once_or_refused()
    {
        await using var host = await LeadlineHost.StartAsync();
        var tenant = await host.NewTenantAsync();
        Lead[] leads = [.. Enumerable.Range(0, 50).Select(i => new Lead { LastName = $"Lead {i}" })];
        await tenant.AddLeadsAsync(leads);
        using var client = await tenant.ClientAsync(string.Join(' ', Scopes.All));
        var writers = new Writers(client, [.. leads.Select(lead => lead.Id)], await client.CreateAsync("/api/v1/tags", new { name = "Hot", color = "#ff0000" }));
        using var feed = new Follower(client);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(seed => writers.ChangeAsync(new Random(seed), Duration)));

        var entries = await feed.EndAsync();
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(number => $"{number}"), entries.Select(entry => (string?)entry["cursor"]));
        Assert.All(
            entries.GroupBy(entry => ((string?)entry["subject"], (long)entry["subject_id"]!)),
            record => Assert.Equal(record.Select(entry => (long)entry["id"]!).Order(), record.Select(entry => (long)entry["id"]!)));
        Assert.True(writers.Updates.Count > Clients, $"Only {writers.Updates.Count} updates were accepted.");
        Assert.All([200, 409, 412], status => Assert.Contains(status, writers.Statuses.Keys));
        AssertNoneLost(writers.Updates, entries);
        await AssertReplayedAsync(client, tenant);
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
    }

    // Each update wrote a text of its own over the very one that its client had read.
    private static void AssertNoneLost(IReadOnlyCollection<Update> updates, IReadOnlyList<JsonObject> entries)
    {
        var journalled = entries
            .Where(entry => (string?)entry["action"] == "lead.update")
            .Select(entry => new Update((long)entry["entity_id"]!, (string?)entry["changes"]!["description"]!["old"], (string?)entry["changes"]!["description"]!["new"]));

        Assert.Equal(updates.OrderBy(update => update.New, StringComparer.Ordinal), journalled.OrderBy(update => update.New, StringComparer.Ordinal));
    }

    private sealed record Update(long Lead, string? Old, string? New);

    private sealed class Writers(HttpClient client, long[] leads, long tag)
    {
        public ConcurrentBag<Update> Updates { get; } = [];

        public ConcurrentDictionary<int, int> Statuses { get; } = [];

        public async Task ChangeAsync(Random random, TimeSpan duration)
        {
            for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < duration;)
            {
                var id = leads[random.Next(leads.Length)];
                await (random.Next(12) switch
                {
                    0 => SendAsync(HttpMethod.Post, $"{Leads}/{id}/convert"),
                    1 => SendAsync(HttpMethod.Delete, $"{Leads}/{id}/conversion"),
                    2 => SendAsync(HttpMethod.Delete, $"{Leads}/{id}"),
                    3 or 4 => SendAsync(HttpMethod.Post, $"{Leads}/{id}/restore"),
                    5 => SendAsync(HttpMethod.Put, $"{Leads}/{id}/tags/{tag}"),
                    6 => SendAsync(HttpMethod.Delete, $"{Leads}/{id}/tags/{tag}"),
                    7 => SendAsync(HttpMethod.Post, $"{Leads}/bulk", BulkOf(random)),
                    8 => UndoAsync(id, random),
                    _ => UpdateAsync(id),
                });
            }
        }

        private async Task UpdateAsync(long id)
        {
            using var read = await client.GetAsync($"{Leads}/{id}");
            Note(read);
            if (read.StatusCode != HttpStatusCode.OK)
            {
                return;
            }

            var seen = (string?)(await read.JsonAsync(HttpStatusCode.OK))["data"]!["description"];
            var written = $"{Guid.NewGuid():N}";
            if (await SendAsync(HttpMethod.Patch, $"{Leads}/{id}", new { description = written }, ("If-Match", read.Headers.ETag!.ToString())) == HttpStatusCode.OK)
            {
                Updates.Add(new Update(id, seen, written));
            }
        }

        // The making of the leads stays, so that there are leads to the end.
        private async Task UndoAsync(long id, Random random)
        {
            JsonNode?[] entries = [.. (await client.GetJsonAsync($"{Leads}/{id}/timeline"))["data"]!.AsArray().Where(entry => (string?)entry!["action"] != "test.change")];
            if (entries.Length > 0)
            {
                await SendAsync(HttpMethod.Post, $"/api/v1/batches/{entries[random.Next(entries.Length)]!["batch_id"]}/undo");
            }
        }

        private JsonObject BulkOf(Random random)
        {
            var bulk = new JsonObject { ["ids"] = new JsonArray([.. random.GetItems(leads, 10).Select(id => (JsonNode)id)]) };
            switch (random.Next(4))
            {
                case 0:
                    bulk["action"] = "update";
                    bulk["set"] = new JsonObject { ["description"] = $"Bulk {random.Next(3)}" };
                    break;
                case 1:
                    bulk["action"] = "tag";
                    bulk["tag_id"] = tag;
                    break;
                case 2:
                    bulk["action"] = "delete";
                    break;
                default:
                    bulk["action"] = "restore";
                    break;
            }

            return bulk;
        }

        private async Task<HttpStatusCode> SendAsync(HttpMethod method, string address, object? body = null, params (string, string)[] headers)
        {
            using var reply = await client.SendAsync(method, address, body, headers);
            Note(reply);
            if (!Answers.Contains((int)reply.StatusCode))
            {
                Assert.Fail($"{(int)reply.StatusCode} for {method} {address}: {await reply.Content.ReadAsStringAsync()}");
            }

            return reply.StatusCode;
        }

        private void Note(HttpResponseMessage reply) => Statuses.AddOrUpdate((int)reply.StatusCode, 1, (_, count) => count + 1);
    }

    /// <summary>Reads the change feed while it grows.</summary>
    private sealed class Follower : IDisposable
    {
        private readonly CancellationTokenSource end = new();
        private readonly Task<List<JsonObject>> entries;

        public Follower(HttpClient client) => entries = FollowAsync(client);

        /// <summary>All entries, once there is no more to come.</summary>
        public Task<List<JsonObject>> EndAsync()
        {
            end.Cancel();
            return entries;
        }

        public void Dispose() => end.Dispose();

        private async Task<List<JsonObject>> FollowAsync(HttpClient client)
        {
            var read = new List<JsonObject>();
            var cursor = "";
            while (true)
            {
                var isLast = end.IsCancellationRequested;
                var page = await client.GetJsonAsync($"/api/v1/changes?limit=1000&cursor={cursor}");
                cursor = (string)page["meta"]!["cursor"]!;
                var data = page["data"]!.AsArray();
                read.AddRange(data.Select(entry => entry!.AsObject()));
                if (isLast && data.Count == 0)
                {
                    return read;
                }

                if (data.Count == 0)
                {
                    await Task.Delay(5);
                }
            }
        }
    }
}
