using System.Collections.Concurrent;
using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>What is to be done: on the lead, in the list, and in the day of who does it.</summary>
public sealed class TasksJourneyTests(LeadlineHost host, Browser browser)
{
    private static readonly object Ada = new { first_name = "Ada", last_name = "Lovelace" };

    [Fact]
    public async Task A_follow_up_is_planned_seen_in_list_and_board_and_done()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await tenant.AddLeadAsync(new { last_name = "Hopper" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");

        await visit.Page.Locator("#new-task").ClickAsync();
        await visit.Page.GetByLabel("What is to be done").FillAsync("Send the offer");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "tomorrow", Exact = true }).ClickAsync();
        await visit.Page.GetByLabel("Reminder", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("an hour before");
        await visit.LookAsync("lead-new-task");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save task" }).ClickAsync();
        await visit.SeesToastAsync("Task added");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToContainTextAsync("Send the offer");
        await Assertions.Expect(visit.Page.Locator(".lead-about .due.soon")).ToHaveCountAsync(1);

        await visit.OpenAsync("leads?has_follow_up=1");
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Cell("Ada", "follow_up").Locator(".due.soon")).ToHaveCountAsync(1);
        await visit.OpenAsync("leads");
        await Assertions.Expect(visit.Cell("Hopper", "follow_up")).ToHaveTextAsync("No follow-up");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Board" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".board-card .due.soon")).ToHaveCountAsync(1);

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Tasks" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "The next seven days" })).ToBeVisibleAsync();
        await visit.Page.GetByLabel("Send the offer").ClickAsync();
        await visit.SeesToastAsync("Done: Send the offer");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Nothing is to be done" })).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo" }).First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".tasks li")).ToContainTextAsync("Ada Lovelace");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task The_same_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");
        await Assertions.Expect(visit.Page.Locator("#new-task")).ToBeVisibleAsync();

        await visit.PressAsync("d");
        await visit.HasFocusAsync(".task-form input");
        await visit.Page.Keyboard.TypeAsync("Send the offer");
        await visit.Page.TabToAsync("tomorrow");
        await visit.PressAsync("Enter");
        await visit.Page.TabToAsync("Save task");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Task added");
        await visit.HasFocusAsync("#new-task");

        await visit.PressAsync("g", "t");
        await Assertions.Expect(visit.Page.Locator(".tasks li")).ToContainTextAsync("Ada Lovelace");
        await visit.Page.TabToAsync("Send the offer");
        await visit.PressAsync("Space");
        await visit.SeesToastAsync("Done: Send the offer");
        await Assertions.Expect(visit.Page.Locator(".tasks li")).ToHaveCountAsync(0);
        await visit.PressAsync("Control+z");
        await Assertions.Expect(visit.Page.Locator(".tasks li")).ToHaveCountAsync(1);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task What_another_changed_of_a_task_meanwhile_is_told_field_by_field_and_either_can_be_kept()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        var task = await TaskAsync(tenant, id, new { title = "Call" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");
        var (card, save) = (visit.Page.Locator(".conflict"), Button(visit, "Save task"));

        await Button(visit, "Change Call").ClickAsync();
        await visit.Page.GetByLabel("What is to be done").FillAsync("Call in the morning");
        await tenant.PatchAsync($"tasks/{task}", new { title = "Call in the evening", description = "She is back then.", assigned_user_id = visit.UserId });
        await save.ClickAsync();
        await visit.HasFocusAsync("#conflict-mine");
        await Assertions.Expect(card.Locator("tr", new LocatorLocatorOptions { HasText = "What is to be done" })).ToHaveTextAsync("What is to be doneCallCall in the eveningCall in the morning");
        await Assertions.Expect(card.Locator("tr", new LocatorLocatorOptions { HasText = "Description" })).ToContainTextAsync("She is back then.");
        await Assertions.Expect(card.Locator("tbody tr")).ToHaveCountAsync(3);
        await visit.LookAsync("task-conflict");
        await Button(visit, "Save mine").ClickAsync();
        await visit.SeesToastAsync("Task changed");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToContainTextAsync("Call in the morning");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToContainTextAsync("She is back then.");

        await Button(visit, "Change Call in the morning").ClickAsync();
        await visit.Page.GetByLabel("What is to be done").FillAsync("Call at noon");
        await tenant.PatchAsync($"tasks/{task}", new { is_done = true });
        await save.ClickAsync();
        await Assertions.Expect(card.Locator("tr", new LocatorLocatorOptions { HasTextRegex = new("^Done") })).ToHaveTextAsync("Donenoyes");
        await Button(visit, "Keep theirs").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".task-form")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator(".lead-tasks summary")).ToContainTextAsync("Done (1)");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_task_that_another_deletes_while_it_is_changed_becomes_a_new_one()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        var task = await TaskAsync(tenant, id, new { title = "Call" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");

        await Button(visit, "Change Call").ClickAsync();
        await visit.Page.GetByLabel("What is to be done").FillAsync("Call in the morning");
        using (var client = await tenant.ClientAsync("leads:write"))
        {
            using var deleted = await client.DeleteAsync($"/api/v1/tasks/{task}");
        }

        await visit.SeesToastAsync("Somebody deleted the task “Call” meanwhile");
        await Assertions.Expect(visit.Page.GetByLabel("What is to be done")).ToHaveValueAsync("Call in the morning");
        await Button(visit, "Save task").ClickAsync();
        await visit.SeesToastAsync("Task added");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToContainTextAsync("Call in the morning");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task What_is_typed_outlives_the_page_and_Escape_and_no_second_form_is_begun()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");
        var (title, text, due) = (visit.Page.GetByLabel("What is to be done"), visit.Page.GetByLabel("Description", new PageGetByLabelOptions { Exact = true }), visit.Page.GetByLabel("Due", new PageGetByLabelOptions { Exact = true }));
        await Assertions.Expect(visit.Page.Locator("#new-task")).ToBeVisibleAsync();

        await visit.PressAsync("d");
        await visit.HasFocusAsync(".task-form input");
        await title.FillAsync("Send the offer");
        await text.FillAsync("With the prices of spring,\nand a picture.");
        await Button(visit, "in a week").ClickAsync();
        await visit.Page.Locator("h1").ClickAsync();
        await visit.PressAsync("d");
        await Assertions.Expect(title).ToHaveValueAsync("Send the offer");
        await visit.Page.WaitForFunctionAsync("id => Object.keys(sessionStorage).some(name => name.endsWith(`.lead:${id}:task:due`))", id);
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("#new-task")).ToBeVisibleAsync();
        await visit.PressAsync("d");
        await Assertions.Expect(text).ToHaveValueAsync("With the prices of spring,\nand a picture.");
        await Assertions.Expect(due).Not.ToHaveValueAsync("");
        await title.PressAsync("Escape");
        await visit.HasFocusAsync("#new-task");
        await Assertions.Expect(title).ToHaveCountAsync(0);
        await visit.PressAsync("d");
        await Assertions.Expect(title).ToHaveValueAsync("Send the offer");
        await visit.Page.GetByLabel("Reminder", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("an hour before");
        await Button(visit, "Save task").ClickAsync();
        await visit.SeesToastAsync("Task added");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToContainTextAsync("and a picture.");

        await visit.PressAsync("d");
        await Assertions.Expect(title).ToHaveValueAsync("");
        await Button(visit, "Cancel").PressAsync("Escape");
        await Button(visit, "Change Send the offer").ClickAsync();
        await visit.Page.GetByLabel("Reminder", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("none");
        await due.FillAsync("2027-01-05T10:30");
        await Button(visit, "Save task").ClickAsync();
        await visit.SeesToastAsync("Task changed");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks .about .icon")).ToHaveCountAsync(0);
        await Button(visit, "Change Send the offer").ClickAsync();
        await Assertions.Expect(due).ToHaveValueAsync("2027-01-05T10:30");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Whoever_may_not_change_tasks_begins_none_and_a_tick_that_is_refused_is_taken_back()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        var task = await TaskAsync(tenant, id, new { title = "Call" });
        await using (var viewer = await Visit.StartAsync(host, browser, tenant, $"leads/{id}", "viewer"))
        {
            await Assertions.Expect(viewer.Page.GetByLabel("Call", new PageGetByLabelOptions { Exact = true })).ToBeDisabledAsync();
            await viewer.PressAsync("d");
            await viewer.PressAsync("g", "t");
            await Assertions.Expect(viewer.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Tasks", Exact = true })).ToBeVisibleAsync();
            await Assertions.Expect(viewer.Page.Locator(".task-form")).ToHaveCountAsync(0);
            viewer.AssertQuiet();
        }

        await using var visit = await Visit.StartAsync(host, browser, tenant);
        var (held, isHeld) = (new ConcurrentQueue<byte[]>(), false);
        IWebSocketRoute? socket = null;
        await visit.Page.RouteWebSocketAsync("**/*", opened =>
        {
            socket = opened;
            opened.ConnectToServer().OnMessage(frame =>
            {
                if (isHeld)
                {
                    held.Enqueue(frame.Binary!);
                }
                else
                {
                    opened.Send(frame.Binary!);
                }
            });
        });
        await visit.OpenAsync($"leads/{id}");
        var box = visit.Page.GetByLabel("Call", new PageGetByLabelOptions { Exact = true });
        await Assertions.Expect(box).ToBeEnabledAsync();

        // What the server tells is still on its way as the box is ticked.
        isHeld = true;
        await tenant.PatchAsync($"tasks/{task}", new { description = "In the evening" });
        await box.ClickAsync();
        isHeld = false;
        while (held.TryDequeue(out var message))
        {
            socket!.Send(message);
        }

        await visit.SeesToastAsync("Somebody changed “Call” meanwhile");
        await Assertions.Expect(box).Not.ToBeCheckedAsync();
        await box.ClickAsync();
        await visit.SeesToastAsync("Done: Call");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks summary")).ToContainTextAsync("Done (1)");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_lead_with_many_tasks_shows_them_part_by_part_each_once()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads");
        for (var number = 0; number < 53; number++)
        {
            await TaskAsync(tenant, id, new { title = $"Call {number}", assigned_user_id = visit.UserId });
        }

        await visit.OpenAsync($"leads/{id}");
        await Assertions.Expect(visit.Page.Locator("#tasks-title")).ToHaveTextAsync("Tasks (53)");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToHaveCountAsync(50);
        await Button(visit, "3 more").DblClickAsync();
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToHaveCountAsync(53);
        await visit.OpenAsync("tasks");
        await Assertions.Expect(visit.Page.Locator(".tasks li")).ToHaveCountAsync(50);
        await Button(visit, "More").DblClickAsync();
        await Assertions.Expect(visit.Page.Locator(".tasks li")).ToHaveCountAsync(53);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Reminders_are_told_on_every_page_until_they_are_dismissed_or_done()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await using var other = await Visit.StartAsync(host, browser, tenant);
        var (card, notices) = (visit.Page.Locator(".reminders .card"), visit.Page.Locator(".reminders li"));
        await TaskAsync(tenant, id, new { title = "Long ago", remind_at = host.Now.AddHours(-25), assigned_user_id = visit.UserId });
        await TaskAsync(tenant, id, new { title = "Send the offer", remind_at = host.Now.AddSeconds(5), due_at = host.Now.AddHours(1), assigned_user_id = visit.UserId });
        await Assertions.Expect(card).ToHaveCountAsync(0);

        await Assertions.Expect(notices).ToContainTextAsync("Reminder: Send the offer – Ada Lovelace", new LocatorAssertionsToContainTextOptions { Timeout = 15_000 });
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Board" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Board" })).ToBeVisibleAsync();
        await Assertions.Expect(notices).ToHaveCountAsync(1);
        await visit.LookAsync("reminder");
        await Button(visit, "Dismiss: Send the offer").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);

        for (var number = 1; number <= 4; number++)
        {
            await TaskAsync(tenant, id, new { title = $"Call {number}", remind_at = host.Now.AddHours(-5 + number), assigned_user_id = visit.UserId });
        }

        await Assertions.Expect(card.Locator("h2")).ToHaveTextAsync("4 reminders");
        await visit.Page.ReloadAsync();
        await Assertions.Expect(card.Locator("h2")).ToHaveTextAsync("4 reminders");
        await Assertions.Expect(notices).ToHaveCountAsync(3);
        await visit.LookAsync("reminders");
        await Button(visit, "Done: Call 1").ClickAsync();
        await visit.SeesToastAsync("Done: Call 1");
        await Assertions.Expect(card.Locator("h2")).ToHaveTextAsync("3 reminders");
        await notices.First.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Ada Lovelace" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Ada Lovelace" })).ToBeVisibleAsync();
        await Button(visit, "Dismiss all").ClickAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        await Assertions.Expect(other.Page.Locator(".reminders .card")).ToHaveCountAsync(0);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_light_turns_as_its_time_comes_and_an_address_asks_for_what_is_overdue_by_then()
    {
        var clock = new SkewedClock();
        await using var turning = await LeadlineHost.StartAsync(clock);
        var tenant = await turning.NewTenantAsync();
        var (id, later) = (await tenant.AddLeadAsync(Ada), await tenant.AddLeadAsync(new { last_name = "Hopper" }));
        await using var visit = await Visit.StartAsync(turning, browser, tenant, "leads");
        clock.Skew = TimeSpan.FromSeconds(75 - turning.Now.Second); // a quarter past a minute
        await visit.OpenAsync("leads");
        var due = turning.Now;
        await TaskAsync(tenant, id, new { title = "Call", due_at = due.AddSeconds(60 - due.Second).AddTicks(-(due.Ticks % TimeSpan.TicksPerSecond)), assigned_user_id = visit.UserId });
        await TaskAsync(tenant, later, new { title = "Write", due_at = due.AddDays(3) });

        await Assertions.Expect(visit.Cell("Ada", "follow_up").Locator(".due:not(.overdue)")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Cell("Ada", "follow_up").Locator(".due.overdue")).ToHaveCountAsync(1, new LocatorAssertionsToHaveCountOptions { Timeout = 60_000 });
        await visit.Page.Locator("#add-filter summary").ClickAsync();
        await visit.Page.Locator("#add-filter .choices button", new PageLocatorOptions { HasTextRegex = new("^Follow-up is$") }).ClickAsync();
        await visit.Page.GetByLabel("Overdue").ClickAsync();
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Page.Locator(".chip")).ToContainTextAsync("Overdue");
        Assert.EndsWith("/leads?follow_up=overdue", visit.Page.Url, StringComparison.Ordinal);
        await TaskAsync(tenant, later, new { title = "Call", due_at = due.AddDays(-1) });
        await visit.SeesRowsAsync(2);
        await visit.OpenAsync("board?follow_up=today");
        await Assertions.Expect(visit.Page.Locator(".board-column")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(visit.Page.Locator(".board-card")).ToHaveCountAsync(0);
        await visit.OpenAsync("leads?follow_up=overdue");
        await visit.SeesRowsAsync(2);
        visit.AssertQuiet();
    }

    private static async Task<long> TaskAsync(TestTenant tenant, long lead, object task) => (await tenant.PostAsync($"leads/{lead}/tasks", task)).GetProperty("id").GetInt64();

    private static ILocator Button(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });
}
