using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Leads;
using Leadline.Tests;
using Microsoft.Playwright;

namespace Leadline.Browser.Tests.Journeys;

/// <summary>A day in the lead list.</summary>
public sealed class LeadListJourneyTests(LeadlineHost host, Browser browser)
{
    [Fact]
    public async Task A_lead_is_found_by_a_phone_in_another_format_and_changed_where_it_stands()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(60);
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", phone_number = "+90 (532) 111 22 33" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesTotalAsync(61);

        await visit.Page.Locator("#lead-search").FillAsync("05321112233");
        await visit.SeesRowsAsync(1);
        await visit.SeesTotalAsync(1);
        Assert.EndsWith("/leads?search=05321112233", visit.Page.Url, StringComparison.Ordinal);
        await visit.Cell("Ada", "email").DblClickAsync();
        await visit.Page.Locator("td .editor input").FillAsync("ada@example.com");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("ada@example.com");
        await visit.SeesToastAsync("Ada Lovelace: E-mail changed");

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Undo" }).First.ClickAsync();
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await tenant.LeadAsync(id)).GetProperty("email").ValueKind);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task The_same_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(60);
        await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", phone_number = "+90 (532) 111 22 33" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesTotalAsync(61);

        await visit.PressAsync("/");
        await visit.HasFocusAsync("#lead-search");
        await visit.Page.Keyboard.TypeAsync("0532 111 22 33");
        await visit.SeesRowsAsync(1);
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync("ArrowRight", "ArrowRight", "ArrowRight");
        await visit.HasFocusAsync("td[data-col=email]");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".editor input");
        await visit.Page.Keyboard.TypeAsync("ada@example.com");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace: E-mail changed");
        await visit.HasFocusAsync("td[data-col=email]");
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("ada@example.com");
        await visit.PressAsync("Control+z");
        await visit.SeesToastAsync("Undone: Ada Lovelace: E-mail changed");
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_wrong_value_is_told_beside_the_field_and_changes_nothing()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", email = "ada@example.com" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);

        await visit.Cell("Ada", "email").DblClickAsync();
        await visit.Page.Locator("td .editor input").FillAsync("no address");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.Locator("td .editor [role=alert]")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("td .editor input")).ToHaveValueAsync("no address");
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("ada@example.com");
        Assert.Equal("ada@example.com", (await tenant.LeadAsync(id)).GetProperty("email").GetString());
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_thousand_leads_are_assigned_at_once_and_given_back()
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(1, 1000).Select(number => new Lead { LastName = $"Lead {number:0000}" })]);
        var email = Leadline.Tests.Account.Accounts.NewEmail();
        await tenant.AddUserAsync(email, "Grace Hopper");
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesTotalAsync(1000);

        await visit.PressAsync("a");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Select all 1,000 that match" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Assign" }).ClickAsync();
        await visit.Page.Locator("#bulk select").SelectOptionAsync("Grace Hopper");
        await Assertions.Expect(visit.Page.Locator("#bulk")).ToContainTextAsync("1,000 leads match");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Change 1,000 leads" }).ClickAsync();
        await visit.SeesToastAsync("Assign: 1,000 leads");
        await Assertions.Expect(visit.Page.Locator("td[data-col=assigned_user]").First).ToHaveTextAsync("Grace Hopper");
        await visit.OpenAsync("leads?assigned_user_id=none");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "No lead matches" })).ToBeVisibleAsync();
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_bulk_change_is_made_and_undone_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(1, 1000).Select(number => new Lead { LastName = $"Lead {number:0000}" })]);
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesTotalAsync(1000);

        await visit.PressAsync("a");
        await Assertions.Expect(visit.Page.Locator(".bulk strong")).ToHaveTextAsync("50 selected");
        await visit.Page.TabToAsync("Select all 1,000 that match");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".bulk strong")).ToHaveTextAsync("1,000 selected");
        await visit.HasFocusAsync("#bulk-none");
        await visit.Page.TabToAsync("Assign");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#bulk")).ToContainTextAsync("1,000 leads match");
        await visit.Page.TabToAsync("Change 1,000 leads");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Assign: 1,000 leads");
        await visit.HasFocusAsync("table.list td a");
        await Assertions.Expect(visit.Page.Locator("td[data-col=assigned_user]").First).ToHaveTextAsync("Ada");
        await visit.PressAsync("Control+z");
        await visit.SeesToastAsync("Undone: Assign: 1,000 leads");
        await Assertions.Expect(visit.Page.Locator("td[data-col=assigned_user]").First).ToHaveTextAsync("");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_bulk_change_that_could_not_be_made_is_never_told_as_done()
    {
        var tenant = await host.NewTenantAsync();
        var gone = await tenant.AddLeadAsync(new { last_name = "Gone", external_id = "X-1" });
        await tenant.DeleteAsync($"leads/{gone}");
        var there = await tenant.AddLeadAsync(new { last_name = "There", external_id = "X-1" });
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?trashed=1");
        await visit.SeesRowsAsync(1);

        await visit.PressAsync("a");
        await visit.Page.Locator(".bulk").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Restore" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Change 1 leads" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#bulk [role=alert]")).ToContainTextAsync("0 of 1 leads were changed, 1 could not be");
        await Assertions.Expect(visit.Page.Locator("#bulk [role=alert]")).ToContainTextAsync($"The lead {there} has its external id.");
        await visit.HasFocusAsync("#bulk-close");
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("table.list td a");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Who_only_looks_is_offered_no_change()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(3);
        await using var visit = await Visit.StartAsync(host, browser, tenant, role: "viewer");
        await visit.SeesRowsAsync(3);

        await visit.PressAsync("a");
        await Assertions.Expect(visit.Page.Locator("tr.selected")).ToHaveCountAsync(3);
        await Assertions.Expect(visit.Page.Locator(".bulk, td.can-edit")).ToHaveCountAsync(0);
        await visit.Cell("Lead 0002", "phone_number").HoverAsync();
        await Assertions.Expect(visit.Page.Locator(".cell-tools [data-do=filter]")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".cell-tools [data-do=edit]")).ToBeHiddenAsync();
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Two_people_who_change_the_same_value_see_each_others()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", phone_number = "1" });
        await using var one = await Visit.StartAsync(host, browser, tenant);
        await using var other = await Visit.StartAsync(host, browser, tenant);

        await one.Cell("Ada", "phone_number").DblClickAsync();
        await one.Page.Locator("td .editor input").FillAsync("111");
        await other.Cell("Ada", "phone_number").DblClickAsync();
        await other.Page.Locator("td .editor input").FillAsync("222");
        await other.Page.Keyboard.PressAsync("Enter");
        await other.SeesToastAsync("Ada Lovelace: Phone changed");
        await one.Page.Keyboard.PressAsync("Enter");

        var card = one.Page.GetByRole(AriaRole.Alertdialog);
        await Assertions.Expect(card).ToContainTextAsync("222");
        await Assertions.Expect(card).ToContainTextAsync("111");
        await one.HasFocusAsync("#conflict-mine");
        await Assertions.Expect(one.Cell("Ada", "phone_number")).ToHaveTextAsync("222");
        await one.PressAsync("Enter");
        await one.SeesToastAsync("Ada Lovelace: Phone changed");
        await Assertions.Expect(other.Cell("Ada", "phone_number")).ToHaveTextAsync("111");
        Assert.Equal("111", (await tenant.LeadAsync(id)).GetProperty("phone_number").GetString());
        one.AssertQuiet();
        other.AssertQuiet();
    }

    [Fact]
    public async Task A_conflict_is_settled_with_the_keyboard_alone()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace", email = "first@example.com" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesRowsAsync(1);

        await visit.PressAsync("j");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync("ArrowRight", "ArrowRight", "ArrowRight");
        await visit.HasFocusAsync("td[data-col=email]");
        await OpenEmailAsync("mine@example.com");
        await tenant.ChangeLeadAsync(id, new { email = "theirs@example.com" });
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#conflict-mine");
        await visit.Page.TabToAsync("Keep theirs");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("theirs@example.com");
        await visit.HasFocusAsync("td[data-col=email]");
        Assert.Equal("theirs@example.com", (await tenant.LeadAsync(id)).GetProperty("email").GetString());

        await OpenEmailAsync("mine@example.com");
        await tenant.ChangeLeadAsync(id, new { email = "again@example.com" });
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync("#conflict-mine");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace: E-mail changed");
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("mine@example.com");
        visit.AssertQuiet();

        async Task OpenEmailAsync(string typed)
        {
            await visit.PressAsync("Enter");
            await visit.HasFocusAsync(".editor input");
            await visit.PressAsync("Control+a");
            await visit.Page.Keyboard.TypeAsync(typed);
        }
    }

    [Fact]
    public async Task What_others_do_appears_by_itself()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesRowsAsync(1);

        await tenant.AddLeadAsync(new { last_name = "Hopper" });
        await visit.SeesRowsAsync(2);
        await tenant.ChangeLeadAsync(id, new { email = "ada@example.com" });
        await Assertions.Expect(visit.Cell("Ada", "email")).ToHaveTextAsync("ada@example.com");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Rows_are_walked_with_J_and_K_and_the_panel_follows_over_the_pages()
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(1, 55).Select(number => new Lead { LastName = $"Lead {number:00}" })]);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?sort_by=last_name&sort_order=asc");
        await visit.SeesRowsAsync(50);

        await visit.PressAsync("j");
        await visit.HasFocusAsync("td[data-col=full_name] a");
        await visit.PressAsync(" ");
        await Assertions.Expect(visit.Page.Locator(".panel h2")).ToHaveTextAsync("Lead 01");
        await visit.PressAsync("j");
        await Assertions.Expect(visit.Page.Locator(".panel h2")).ToHaveTextAsync("Lead 02");
        await visit.PressAsync("k");
        await Assertions.Expect(visit.Page.Locator(".panel h2")).ToHaveTextAsync("Lead 01");
        await visit.PressAsync("End", "PageDown", "j");
        await visit.SeesRowsAsync(5);
        await Assertions.Expect(visit.Page.Locator(".panel h2")).ToHaveTextAsync("Lead 51");
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator(".panel")).ToHaveCountAsync(0);
        await visit.HasFocusAsync("table.list td, table.list td *");
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_value_that_is_clicked_becomes_a_filter_that_the_board_keeps()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(80);
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesTotalAsync(80);

        await visit.Page.Locator("td .status", new PageLocatorOptions { HasText = "Contacted" }).First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".chip")).ToContainTextAsync("Contacted");
        await Assertions.Expect(visit.Page.Locator("td .status:not(:has-text('Contacted'))")).ToHaveCountAsync(0);
        var total = await visit.Page.Locator(".page-head .total").InnerTextAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Board" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".board-column")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator(".page-head .total")).ToHaveTextAsync(total);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_filter_that_leaves_out_is_chosen_by_keyboard_and_kept_by_the_board()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(8);
        await tenant.AddLeadsAsync(new Lead { LastName = "Without" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.SeesTotalAsync(9);

        await visit.Page.Locator("#add-filter > summary").FocusAsync();
        await visit.PressAsync("Enter", "Tab", "Enter");
        await visit.HasFocusAsync("#add-filter .operators label:first-of-type input");
        await visit.PressAsync("ArrowDown");
        await Assertions.Expect(visit.Page.GetByLabel("is none of")).ToBeCheckedAsync();
        await visit.HasFocusAsync("#add-filter .operators label:last-of-type input");
        await visit.PressAsync("Tab", "Tab", "Space"); // past the leads without a status, to the first status
        await visit.SeesTotalAsync(5);
        await Assertions.Expect(visit.Page.Locator(".chip summary")).ToHaveTextAsync("Status is not New");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(@"\?not_lead_status_id=\d+$"));

        await visit.Page.Locator(".chip summary").FocusAsync();
        await visit.PressAsync("Enter", "Tab", "Tab", "Space");
        await visit.SeesTotalAsync(4);
        await Assertions.Expect(visit.Page.Locator(".chip summary")).ToHaveTextAsync(new Regex(@"^Status is none of New, \(none\)$"));
        await visit.PressAsync("Shift+Tab", "ArrowUp");
        await visit.SeesTotalAsync(5);
        await Assertions.Expect(visit.Page.Locator(".chip summary")).ToHaveTextAsync(new Regex(@"^Status is any of New, \(none\)$"));
        await visit.HasFocusAsync(".chip details[open] .operators label:first-of-type input");
        await visit.PressAsync("ArrowDown");
        await visit.SeesTotalAsync(4);
        await visit.PressAsync("Escape");

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Board" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".page-head .total")).ToHaveTextAsync("4 leads");
        await Assertions.Expect(visit.Page.Locator(".board-column h2", new PageLocatorOptions { HasText = "Contacted" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".board-column h2", new PageLocatorOptions { HasTextRegex = new Regex("^New") })).ToHaveCountAsync(0);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task What_is_selected_under_a_filter_outlives_a_look_at_a_lead_and_another_page()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(60);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?converted=0");
        await visit.SeesRowsAsync(50);

        await visit.Rows.Nth(0).Locator("td.select input").ClickAsync();
        await visit.Rows.Nth(1).Locator("td.select input").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("td.select input:checked")).ToHaveCountAsync(2);
        await visit.PressAsync("ArrowRight", " ");
        await Assertions.Expect(visit.Page.Locator(".panel h2")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("td.select input:checked")).ToHaveCountAsync(2);
        await visit.PressAsync("Escape", "]");
        await visit.SeesRowsAsync(10);
        await visit.PressAsync("[");
        await visit.SeesRowsAsync(50);
        await Assertions.Expect(visit.Page.Locator("td.select input:checked")).ToHaveCountAsync(2);
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Two_values_of_a_lead_that_are_changed_at_once_are_no_conflict()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        await using var visit = await Visit.StartAsync(host, browser, tenant);

        await visit.Cell("Ada", "email").DblClickAsync();
        await visit.Page.Locator("td .editor input").FillAsync("ada@example.com");
        await visit.Cell("Ada", "phone_number").DblClickAsync(); // ends the first, whose answer is not there yet
        await visit.Page.Locator("td[data-col=phone_number] .editor input").FillAsync("+90 532 111 22 33");
        await visit.PressAsync("Enter");
        await visit.SeesToastAsync("Ada Lovelace: Phone changed");

        await Assertions.Expect(visit.Page.Locator("[role=alertdialog]")).ToHaveCountAsync(0);
        var lead = await tenant.LeadAsync(id);
        Assert.Equal(("ada@example.com", "+90 532 111 22 33"), (lead.GetProperty("email").GetString(), lead.GetProperty("phone_number").GetString()));
        visit.AssertQuiet();
    }

    [Fact]
    public async Task Tags_and_the_next_follow_up_are_changed_where_they_stand()
    {
        var tenant = await host.NewTenantAsync();
        var id = await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        using var client = await tenant.ClientAsync("leads:read settings:write");
        foreach (var name in new[] { "Hot", "Partner" })
        {
            using var made = await client.PostAsync("/api/v1/tags", System.Net.Http.Json.JsonContent.Create(new { name, color = "#336699" }));
            made.EnsureSuccessStatusCode();
        }

        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.Cell("Ada", "tags").FocusAsync();
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".editor input[type=checkbox]");
        await visit.PressAsync("Space", "Tab", "Space", "Enter");
        await Assertions.Expect(visit.Cell("Ada", "tags").Locator(".tag")).ToHaveTextAsync(["Hot", "Partner"]);
        await visit.SeesToastAsync("Tag Partner added");
        await visit.HasFocusAsync("td[data-col=tags]");
        await visit.PressAsync("e");
        await visit.Page.Locator(".editor label", new PageLocatorOptions { HasText = "Hot" }).ClickAsync(); // the words of a box belong to it
        await visit.Page.Locator("h1").ClickAsync();
        await visit.SeesToastAsync("Tag Hot taken off");
        await Assertions.Expect(visit.Cell("Ada", "tags").Locator(".tag")).ToHaveTextAsync(["Partner"]);

        await visit.Cell("Ada", "follow_up").FocusAsync();
        await visit.PressAsync("Enter");
        await visit.HasFocusAsync(".editor input[type=datetime-local]");
        await visit.Page.Locator(".editor input").FillAsync("2031-05-20T09:30");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Cell("Ada", "follow_up").Locator(".due")).ToHaveAttributeAsync("title", new Regex("May.* – Follow up$"));
        await visit.HasFocusAsync("td[data-col=follow_up]");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".editor input")).ToHaveValueAsync(new Regex("^2031-05-20T09:30"));
        await visit.Page.Locator(".editor input").FillAsync("2031-06-20T09:30");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Cell("Ada", "follow_up").Locator(".due")).ToHaveAttributeAsync("title", new Regex("June.* – Follow up$"));
        var task = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/leads/{id}/tasks")).RootElement.GetProperty("data").EnumerateArray().Single();
        Assert.Equal("Follow up", task.GetProperty("title").GetString());
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_list_without_end_goes_on_and_shows_what_others_do()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(130);
        await using var visit = await Visit.StartAsync(host, browser, tenant);
        await visit.Page.Locator("summary", new PageLocatorOptions { HasText = "Columns" }).ClickAsync();
        await visit.Page.GetByLabel("Endless instead of pages").CheckAsync();
        await visit.PressAsync("Escape");
        await visit.Rows.Last.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(100);
        await visit.Rows.Last.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(visit.Page.Locator(".pager [role=status]")).ToHaveTextAsync("130 of 130");

        await tenant.AddLeadAsync(new { first_name = "Ada", last_name = "Lovelace" });
        await Assertions.Expect(visit.Page.Locator(".pager [role=status]")).ToHaveTextAsync("131 of 131");
        await visit.Page.EvaluateAsync("window.scrollTo(0, 0)");
        await Assertions.Expect(visit.Cell("Ada", "full_name")).ToBeVisibleAsync();
        visit.AssertQuiet();
    }

    [Fact]
    public async Task A_long_list_holds_only_the_rows_around_the_view_and_leads_back_to_where_one_was()
    {
        var tenant = await host.NewTenantAsync();
        await tenant.LoadAsync(400);
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?sort_by=last_name");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasText = "Columns" }).ClickAsync();
        await visit.Page.GetByLabel("Endless instead of pages").CheckAsync();
        await visit.PressAsync("Escape");
        for (var read = 50; read <= 400; read += 50)
        {
            await Assertions.Expect(visit.Page.Locator(".pager [role=status]")).ToHaveTextAsync($"{read} of 400");
            await visit.Page.EvaluateAsync("window.scrollTo(0, document.documentElement.scrollHeight)");
        }

        await visit.Cell("Lead 0400", "full_name").ScrollIntoViewIfNeededAsync();
        Assert.InRange(await visit.Rows.CountAsync(), 20, 150);
        await Assertions.Expect(visit.Cell("Lead 0001", "full_name")).ToHaveCountAsync(0);

        // Key by key through rows that come and go, with the place that is told to who does not see the list.
        await visit.Cell("Lead 0400", "full_name").Locator("a").FocusAsync();
        for (var number = 399; number >= 300; number--)
        {
            await visit.PressAsync("ArrowUp");
            await visit.HasFocusAsync($"tr[aria-rowindex='{number + 1}'] a");
        }

        await Assertions.Expect(visit.Page.Locator("tr:has(a:focus)")).ToContainTextAsync("Lead 0300");
        await visit.PressAsync("Enter");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Anna Lead 0300" })).ToBeVisibleAsync();
        await visit.PressAsync("j");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Anna Lead 0301" })).ToBeVisibleAsync();
        await visit.PressAsync("Escape");
        await visit.HasFocusAsync("tr[aria-rowindex='302'] a");
        await Assertions.Expect(visit.Cell("Lead 0301", "full_name")).ToBeInViewportAsync();
        visit.AssertQuiet();
    }

    [Fact]
    public async Task What_was_typed_for_a_lead_that_was_given_up_is_not_in_the_form_for_the_next()
    {
        var tenant = await host.NewTenantAsync();
        await using var visit = await Visit.StartAsync(host, browser, tenant, "leads?search=nobody");
        await visit.Page.Locator("#lead-search").FocusAsync();
        await visit.PressAsync("Enter"); // into a list that has no row

        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "New lead" }).First.ClickAsync();
        await visit.Page.Locator("#new-lead input").First.FillAsync("Ada");
        await visit.PressAsync("Escape");
        await Assertions.Expect(visit.Page.Locator("#new-lead")).ToBeHiddenAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "New lead" }).First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#new-lead input").First).ToHaveValueAsync("");
        visit.AssertQuiet();
    }
}
