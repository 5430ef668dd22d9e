using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Leadline.Tests.Operations.Faults;

namespace Leadline.Tests.Operations;

/// <summary>Nine reads to one write for a minute, or ten with the long tests: alone, for it is timed.</summary>
[Trait("Engine", "PostgreSQL")]
[Collection(nameof(MixedLoadTests))]
[CollectionDefinition(nameof(MixedLoadTests), DisableParallelization = true)]
public sealed class MixedLoadTests(ITestOutputHelper output)
{
    private const int Connections = 8;
    private const int SeededLeads = 20_000;
    private const double MostMilliseconds = 60;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1";
    private static readonly int Minutes = IsLong ? 10 : 1;

    // The machine may be busy with other things just then.
    private static readonly int MostMinutes = IsLong ? 10 : 3;

    private static readonly string[] Lists =
    [
        "", "?sort_by=last_name&sort_order=asc", "?converted=0", "?page=40", "?trashed=1", "?sort_by=converted_at&sort_order=desc", "?search=kaya", "?search=@example.com&page=2",
        "?has_phone=1&limit=20", "?assigned_user_id=none&sort_by=created_at", "?page=700&sort_by=first_name",
    ];

    [Fact]
    public async Task Reads_and_writes_together_fail_never_stay_quick_and_leave_true_counts()
    {
        await using var postgres = await PostgresServer.MakeAsync();
        await postgres.ExecuteAsync("postgres", "ALTER SYSTEM SET max_wal_size = '2GB'");
        await postgres.RestartAsync();
        using var folder = new TemporaryFolder();
        string[] database = ["--database", postgres.Connection("leadline")];
        var tenant = (await LeadlineProgram.SucceedAsync(folder.Path, ["tenant", "add", "Busy", .. database])).Output;
        var token = (await LeadlineProgram.SucceedAsync(folder.Path, ["token", "--tenant", tenant, .. database])).Output;
        await LeadlineProgram.SucceedAsync(folder.Path, ["seed", "--tenant", tenant, "--leads", $"{SeededLeads}", .. database]);
        await postgres.ExecuteAsync("leadline", "VACUUM ANALYZE");
        await using var server = await LeadlineProgram.ServeAsync(folder.Path, 0, ("DATABASE", postgres.Connection("leadline")), ("RATELIMIT__PERMITSPERMINUTE", "0"));
        using var client = await server.ClientAsync(tenant, token);
        var seeded = await TotalAsync(client, "");
        var seededInTrash = await TotalAsync(client, "?trashed=1");
        var warmUp = await LoadAsync(client, TimeSpan.FromSeconds(10)); // until what is called often is compiled for good

        var (load, minutes, memory) = (new Load(), new List<double>(), new List<long>());
        while (minutes.Count < Minutes || (minutes.Count < MostMinutes && minutes.Min() > MostMilliseconds))
        {
            var minute = await LoadAsync(client, TimeSpan.FromMinutes(1));
            load.Add(minute);
            minutes.Add(Percentile99(minute));
            memory.Add(server.ResidentBytes());
        }

        var (made, trashed) = (await TotalAsync(client, "?search=mixed") + await TotalAsync(client, "?search=mixed&trashed=1"), await TotalAsync(client, "?search=mixed&trashed=1"));
        var p99 = IsLong ? Percentile99(load) : minutes.Min();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load.Milliseconds.Count} calls, {load.Made} leads made, p99 {p99:0.0} ms, MB at the end of each minute: {string.Join(", ", memory.Select(bytes => bytes >> 20))}"));
        Assert.Empty(warmUp.Faults.Concat(load.Faults));
        Assert.Equal((warmUp.Made + load.Made, warmUp.Trashed + load.Trashed), (made, trashed));
        Assert.True(load.Made > 100 && load.Trashed > 10, $"Only {load.Made} leads were made and {load.Trashed} deleted.");
        Assert.Equal(seeded + made - trashed, await TotalAsync(client, ""));
        Assert.Equal(seededInTrash + trashed, await TotalAsync(client, "?trashed=1"));
        Assert.True(p99 <= MostMilliseconds, $"The 99th percentile is {p99:0.0} ms.");
        Assert.True(!IsLong || memory[^1] <= memory[2] * 1.1, $"The memory grows: {string.Join(", ", memory)}.");
        server.Terminate();
        await server.EndAsync();
        await LeadlineProgram.SucceedAsync(folder.Path, ["verify", .. database]);
    }

    private static double Percentile99(Load load) => load.Milliseconds.Order().ElementAt((int)(load.Milliseconds.Count * 0.99));

    private static async Task<Load> LoadAsync(HttpClient client, TimeSpan time)
    {
        var until = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var load = new Load();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => Task.Run(async () =>
        {
            var random = new Random(number);
            var mine = new Stack<long>();
            while (Stopwatch.GetTimestamp() < until)
            {
                var (method, path, body, expected) = Draw(random, mine);
                var since = Stopwatch.GetTimestamp();
                using var request = new HttpRequestMessage(method, $"/api/v1/leads{path}") { Content = body is null ? null : JsonContent.Create(body) };
                using var reply = await client.SendAsync(request);
                var text = await reply.Content.ReadAsStringAsync();
                load.Milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                if (reply.StatusCode != expected)
                {
                    load.Faults.Enqueue($"{method} {path}: {reply.StatusCode} {text}");
                }
                else if (method == HttpMethod.Post)
                {
                    mine.Push((long)JsonNode.Parse(text)!["data"]!["id"]!);
                    load.CountMade();
                }
                else if (method == HttpMethod.Delete)
                {
                    mine.Pop();
                    load.CountTrashed();
                }
            }
        })));
        return load;
    }

    private static (HttpMethod Method, string Path, object? Body, HttpStatusCode Expected) Draw(Random random, Stack<long> mine)
    {
        var roll = random.Next(100);
        return roll < 5 || (roll < 10 && mine.Count == 0)
                ? (HttpMethod.Post, "", new { last_name = "Mixed", email = $"mixed.{random.Next()}@example.com", phone_number = $"+90532{random.Next(1_000_000, 9_999_999)}" }, HttpStatusCode.Created)
            : roll < 9 ? (HttpMethod.Patch, $"/{mine.Peek()}", (object?)new { description = $"{random.Next()}" }, HttpStatusCode.OK)
            : roll < 10 ? (HttpMethod.Delete, $"/{mine.Peek()}", null, HttpStatusCode.OK)
            : roll < 20 && mine.Count > 0 ? (HttpMethod.Get, $"/{mine.Peek()}", null, HttpStatusCode.OK)
            : (HttpMethod.Get, Lists[random.Next(Lists.Length)], null, HttpStatusCode.OK);
    }

    private static async Task<long> TotalAsync(HttpClient client, string query) => (await client.GetJsonAsync($"/api/v1/leads{query}")).Total();

    private sealed class Load
    {
        private long made;
        private long trashed;

        public ConcurrentBag<double> Milliseconds { get; } = [];

        public ConcurrentQueue<string> Faults { get; } = new();

        public long Made => Interlocked.Read(ref made);

        public long Trashed => Interlocked.Read(ref trashed);

        public void CountMade() => Interlocked.Increment(ref made);

        public void CountTrashed() => Interlocked.Increment(ref trashed);

        public void Add(Load other)
        {
            foreach (var time in other.Milliseconds)
            {
                Milliseconds.Add(time);
            }

            foreach (var fault in other.Faults)
            {
                Faults.Enqueue(fault);
            }

            (made, trashed) = (made + other.Made, trashed + other.Trashed);
        }
    }
}
