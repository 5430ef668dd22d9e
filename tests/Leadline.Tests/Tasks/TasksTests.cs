using System.Net;
using Leadline.Tests.Account;
using Leadline.Tests.Visibility;

namespace Leadline.Tests.Tasks;

/// <summary>What a client sees of the tasks of leads.</summary>
public sealed class TasksTests(LeadlineHost host)
{
    private const string Everything = "leads:read leads:write settings:read settings:write";
    private const string Tasks = "/api/v1/tasks";
    private const string Leads = "/api/v1/leads";

    [Fact]
    public async Task A_task_has_exactly_these_fields_and_is_the_owners_of_its_lead()
    {
        var tenant = await host.NewTenantAsync();
        var (ada, email) = await tenant.AddMemberAsync("owner");
        var (grace, _) = await tenant.AddMemberAsync(name: "Grace");
        using var client = await tenant.ClientAsync(Everything, email);
        var lead = await client.CreateLeadAsync(new { first_name = "Rosa", last_name = "Parks", assigned_user_id = grace });

        using var reply = await client.SendAsync(HttpMethod.Post, $"{Leads}/{lead}/tasks", new { title = " Call back ", due_at = "2026-12-01T10:00:00+03:00" });
        var task = (await reply.JsonAsync(HttpStatusCode.Created))["data"]!.AsObject();

        Assert.Equal(
            [
                "id", "lead_id", "lead", "title", "description", "due_at", "remind_at", "assigned_user", "is_done", "completed_at", "completed_by", "created_at", "created_by",
                "updated_at", "deleted_at", "version",
            ],
            task.Select(field => field.Key));
        Assert.Equal($$"""{"id":{{lead}},"full_name":"Rosa Parks"}""", task["lead"]!.ToJsonString());
        Assert.Equal(("Call back", "2026-12-01T07:00:00Z", false), ((string?)task["title"], (string?)task["due_at"], (bool)task["is_done"]!));
        Assert.Equal((grace, ada), ((long)task["assigned_user"]!["id"]!, (long)task["created_by"]!["id"]!));
        Assert.Equal($"{Tasks}/{task["id"]}", reply.Headers.Location?.ToString());
        Assert.Equal(task.ToJsonString(), (await client.GetJsonAsync($"{Tasks}/{task["id"]}"))["data"]!.ToJsonString());
        Assert.DoesNotContain("tasks", (await client.GetJsonAsync($"{Leads}/{lead}"))["data"]!.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task Without_an_owner_a_task_is_its_makers_and_null_gives_it_to_nobody()
    {
        var tenant = await host.NewTenantAsync();
        var (ada, email) = await tenant.AddMemberAsync("owner");
        var (gone, _) = await tenant.AddMemberAsync();
        using var client = await tenant.ClientAsync($"{Everything} users:write", email);
        using var machine = await tenant.ClientAsync(Everything);
        var (nobodys, former) = (await client.CreateLeadAsync(), await client.CreateLeadAsync(new { last_name = "Byron", assigned_user_id = gone }));
        await client.CallAsync(HttpMethod.Delete, $"/api/v1/users/{gone}", HttpStatusCode.OK);

        Assert.Equal(ada, await AssigneeAsync(client, nobodys, new { title = "x" }));
        Assert.Equal(ada, await AssigneeAsync(client, former, new { title = "x" }));
        Assert.Null(await AssigneeAsync(client, nobodys, new { title = "x", assigned_user_id = (long?)null }));
        Assert.Null(await AssigneeAsync(machine, nobodys, new { title = "x" }));
    }

    [Fact]
    public async Task A_member_who_leaves_keeps_their_tasks_and_gets_no_new_one()
    {
        var tenant = await host.NewTenantAsync();
        var (gone, _) = await tenant.AddMemberAsync(name: "Grace");
        using var client = await tenant.ClientAsync($"{Everything} users:write");
        var lead = await client.CreateLeadAsync();
        var task = await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "x", assigned_user_id = gone });

        await client.CallAsync(HttpMethod.Delete, $"/api/v1/users/{gone}", HttpStatusCode.OK);

        Assert.Equal("Grace", (string?)(await client.GetJsonAsync($"{Tasks}/{task}"))["data"]!["assigned_user"]!["name"]);
        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.OK, new { title = "y" });
        var refused = await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.UnprocessableEntity, new { assigned_user_id = gone });
        Assert.NotEmpty(refused.ErrorsOf("assigned_user_id"));
    }

    [Theory]
    [InlineData("{}", "title")]
    [InlineData("""{"title": " "}""", "title")]
    [InlineData("""{"title": 1}""", "title")]
    [InlineData("""{"title": "x", "due_at": "tomorrow"}""", "due_at")]
    [InlineData("""{"title": "x", "remind_at": 5}""", "remind_at")]
    [InlineData("""{"title": "x", "assigned_user_id": 999999999}""", "assigned_user_id")]
    [InlineData("""{"title": "x", "assigned_user_id": "me"}""", "assigned_user_id")]
    [InlineData("""{"title": "x", "is_done": null}""", "is_done")]
    [InlineData("""{"title": "x", "completed_at": "2026-01-01"}""", "completed_at")]
    [InlineData("""{"title": "x", "lead_id": 1}""", "lead_id")]
    public async Task A_bad_body_is_refused_by_field_and_makes_nothing(string body, string field)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var tasks = $"{Leads}/{await client.CreateLeadAsync()}/tasks";

        Assert.NotEmpty((await client.CallAsync(HttpMethod.Post, tasks, HttpStatusCode.UnprocessableEntity, body)).ErrorsOf(field));
        Assert.NotEmpty((await client.CallAsync(HttpMethod.Post, tasks, HttpStatusCode.UnprocessableEntity, new { title = new string('x', 256) })).ErrorsOf("title"));
        Assert.Equal(0, (await client.GetJsonAsync(tasks)).Total());
    }

    [Fact]
    public async Task Completing_notes_when_and_by_whom_once_and_reopening_forgets_it()
    {
        var tenant = await host.NewTenantAsync();
        var (ada, email) = await tenant.AddMemberAsync("owner");
        using var client = await tenant.ClientAsync(Everything, email);
        using var machine = await tenant.ClientAsync(Everything);
        var task = $"{Tasks}/{await client.CreateAsync($"{Leads}/{await client.CreateLeadAsync()}/tasks", new { title = "x" })}";

        var done = (await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { is_done = true }))["data"]!;
        var again = (await machine.CallAsync(HttpMethod.Put, task, HttpStatusCode.OK, new { is_done = true }))["data"]!;
        var open = (await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { is_done = false }))["data"]!;

        Assert.Equal((true, ada), ((bool)done["is_done"]!, (long)done["completed_by"]!["id"]!));
        Assert.InRange((DateTime)done["completed_at"]!, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        Assert.Equal(done.ToJsonString(), again.ToJsonString());
        Assert.Equal((false, null, null), ((bool)open["is_done"]!, open["completed_at"], open["completed_by"]));
    }

    [Fact]
    public async Task A_task_is_changed_only_in_the_version_that_was_seen_and_once_under_a_key()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var lead = await client.CreateLeadAsync();
        var made = await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/tasks", HttpStatusCode.Created, new { title = "one" }, ("Idempotency-Key", "t"));
        var again = await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/tasks", HttpStatusCode.Created, new { title = "one" }, ("Idempotency-Key", "t"));
        var task = $"{Tasks}/{made["data"]!["id"]}";
        using var read = await client.GetAsync(task);
        var tag = read.Headers.ETag!.Tag;

        Assert.Equal(1, (long)made["data"]!["version"]!);
        await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { title = "two" }, ("If-Match", $"\"{made["data"]!["version"]}\""));
        var late = await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.PreconditionFailed, new { title = "three" }, ("If-Match", tag));
        await client.CallAsync(HttpMethod.Delete, task, HttpStatusCode.PreconditionFailed, null, ("If-Match", tag));
        using var known = await client.SendAsync(HttpMethod.Get, task, null, ("If-None-Match", tag));

        Assert.Equal(made.ToJsonString(), again.ToJsonString());
        Assert.Equal("two", (string?)late["current"]!["title"]);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal(1, (await client.GetJsonAsync(Tasks)).Total());
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/tasks", HttpStatusCode.PreconditionFailed, new { title = "x" }, ("If-Match", "\"99\""));
    }

    [Fact]
    public async Task The_tag_of_a_task_moves_with_the_names_that_it_shows()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Everything);
        var lead = await client.CreateLeadAsync();
        var task = $"{Tasks}/{await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "x" })}";
        using var before = await client.GetAsync(task);

        using var same = await client.SendAsync(HttpMethod.Get, task, null, ("If-None-Match", before.Headers.ETag!.Tag));
        await client.CallAsync(HttpMethod.Patch, $"{Leads}/{lead}", HttpStatusCode.OK, new { last_name = "Byron" });
        using var after = await client.SendAsync(HttpMethod.Get, task, null, ("If-None-Match", before.Headers.ETag!.Tag));

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal("Byron", (string?)(await after.JsonAsync(HttpStatusCode.OK))["data"]!["lead"]!["full_name"]);
    }

    [Fact]
    public async Task A_deleted_task_is_in_the_trash_only_and_comes_back()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var tasks = $"{Leads}/{await client.CreateLeadAsync()}/tasks";
        var (kept, deleted) = (await client.CreateAsync(tasks, new { title = "kept" }), await client.CreateAsync(tasks, new { title = "deleted" }));

        await client.CallAsync(HttpMethod.Delete, $"{Tasks}/{deleted}", HttpStatusCode.OK);

        foreach (var list in new[] { tasks, Tasks })
        {
            Assert.Equal([kept], (await client.GetJsonAsync(list)).Ids());
            Assert.Equal([deleted], (await client.GetJsonAsync($"{list}?trashed=1")).Ids());
        }

        await client.GetJsonAsync($"{Tasks}/{deleted}", HttpStatusCode.NotFound);
        Assert.NotNull((await client.GetJsonAsync($"{Tasks}/{deleted}?trashed=1"))["data"]!["deleted_at"]);
        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{deleted}", HttpStatusCode.NotFound, new { title = "x" });
        await client.CallAsync(HttpMethod.Post, $"{Tasks}/{deleted}/restore", HttpStatusCode.OK);
        Assert.Equal([kept, deleted], (await client.GetJsonAsync(tasks)).Ids());
    }

    [Fact]
    public async Task Tasks_of_a_deleted_lead_are_hidden_until_it_is_back_and_those_of_a_converted_one_stay()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync($"{Everything} customers:write");
        var lead = await client.CreateLeadAsync();
        var task = await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "x", due_at = "2026-12-01" });

        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/convert", HttpStatusCode.OK);
        Assert.Equal([task], (await client.GetJsonAsync(Tasks)).Ids());
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{lead}", HttpStatusCode.OK);

        Assert.Equal(0, (await client.GetJsonAsync(Tasks)).Total());
        Assert.Equal(0, (await client.GetJsonAsync($"{Tasks}?trashed=1")).Total());
        Assert.Empty((await client.GetJsonAsync($"{Leads}/follow-ups?lead_id={lead}"))["data"]!.AsArray());
        await client.GetJsonAsync($"{Leads}/{lead}/tasks", HttpStatusCode.NotFound);
        await client.GetJsonAsync($"{Tasks}/{task}", HttpStatusCode.NotFound);
        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.NotFound, new { title = "y" });
        await client.CallAsync(HttpMethod.Delete, $"{Tasks}/{task}", HttpStatusCode.NotFound);
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/tasks", HttpStatusCode.NotFound, new { title = "y" });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/restore", HttpStatusCode.OK);
        Assert.Equal([task], (await client.GetJsonAsync($"{Leads}/{lead}/tasks")).Ids());
    }

    [Fact]
    public async Task Every_change_stands_in_the_leads_timeline_and_can_be_undone()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Everything);
        var lead = await client.CreateLeadAsync();
        var task = await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "Call" });
        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.OK, new { title = "Write", is_done = true });
        await client.CallAsync(HttpMethod.Delete, $"{Tasks}/{task}", HttpStatusCode.OK);

        var timeline = (await client.GetJsonAsync($"{Leads}/{lead}/timeline"))["data"]!.AsArray();
        Assert.Equal(["task.delete", "task.update", "task.create", "lead.create"], timeline.Select(entry => (string?)entry!["action"]));
        Assert.Equal(("task", task, "updated"), ((string?)timeline[1]!["entity"], (long)timeline[1]!["entity_id"]!, (string?)timeline[1]!["operation"]));
        Assert.Equal(["title", "completed_at"], timeline[1]!["changes"]!.AsObject().Select(change => change.Key).OrderByDescending(name => name));

        foreach (var entry in timeline.Take(2))
        {
            await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{entry!["batch_id"]}/undo", HttpStatusCode.OK);
        }

        var back = (await client.GetJsonAsync($"{Tasks}/{task}"))["data"]!;
        Assert.Equal(("Call", false), ((string?)back["title"], (bool)back["is_done"]!));
    }

    [Fact]
    public async Task When_and_by_whom_it_was_done_is_undone_together_or_not_at_all()
    {
        var tenant = await host.NewTenantAsync();
        using var program = await tenant.ClientAsync(Everything);
        var (_, email) = await tenant.AddMemberAsync();
        using var ada = await tenant.ClientAsync("leads:read leads:write", email);
        var lead = await program.CreateLeadAsync();
        var task = $"{Tasks}/{await program.CreateAsync($"{Leads}/{lead}/tasks", new { title = "Call" })}";
        await ada.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { is_done = true });
        await program.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { is_done = false });
        var reopened = (long)(await program.GetJsonAsync($"{Leads}/{lead}/timeline?limit=1"))["data"]![0]!["batch_id"]!;
        await program.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { is_done = true });
        var before = (await program.GetJsonAsync(task))["data"]!;

        var report = await program.CallAsync(HttpMethod.Post, $"/api/v1/batches/{reopened}/undo", HttpStatusCode.OK);

        var after = (await program.GetJsonAsync(task))["data"]!;
        Assert.Equal(((string?)before["completed_at"], null), ((string?)after["completed_at"], after["completed_by"]));
        Assert.Equal(["completed_at", "completed_by_id"], report["data"]!["kept"]![0]!["kept_fields"]!.AsArray().Select(field => (string)field!).Order());
    }

    [Fact]
    public async Task An_erased_leads_tasks_hold_nothing_and_no_undo_brings_it_back()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var lead = await client.CreateLeadAsync();
        var task = await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "Whisper", description = "Hush", due_at = "2026-12-01" });
        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.OK, new { title = "Whisper more" }, ("Idempotency-Key", "w"));

        await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/erase", HttpStatusCode.OK);

        var erased = (await client.GetJsonAsync($"{Tasks}/{task}"))["data"]!;
        Assert.Equal(("", null, "2026-12-01T00:00:00Z"), ((string?)erased["title"], (string?)erased["description"], (string?)erased["due_at"]));
        Assert.Equal(0, (await client.GetJsonAsync($"{Tasks}?search=whisper")).Total());
        Assert.DoesNotContain("Whisper", (await client.GetJsonAsync($"{Leads}/{lead}/timeline?limit=100")).ToJsonString(), StringComparison.Ordinal);
        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.Conflict, new { title = "Whisper more" }, ("Idempotency-Key", "w"));
    }

    [Fact]
    public async Task The_next_follow_up_of_a_lead_is_its_open_task_that_is_due_first()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (one, other, idle) = (await client.CreateLeadAsync(), await client.CreateLeadAsync(), await client.CreateLeadAsync());
        await client.CreateAsync($"{Leads}/{one}/tasks", new { title = "late", due_at = "2026-12-05" });
        await client.CreateAsync($"{Leads}/{one}/tasks", new { title = "some time" });
        await client.CreateAsync($"{Leads}/{one}/tasks", new { title = "done", due_at = "2026-12-01", is_done = true });
        var gone = await client.CreateAsync($"{Leads}/{one}/tasks", new { title = "gone", due_at = "2026-12-01" });
        await client.CallAsync(HttpMethod.Delete, $"{Tasks}/{gone}", HttpStatusCode.OK);
        var next = await client.CreateAsync($"{Leads}/{one}/tasks", new { title = "next", due_at = "2026-12-03T10:00:00Z" });
        await client.CreateAsync($"{Leads}/{one}/tasks", new { title = "next, too", due_at = "2026-12-03T10:00:00Z" });
        var first = await client.CreateAsync($"{Leads}/{other}/tasks", new { title = "first", due_at = "2026-11-30" });
        await client.CreateAsync($"{Leads}/{idle}/tasks", new { title = "some time" });

        using var reply = await client.GetAsync($"{Leads}/follow-ups?lead_id={one},{other},{idle},999999999");
        var found = (await reply.JsonAsync(HttpStatusCode.OK))["data"]!;

        Assert.Equal(
            $$"""
            [{"lead_id":{{other}},"next_follow_up_at":"2026-11-30T00:00:00Z","task_id":{{first}},"title":"first"},{"lead_id":{{one}},"next_follow_up_at":"2026-12-03T10:00:00Z","task_id":{{next}},"title":"next"}]
            """,
            found.ToJsonString());
        Assert.NotNull(reply.Headers.ETag);
        foreach (var query in new[] { "", "?lead_id=", "?lead_id=x", "?lead_id=1&open=1", $"?lead_id={string.Join(',', Enumerable.Range(1, 101))}" })
        {
            await client.GetJsonAsync($"{Leads}/follow-ups{query}", HttpStatusCode.UnprocessableEntity);
        }
    }

    [Theory]
    [InlineData("open=2", "open")]
    [InlineData("due_before=soon", "due_before")]
    [InlineData("remind_after=soon", "remind_after")]
    [InlineData("remind_before=2026-13-01", "remind_before")]
    [InlineData("assigned_user_id=me", "assigned_user_id")]
    [InlineData("assigned_user_id=you", "assigned_user_id")]
    [InlineData("lead_id=x", "lead_id")]
    [InlineData("sort_by=title", "sort_by")]
    [InlineData("owner=1", "owner")]
    public async Task A_bad_parameter_is_refused_by_name(string query, string parameter)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(Everything);

        Assert.NotNull((await client.GetJsonAsync($"{Tasks}?{query}", HttpStatusCode.UnprocessableEntity))["errors"]![parameter]);
        Assert.NotNull((await client.GetJsonAsync($"{Tasks}?lead_id={string.Join(',', Enumerable.Range(1, 101))}", HttpStatusCode.UnprocessableEntity))["errors"]!["lead_id"]);
        Assert.NotNull((await client.GetJsonAsync($"{Leads}/{await client.CreateLeadAsync()}/tasks?lead_id=1", HttpStatusCode.UnprocessableEntity))["errors"]!["lead_id"]);
    }

    [Fact]
    public async Task Another_tenants_tasks_are_not_there_whatever_is_done()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Everything);
        using var theirs = await (await host.NewTenantAsync()).ClientAsync(Everything);
        var (stranger, _) = await (await host.NewTenantAsync()).AddMemberAsync();
        var lead = await client.CreateLeadAsync();
        var task = await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "x", due_at = "2026-12-01" });

        Assert.Equal(0, (await theirs.GetJsonAsync($"{Tasks}?lead_id={lead}")).Total());
        Assert.Equal(0, (await theirs.GetJsonAsync(Tasks)).Total());
        Assert.Empty((await theirs.GetJsonAsync($"{Leads}/follow-ups?lead_id={lead}"))["data"]!.AsArray());
        await AssertHiddenAsync(theirs, lead, task);
        Assert.NotEmpty((await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.UnprocessableEntity, new { assigned_user_id = stranger })).ErrorsOf("assigned_user_id"));
        Assert.Equal("x", (string?)(await client.GetJsonAsync($"{Tasks}/{task}"))["data"]!["title"]);
    }

    [Fact]
    public async Task A_limited_member_sees_the_tasks_of_the_leads_they_see_whoever_is_to_do_them()
    {
        using var limited = await LimitedAgent.NewAsync(host);
        var (mine, theirs) = (await limited.LeadOfAsync(limited.Me, "Mine"), await limited.LeadOfAsync(limited.Other, "Theirs"));
        var seen = await limited.Owner.CreateAsync($"{Leads}/{mine}/tasks", new { title = "seen", due_at = "2026-12-01", assigned_user_id = limited.Other });
        var hidden = await limited.Owner.CreateAsync($"{Leads}/{theirs}/tasks", new { title = "hidden", due_at = "2026-12-01", assigned_user_id = limited.Me });

        foreach (var query in new[] { "", "?open=1", "?limit=5", $"?lead_id={mine},{theirs}", $"?assigned_user_id={limited.Me},{limited.Other}", "?search=e", "?due_before=2027-01-01", "?sort_by=created_at" })
        {
            var page = await limited.Agent.GetJsonAsync($"{Tasks}{query}");
            Assert.Equal([seen], page.Ids());
            Assert.Equal(1, page.Total());
        }

        Assert.Equal(0, (await limited.Agent.GetJsonAsync($"{Tasks}?assigned_user_id=me")).Total());
        Assert.Equal(mine, (long)Assert.Single((await limited.Agent.GetJsonAsync($"{Leads}/follow-ups?lead_id={mine},{theirs}"))["data"]!.AsArray())!["lead_id"]!);
        Assert.Equal([mine], (await limited.Agent.GetJsonAsync($"{Leads}?has_follow_up=1")).Ids());
        await AssertHiddenAsync(limited.Agent, theirs, hidden);
        var feed = (await limited.Agent.GetJsonAsync("/api/v1/changes?limit=1000"))["data"]!.AsArray().Where(entry => (string?)entry!["entity"] == "task");
        Assert.Equal([seen], feed.Select(entry => (long)entry!["entity_id"]!));
        var batches = (await limited.Agent.GetJsonAsync("/api/v1/batches?action=task.create")).Ids();
        foreach (var batch in (await limited.Owner.GetJsonAsync("/api/v1/batches?action=task.create")).Ids().Except(batches))
        {
            await limited.Agent.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.NotFound);
        }

        Assert.Single(batches);
        await limited.Owner.CallAsync(HttpMethod.Patch, $"{Leads}/{mine}", HttpStatusCode.OK, new { assigned_user_id = limited.Other });
        Assert.Equal(0, (await limited.Agent.GetJsonAsync(Tasks)).Total());
    }

    [Fact]
    public async Task Tasks_need_the_scopes_of_leads()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(Everything);
        var lead = await client.CreateLeadAsync();
        var task = await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "x" });
        using var reader = await tenant.ClientAsync("leads:read");
        using var elsewhere = await tenant.ClientAsync("customers:read customers:write");

        await reader.GetJsonAsync(Tasks);
        await reader.GetJsonAsync($"{Leads}/follow-ups?lead_id={lead}");
        foreach (var address in new[] { Tasks, $"{Tasks}/{task}", $"{Leads}/{lead}/tasks", $"{Leads}/follow-ups?lead_id={lead}" })
        {
            await elsewhere.GetJsonAsync(address, HttpStatusCode.Forbidden);
        }

        foreach (var caller in new[] { reader, elsewhere })
        {
            await caller.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/tasks", HttpStatusCode.Forbidden, new { title = "x" });
            await caller.CallAsync(HttpMethod.Patch, $"{Tasks}/{task}", HttpStatusCode.Forbidden, new { title = "x" });
            await caller.CallAsync(HttpMethod.Delete, $"{Tasks}/{task}", HttpStatusCode.Forbidden);
            await caller.CallAsync(HttpMethod.Post, $"{Tasks}/{task}/restore", HttpStatusCode.Forbidden);
        }
    }

    // As one that was never there, to the letter.
    private static async Task AssertHiddenAsync(HttpClient client, long lead, long task)
    {
        foreach (var (method, hidden, absent, body) in new (HttpMethod, string, string, object?)[]
        {
            (HttpMethod.Get, $"{Leads}/{lead}/tasks", $"{Leads}/999999999/tasks", null), (HttpMethod.Post, $"{Leads}/{lead}/tasks", $"{Leads}/999999999/tasks", new { title = "y" }),
            (HttpMethod.Get, $"{Tasks}/{task}", $"{Tasks}/999999999", null), (HttpMethod.Get, $"{Tasks}/{task}?trashed=1", $"{Tasks}/999999999?trashed=1", null),
            (HttpMethod.Put, $"{Tasks}/{task}", $"{Tasks}/999999999", new { title = "y" }), (HttpMethod.Patch, $"{Tasks}/{task}", $"{Tasks}/999999999", new { is_done = true }),
            (HttpMethod.Delete, $"{Tasks}/{task}", $"{Tasks}/999999999", null), (HttpMethod.Post, $"{Tasks}/{task}/restore", $"{Tasks}/999999999/restore", null),
        })
        {
            var answer = await client.CallAsync(method, hidden, HttpStatusCode.NotFound, body);
            Assert.Equal((await client.CallAsync(method, absent, HttpStatusCode.NotFound, body)).ToJsonString(), answer.ToJsonString());
        }
    }

    private static async Task<long?> AssigneeAsync(HttpClient client, long lead, object body) =>
        (long?)(await client.CallAsync(HttpMethod.Post, $"{Leads}/{lead}/tasks", HttpStatusCode.Created, body))["data"]!["assigned_user"]?["id"];
}
