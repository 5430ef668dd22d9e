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
        await visit.Page.GetByLabel("Reminder").SelectOptionAsync("an hour before");
        await visit.LookAsync("lead-new-task");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save task" }).ClickAsync();
        await visit.SeesToastAsync("Task added");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToContainTextAsync("Send the offer");
        await Assertions.Expect(visit.Page.Locator(".lead-about .due.soon")).ToHaveCountAsync(1);

        await visit.OpenAsync("leads?has_follow_up=1");
        await visit.SeesRowsAsync(1);
        await Assertions.Expect(visit.Cell("Ada", "follow_up").Locator(".due.soon")).ToHaveCountAsync(1);
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
    public async Task What_another_changed_of_a_task_meanwhile_is_told()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(Ada);
        var task = (await tenant.PostAsync($"leads/{id}/tasks", new { title = "Call" })).GetProperty("id").GetInt64();
        await using var visit = await Visit.StartAsync(host, browser, tenant, $"leads/{id}");

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Change Call" }).ClickAsync();
        await visit.Page.GetByLabel("What is to be done").FillAsync("Call in the morning");
        await tenant.PatchAsync($"tasks/{task}", new { title = "Call in the evening" });
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save task" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .notice")).ToContainTextAsync("Call in the evening");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save task" }).ClickAsync();
        await visit.SeesToastAsync("Task changed");
        await Assertions.Expect(visit.Page.Locator(".lead-tasks .tasks li")).ToContainTextAsync("Call in the morning");
        visit.AssertQuiet();
    }
}
