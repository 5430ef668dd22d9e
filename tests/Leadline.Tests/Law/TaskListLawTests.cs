using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Leadline.Tests.Visibility;

namespace Leadline.Tests.Law;

/// <summary>
/// Whatever tasks leads have and whatever a client asks: the lists of tasks, the follow-ups, and the leads chosen by them are what plain code works out
/// in memory, for one who sees all and for one who sees their own leads. A failure names its seed; the environment LEADLINE_SEED runs that one again.
/// </summary>
public sealed class TaskListLawTests(LeadlineHost host)
{
    private const int Rounds = 4;
    private const int QueriesPerRound = 40;
    private const string Leads = "/api/v1/leads";
    private const string Tasks = "/api/v1/tasks";

    private static readonly DateTime Day = new(2026, 12, 1, 9, 0, 0, DateTimeKind.Utc);

    private readonly SortedDictionary<long, KnownLead> leads = [];
    private readonly SortedDictionary<long, KnownTask> tasks = [];

    public static TheoryData<int> Seeds { get; } =
        Environment.GetEnvironmentVariable("LEADLINE_SEED") is { } seed ? new(int.Parse(seed, CultureInfo.InvariantCulture))
        : new(Enumerable.Range(0, Environment.GetEnvironmentVariable("LEADLINE_LONG_TESTS") == "1" ? 50 : 3).Select(_ => Random.Shared.Next()));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_lists_equal_the_tasks_in_memory(int seed)
    {
        var random = new PCG(1, (ulong)seed);
        using var limited = await LimitedAgent.NewAsync(host);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                for (var step = 0; step < 15; step++)
                {
                    await ChangeAsync(limited, random);
                }

                for (var query = 0; query < QueriesPerRound; query++)
                {
                    var isLimited = random.Next(2) == 0;
                    var client = isLimited ? limited.Agent : limited.Owner;
                    var seen = leads.Values.Where(lead => !isLimited || lead.Owner == limited.Me).ToList();
                    await AssertTasksAsync(client, limited, random, [.. seen.Where(lead => !lead.IsDeleted).Select(lead => lead.Id)], isLimited ? limited.Me : null);
                    await AssertLeadsAsync(client, random, seen);
                    await AssertFollowUpsAsync(client, random, seen);
                }
            }

            Assert.NotEmpty(tasks);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"LEADLINE_SEED={seed}", fault);
        }
    }

    private async Task ChangeAsync(LimitedAgent limited, PCG random)
    {
        long?[] users = [null, limited.Me, limited.Other];
        var (live, open) = (leads.Values.Where(lead => !lead.IsDeleted).ToList(), tasks.Values.Where(task => leads[task.Lead] is { IsDeleted: false }).ToList());
        switch (random.Next(10))
        {
            case 0 or 1:
                var owner = One(random, users);
                var id = await limited.LeadOfAsync(owner);
                leads[id] = new KnownLead(id, owner, false);
                break;
            case 2 when leads.Count > 0:
                var lead = One(random, [.. leads.Values]);
                await limited.Owner.CallAsync(lead.IsDeleted ? HttpMethod.Post : HttpMethod.Delete, $"{Leads}/{lead.Id}{(lead.IsDeleted ? "/restore" : "")}", HttpStatusCode.OK);
                leads[lead.Id] = lead with { IsDeleted = !lead.IsDeleted };
                break;
            case 3 when live.Count > 0:
                var given = One(random, live) with { Owner = One(random, users) };
                await limited.Owner.CallAsync(HttpMethod.Patch, $"{Leads}/{given.Id}", HttpStatusCode.OK, new { assigned_user_id = given.Owner });
                leads[given.Id] = given;
                break;
            case 4 when open.Count > 0:
                var gone = One(random, open);
                await limited.Owner.CallAsync(gone.IsDeleted ? HttpMethod.Post : HttpMethod.Delete, $"{Tasks}/{gone.Id}{(gone.IsDeleted ? "/restore" : "")}", HttpStatusCode.OK);
                tasks[gone.Id] = gone with { IsDeleted = !gone.IsDeleted };
                break;
            case 5 or 6 when open.Where(task => !task.IsDeleted).ToList() is { Count: > 0 } changeable:
                var changed = One(random, changeable) with { Due = Due(random), Remind = Due(random), User = One(random, users), IsDone = random.Next(3) == 0 };
                await limited.Owner.CallAsync(
                    HttpMethod.Patch, $"{Tasks}/{changed.Id}", HttpStatusCode.OK, new { due_at = Text(changed.Due), remind_at = Text(changed.Remind), assigned_user_id = changed.User, is_done = changed.IsDone });
                tasks[changed.Id] = changed;
                break;
            case var _ when live.Count > 0:
                var (of, due, remind, user, isDone) = (One(random, live).Id, Due(random), Due(random), One(random, users), random.Next(4) == 0);
                var made = (await limited.Owner.CallAsync(
                    HttpMethod.Post, $"{Leads}/{of}/tasks", HttpStatusCode.Created, new { title = "Call", due_at = Text(due), remind_at = Text(remind), assigned_user_id = user, is_done = isDone }))["data"]!;
                tasks[(long)made["id"]!] = new KnownTask((long)made["id"]!, of, due, remind, user, isDone, false, (DateTime)made["created_at"]!);
                break;
        }
    }

    private async Task AssertTasksAsync(HttpClient client, LimitedAgent limited, PCG random, HashSet<long> seen, long? me)
    {
        var (query, wanted) = (new List<string>(), tasks.Values.Where(task => seen.Contains(task.Lead)));
        var isTrashed = random.Next(4) == 0;
        query.Add($"trashed={isTrashed}");
        wanted = wanted.Where(task => task.IsDeleted == isTrashed);
        if (random.Next(2) == 0)
        {
            var isOpen = random.Next(2) == 0;
            query.Add($"open={(isOpen ? 1 : 0)}");
            wanted = wanted.Where(task => task.IsDone != isOpen);
        }

        if (random.Next(3) == 0)
        {
            var (text, users) = One<(string, long?[])>(random, [("none", [null]), ($"{limited.Me}", [limited.Me]), ($"none,{limited.Other}", [null, limited.Other]), (me is null ? "0" : "me", me is null ? [] : [me])]);
            query.Add($"assigned_user_id={text}");
            wanted = wanted.Where(task => users.Contains(task.User));
        }

        if (random.Next(3) == 0 && leads.Count > 0)
        {
            var some = leads.Keys.Where(_ => random.Next(2) == 0).Append(999_999_999).ToHashSet();
            query.Add($"lead_id={string.Join(',', some.Take(100))}");
            wanted = wanted.Where(task => some.Contains(task.Lead));
        }

        foreach (var (name, isAfter, timeOf) in new (string, bool, Func<KnownTask, DateTime?>)[]
        {
            ("due_after", true, task => task.Due), ("due_before", false, task => task.Due), ("remind_after", true, task => task.Remind), ("remind_before", false, task => task.Remind),
        })
        {
            if (random.Next(3) == 0)
            {
                var time = Day.AddDays(random.Next(4));
                query.Add($"{name}={Text(time)}");
                wanted = wanted.Where(task => timeOf(task) is { } at && (isAfter ? at >= time : at < time));
            }
        }

        var (sort, direction) = (One(random, ["due_at", "due_at", "remind_at", "created_at"]), (string?)One(random, [null, "asc", "desc"]));
        query.Add(sort == "due_at" ? One(random, ["", "sort_by=due_at"]) : $"sort_by={sort}");
        query.Add(direction is null ? "" : $"sort_order={direction}");
        var isDescending = direction == "desc" || (direction is null && sort == "created_at");
        var empty = wanted.OrderBy(task => KeyOf(task) is null);
        long[] all = [.. (isDescending ? empty.ThenByDescending(KeyOf).ThenByDescending(task => task.Id) : empty.ThenBy(KeyOf).ThenBy(task => task.Id)).Select(task => task.Id)];

        var (page, size) = (1 + (int)random.Next(3), 1 + (int)random.Next(8));
        var address = $"{Tasks}?{string.Join('&', query.Where(part => part.Length > 0))}";
        var read = await client.GetJsonAsync($"{address}&page={page}&per_page={size}");
        Assert.True(all.Skip((page - 1) * size).Take(size).SequenceEqual(read.Ids()), $"{address} {read.ToJsonString()}, not {string.Join(' ', all)}");
        Assert.Equal(all.Length, read.Total());
        var (walked, cursor) = (new List<long>(), "");
        do
        {
            var part = await client.GetJsonAsync($"{address}&limit={size}&cursor={cursor}");
            walked.AddRange(part.Ids());
            Assert.Equal(all.Length, part.Total());
            cursor = (string?)part["meta"]!["cursor"];
        }
        while (cursor is not null);
        Assert.Equal(all, walked);

        DateTime? KeyOf(KnownTask task) => sort switch { "due_at" => task.Due, "remind_at" => task.Remind, _ => task.Created };
    }

    private async Task AssertLeadsAsync(HttpClient client, PCG random, List<KnownLead> seen)
    {
        var (isTrashed, asked) = (random.Next(4) == 0, new List<(string Name, string? Value, Func<KnownTask?, bool> Passes)>());
        var (from, to, has) = (Day.AddDays(random.Next(4)), Day.AddDays(random.Next(4)), random.Next(2) == 0);
        foreach (var filter in new (string, string?, Func<KnownTask?, bool>)[]
        {
            ("follow_up_from", Text(from), next => next?.Due >= from), ("follow_up_to", Text(to), next => next?.Due <= to), ("has_follow_up", $"{has}", next => next is not null == has),
        })
        {
            asked.AddRange(random.Next(2) == 0 ? [filter] : []);
        }

        var there = seen.Where(lead => lead.IsDeleted == isTrashed).ToList();
        long[] all = [.. there.Where(lead => asked.TrueForAll(filter => filter.Passes(NextOf(lead)))).Select(lead => lead.Id)];
        var query = $"trashed={isTrashed}{string.Concat(asked.Select(filter => $"&{filter.Name}={filter.Value}"))}";
        AssertAre(await client.GetJsonAsync($"{Leads}?{query}&per_page=100"), all, query);
        Assert.Equal(all.Length, (await client.GetJsonAsync($"{Leads}/counts?{query}"))["data"]!.AsArray().Sum(count => (int)count!["leads"]!));
        if (asked.Count > 0)
        {
            long[] any = [.. there.Where(lead => asked.Exists(filter => filter.Passes(NextOf(lead)))).Select(lead => lead.Id)];
            var tree = new { where = new { or = asked.Select(filter => new Dictionary<string, string?> { [filter.Name] = filter.Value }) }, trashed = isTrashed, per_page = 100 };
            AssertAre(await client.CallAsync(HttpMethod.Post, $"{Leads}/search", HttpStatusCode.OK, tree), any, $"or {query}");
        }

        static void AssertAre(JsonObject page, long[] wanted, string query)
        {
            Assert.True(wanted.SequenceEqual(page.Ids().Order()), $"{query}: {string.Join(' ', page.Ids().Order())}, not {string.Join(' ', wanted)}");
            Assert.Equal(wanted.Length, page.Total());
        }
    }

    private async Task AssertFollowUpsAsync(HttpClient client, PCG random, List<KnownLead> seen)
    {
        var asked = leads.Keys.Where(_ => random.Next(2) == 0).Append(999_999_999).Take(100).ToHashSet();
        var found = (await client.GetJsonAsync($"{Leads}/follow-ups?lead_id={string.Join(',', asked)}"))["data"]!.AsArray();
        Assert.Equal(
            seen.Where(lead => !lead.IsDeleted && asked.Contains(lead.Id)).Select(NextOf).OfType<KnownTask>().OrderBy(next => next.Due).ThenBy(next => next.Lead).Select(next => (next.Lead, next.Id, Text(next.Due))),
            found.Select(next => ((long)next!["lead_id"]!, (long)next["task_id"]!, (string?)next["next_follow_up_at"])));
    }

    private KnownTask? NextOf(KnownLead lead) => tasks.Values
        .Where(task => task.Lead == lead.Id && task is { IsDone: false, IsDeleted: false, Due: not null }).OrderBy(task => task.Due).ThenBy(task => task.Id).FirstOrDefault();

    private static DateTime? Due(PCG random) => random.Next(4) == 0 ? null : Day.AddDays(random.Next(4));

    private static string? Text(DateTime? time) => time?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static T One<T>(PCG random, IReadOnlyList<T> items) => items[(int)random.Next((uint)items.Count)];

    private sealed record KnownLead(long Id, long? Owner, bool IsDeleted);

    private sealed record KnownTask(long Id, long Lead, DateTime? Due, DateTime? Remind, long? User, bool IsDone, bool IsDeleted, DateTime Created);
}
