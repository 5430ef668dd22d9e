using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace Leadline.Tests.Operations.Faults;

/// <summary>
/// Writers and readers of one tenant while something breaks. They note what was acknowledged and what may have been done, send again what failed
/// under the same <c>Idempotency-Key</c>, and note every reply that is neither good nor 503 as it should be.
/// </summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int Writers = 6;
    private const int Readers = 3;
    private const string Leads = "/api/v1/leads";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly HttpClient client;
    private readonly bool mayBeCut;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<string, Fate> fates = new();
    private readonly ConcurrentQueue<string> faults = new();
    private readonly List<JsonObject> followed = [];
    private readonly Task running;
    private int refused;
    private int acknowledged;

    /// <summary>Begins.</summary>
    /// <param name="client">May read and write all of the tenant.</param>
    /// <param name="mayBeCut">Whether a call may end without a reply.</param>
    public Traffic(HttpClient client, bool mayBeCut = false)
    {
        this.client = client;
        this.mayBeCut = mayBeCut;
        running = Task.WhenAll(
            [.. Enumerable.Range(0, Writers).Select(number => Task.Run(() => WriteAsync(new Random(number), sendsAgain: number % 2 == 0))),
             .. Enumerable.Range(0, Readers).Select(number => Task.Run(() => ReadAsync(new Random(number)))),
             Task.Run(FollowAsync)]);
    }

    /// <summary>How many calls were answered 503, or not at all.</summary>
    public int Refused => Volatile.Read(ref refused);

    /// <summary>How many changes were acknowledged.</summary>
    public int Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Waits for so many more acknowledged changes.</summary>
    public Task ChangedAsync(int more = 50)
    {
        var goal = Acknowledged + more;
        return UntilAsync(() => Acknowledged >= goal, $"{more} more changes");
    }

    /// <summary>Waits for so many more calls that are refused.</summary>
    public Task RefusedAsync(int more = 10)
    {
        var goal = Refused + more;
        return UntilAsync(() => Refused >= goal, $"{more} more refusals");
    }

    /// <summary>Waits until changes are acknowledged and no call is refused any more.</summary>
    public async Task RecoveredAsync()
    {
        for (var since = Stopwatch.GetTimestamp(); ;)
        {
            var (before, done) = (Refused, Acknowledged);
            await Task.Delay(Quiet);
            if (Refused == before && Acknowledged > done)
            {
                return;
            }

            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"The server does not recover: {Acknowledged - done} changes and {Refused - before} refusals. {string.Join('\n', faults.Take(3))}");
        }
    }

    /// <summary>Ends, and asserts what must hold after any fault.</summary>
    public async Task EndAsync()
    {
        await end.CancelAsync();
        await running;
        Assert.Empty(faults);
        Assert.True(Acknowledged > 50, $"Only {Acknowledged} changes were acknowledged.");

        var leads = (await ListAsync(isTrashed: false)).Concat(await ListAsync(isTrashed: true)).ToLookup(lead => (string)lead["last_name"]!);
        Assert.Empty(leads.Select(named => named.Key).Except(fates.Keys));
        foreach (var (name, fate) in fates)
        {
            var there = leads[name].Select(lead => new Outcome((long)lead["id"]!, (string?)lead["description"], lead["deleted_at"] is not null)).ToList();
            Assert.True(there.Count <= 1, $"{name} is there {there.Count} times.");
            Assert.True(fate.Allows(there.SingleOrDefault()), $"{name} should be {fate}, and is {there.SingleOrDefault()}.");
        }

        await AssertJournalAsync(leads.SelectMany(named => named));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await running;
        end.Dispose();
    }

    private async Task UntilAsync(Func<bool> isSo, string what)
    {
        for (var since = Stopwatch.GetTimestamp(); !isSo(); await Task.Delay(10))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"{what} do not come. {faults.FirstOrDefault()}");
        }
    }

    private async Task WriteAsync(Random random, bool sendsAgain)
    {
        var mine = new List<(string Name, Outcome Lead)>();
        while (!end.IsCancellationRequested)
        {
            if (mine.Count == 0 || random.Next(2) == 0)
            {
                var name = $"{Guid.NewGuid():N}";
                var description = $"{Guid.NewGuid():N}";
                fates[name] = new Fate(null, new Outcome(null, description, IsTrashed: false));
                if (await SendAsync(HttpMethod.Post, Leads, new { last_name = name, description }, sendsAgain) is { } made)
                {
                    mine.Add((name, Know(name, new Outcome((long)made["data"]!["id"]!, description, IsTrashed: false))));
                }

                continue;
            }

            var at = random.Next(mine.Count);
            var (known, lead) = mine[at];
            var next = random.Next(4) == 0 ? lead with { IsTrashed = true } : lead with { Description = $"{Guid.NewGuid():N}" };
            fates[known] = new Fate(lead, next);
            var isDone = next.IsTrashed
                ? await SendAsync(HttpMethod.Delete, $"{Leads}/{lead.Id}", null, sendsAgain)
                : await SendAsync(HttpMethod.Patch, $"{Leads}/{lead.Id}", new { description = next.Description }, sendsAgain);
            mine.RemoveAt(at); // what may have been done is left alone
            if (isDone is not null)
            {
                Know(known, next);
                if (!next.IsTrashed)
                {
                    mine.Add((known, next));
                }
            }
        }
    }

    private Outcome Know(string name, Outcome outcome)
    {
        Interlocked.Increment(ref acknowledged);
        fates[name] = new Fate(outcome, outcome);
        return outcome;
    }

    // Null where it may or may not have been done.
    private async Task<JsonObject?> SendAsync(HttpMethod method, string address, object? body, bool sendsAgain)
    {
        var key = $"{Guid.NewGuid():N}";
        do
        {
            if (await TryAsync(method, address, body, ("Idempotency-Key", key)) is { } answer)
            {
                return answer;
            }
        }
        while (sendsAgain && !end.IsCancellationRequested);

        return null;
    }

    private async Task ReadAsync(Random random)
    {
        string[] pages = [$"{Leads}?per_page=20", $"{Leads}?per_page=20&sort_order=asc&page=2", $"{Leads}?trashed=true", $"{Leads}?search=abc", $"{Leads}/statuses"];
        while (!end.IsCancellationRequested)
        {
            if (await TryAsync(HttpMethod.Get, pages[random.Next(pages.Length)], null) is { } page && page["meta"]?["total"] is { } total && (long)total < page["data"]!.AsArray().Count)
            {
                faults.Enqueue($"A page of {page["data"]!.AsArray().Count} leads has the total {total}.");
            }

            await Task.Delay(2);
        }
    }

    private async Task FollowAsync()
    {
        var isLast = false;
        while (!isLast)
        {
            isLast = end.IsCancellationRequested;
            if (await TryAsync(HttpMethod.Get, $"/api/v1/changes?limit=1000&cursor={(followed.Count > 0 ? followed[^1]["cursor"] : "")}", null) is { } page)
            {
                followed.AddRange(page["data"]!.AsArray().Select(entry => entry!.AsObject()));
            }

            await Task.Delay(20);
        }
    }

    // Null where the call was refused for the time being.
    private async Task<JsonObject?> TryAsync(HttpMethod method, string address, object? body, params (string Name, string Value)[] headers)
    {
        try
        {
            using var reply = await client.SendAsync(method, address, body, headers);
            var text = await reply.Content.ReadAsStringAsync();
            var isJson = reply.Content.Headers.ContentType?.MediaType == "application/json";
            if (reply.IsSuccessStatusCode)
            {
                return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
            }

            if (reply.StatusCode != HttpStatusCode.ServiceUnavailable || reply.Headers.RetryAfter is null || !isJson)
            {
                faults.Enqueue($"{(int)reply.StatusCode} for {method} {address}: {text}");
            }
        }
        catch (HttpRequestException) when (mayBeCut)
        {
            // Without a reply nothing is known.
        }
        catch (Exception fault)
        {
            faults.Enqueue($"{method} {address}: {fault}");
        }

        Interlocked.Increment(ref refused);
        await Task.Delay(20);
        return null;
    }

    private async Task<List<JsonObject>> ListAsync(bool isTrashed)
    {
        var leads = new List<JsonObject>();
        for (var address = $"{Leads}?per_page=100&sort_order=asc&trashed={isTrashed}"; address is not null;)
        {
            var page = await client.GetJsonAsync(address);
            leads.AddRange(page["data"]!.AsArray().Select(lead => lead!.AsObject()));
            address = (string?)page["links"]!["next"];
            Assert.True(address is not null || page.Total() == leads.Count, $"The total is {page.Total()} of {leads.Count}.");
        }

        return leads;
    }

    // Who followed the feed has read every entry once and in order, and the entries of a lead make the lead.
    private async Task AssertJournalAsync(IEnumerable<JsonObject> leads)
    {
        var entries = new List<JsonObject>();
        for (JsonObject? page = null; page is null || (bool)page["meta"]!["has_more"]!;)
        {
            page = await client.GetJsonAsync($"/api/v1/changes?limit=1000&cursor={page?["meta"]!["cursor"]}");
            entries.AddRange(page["data"]!.AsArray().Select(entry => entry!.AsObject()));
        }

        Assert.Equal(entries.Select(CursorOf), entries.Select(CursorOf).Order());
        Assert.Equal(entries.Select(CursorOf), entries.Select(CursorOf).Distinct());
        Assert.Equal(entries.Take(followed.Count).Select(entry => entry.ToJsonString()), followed.Select(entry => entry.ToJsonString()));

        var told = new Dictionary<long, Outcome>();
        foreach (var entry in entries.Where(entry => (string?)entry["entity"] == "lead"))
        {
            var (id, changes) = ((long)entry["entity_id"]!, entry["changes"]!.AsObject());
            var before = (string?)entry["operation"] == "created" ? new Outcome(id, null, IsTrashed: false) : told[id];
            Assert.Equal((string?)entry["operation"] == "created", !told.ContainsKey(id));
            var description = changes["description"] is { } change ? (string?)change["new"] : before.Description;
            Assert.Equal(before.Description, changes["description"] is { } old ? (string?)old["old"] : before.Description);
            told[id] = new Outcome(id, description, changes["deleted_at"] is { } deleted ? deleted["new"] is not null : before.IsTrashed);
        }

        Assert.Equal(
            leads.Select(lead => new Outcome((long)lead["id"]!, (string?)lead["description"], lead["deleted_at"] is not null)).OrderBy(lead => lead.Id),
            told.Values.OrderBy(lead => lead.Id));
    }

    private static long CursorOf(JsonObject entry) => long.Parse((string)entry["cursor"]!, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A lead, as far as it was written.</summary>
    /// <param name="Id">Its number; null where no reply told it.</param>
    /// <param name="Description">A text of its own for each change.</param>
    /// <param name="IsTrashed">Whether it was deleted.</param>
    private sealed record Outcome(long? Id, string? Description, bool IsTrashed);

    /// <summary>What a lead may be: as it was acknowledged (null for not there), or as the change would make it that was not.</summary>
    private sealed record Fate(Outcome? Known, Outcome Possible)
    {
        public bool Allows(Outcome? there) => there == Known || there == Possible || (Possible.Id is null && there is not null && there with { Id = null } == Possible);
    }
}
