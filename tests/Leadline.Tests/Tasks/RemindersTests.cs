using System.Net;
using Leadline.Tasks;
using Leadline.Tests.Account;
using Leadline.Tests.Operations.Moving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Leadline.Tests.Tasks;

/// <summary>Who is reminded of a task, when, and how often.</summary>
public sealed class RemindersTests(LeadlineHost host)
{
    private const string Everything = "leads:read leads:write customers:read users:read users:write";
    private const string Tasks = "/api/v1/tasks";
    private const string Leads = "/api/v1/leads";

    [Fact]
    public async Task Its_member_is_reminded_when_it_is_time_and_not_before()
    {
        var clock = new SkewedClock();
        await using var own = await LeadlineHost.StartAsync(clock);
        var (client, tenant) = await OpenAsync(own);
        using var sending = client;
        var (grace, email) = await tenant.AddMemberAsync(name: "Grace");
        var lead = await client.CreateLeadAsync(new { first_name = "Rosa", last_name = "Parks", assigned_user_id = grace });
        await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "Call back", description = "About the offer.", due_at = "2031-02-03T16:30:00Z", remind_at = In(clock, 10) });

        await RemindAsync(own);
        Assert.Empty(To(own, email));
        clock.Skew += TimeSpan.FromMinutes(11);
        await RemindAsync(own);

        var mail = Assert.Single(To(own, email));
        Assert.Equal("Reminder: Call back (Rosa Parks)", mail.Subject);
        Assert.Contains("Hello Grace,", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("3 February 2031 at 16:30 UTC", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("About the offer.", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_comes_once_and_again_only_for_a_later_time()
    {
        var clock = new SkewedClock();
        await using var own = await LeadlineHost.StartAsync(clock);
        var (client, tenant) = await OpenAsync(own);
        using var sending = client;
        var (grace, email) = await tenant.AddMemberAsync();
        var lead = await client.CreateLeadAsync(new { last_name = "Parks", assigned_user_id = grace });
        var task = $"{Tasks}/{await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "Call", remind_at = In(clock, -1) })}";
        await RemindAsync(own);
        Assert.Single(To(own, email));

        await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { title = "Call soon", remind_at = In(clock, -2) });
        await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { is_done = true });
        await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { is_done = false });
        await RemindAsync(own);
        Assert.Single(To(own, email));

        await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { remind_at = In(clock, 5) });
        await RemindAsync(own);
        Assert.Single(To(own, email));
        clock.Skew += TimeSpan.FromMinutes(6);
        await RemindAsync(own);
        Assert.Equal(2, To(own, email).Length);

        await client.CallAsync(HttpMethod.Patch, task, HttpStatusCode.OK, new { remind_at = In(clock, 5) });
        var batch = (await client.GetJsonAsync("/api/v1/batches?action=task.update")).Ids()[0];
        await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK);
        clock.Skew += TimeSpan.FromMinutes(6);
        await RemindAsync(own);
        Assert.Equal(2, To(own, email).Length);
    }

    [Fact]
    public async Task Of_many_processes_that_look_at_once_one_asks_for_each_letter()
    {
        using var place = Place.OfThisRun();
        await using var one = await place.HostAsync();
        await using var other = await place.HostAsync();
        var (client, tenant) = await OpenAsync(one);
        using var sending = client;
        var (grace, email) = await tenant.AddMemberAsync();
        var lead = await client.CreateLeadAsync(new { last_name = "Parks", assigned_user_id = grace });
        var titles = Enumerable.Range(1, 120).Select(number => $"Task {number:000}").ToList();
        foreach (var title in titles)
        {
            await client.CreateAsync($"{Leads}/{lead}/tasks", new { title, remind_at = "2026-01-01" });
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(() => Reminders(turn % 2 == 0 ? one : other).RunAsync(CancellationToken.None))));
        await one.WhenMailIsSentAsync();

        Assert.Equal(titles.Select(title => $"Reminder: {title} (Parks)"), To(one, email).Select(mail => mail.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_reminded_of_what_is_done_deleted_or_nobodys_then_or_later()
    {
        var (client, tenant) = await OpenAsync(host);
        using var sending = client;
        var (grace, email) = await tenant.AddMemberAsync();
        var lead = await client.CreateLeadAsync(new { last_name = "Parks", assigned_user_id = grace });
        var gone = await client.CreateLeadAsync(new { last_name = "Gone", assigned_user_id = grace });
        var clock = TimeProvider.System;
        var tasks = new List<long>();
        foreach (var (of, body) in new (long, object)[]
        {
            (lead, new { title = "done", remind_at = In(clock, 60), is_done = true }), (lead, new { title = "deleted", remind_at = In(clock, 60) }),
            (lead, new { title = "nobodys", remind_at = In(clock, 60), assigned_user_id = (long?)null }), (gone, new { title = "hidden", remind_at = In(clock, 60) }),
            (lead, new { title = "open", remind_at = In(clock, 60) }),
        })
        {
            tasks.Add(await client.CreateAsync($"{Leads}/{of}/tasks", body));
        }

        await client.CallAsync(HttpMethod.Delete, $"{Tasks}/{tasks[1]}", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Delete, $"{Leads}/{gone}", HttpStatusCode.OK);
        await MakeDueAsync(tenant);
        await RemindAsync(host);
        Assert.Equal("Reminder: open (Parks)", Assert.Single(To(host, email)).Subject);

        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{tasks[0]}", HttpStatusCode.OK, new { is_done = false });
        await client.CallAsync(HttpMethod.Post, $"{Tasks}/{tasks[1]}/restore", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Patch, $"{Tasks}/{tasks[2]}", HttpStatusCode.OK, new { assigned_user_id = grace });
        await client.CallAsync(HttpMethod.Post, $"{Leads}/{gone}/restore", HttpStatusCode.OK);
        await RemindAsync(host);
        Assert.Single(To(host, email));
    }

    [Fact]
    public async Task When_it_is_due_is_told_in_the_members_time_zone_or_else_the_tenants()
    {
        var tenant = await host.NewTenantAsync();
        var (_, address) = await tenant.AddMemberAsync("owner");
        using var owner = await tenant.ClientAsync($"{Everything} settings:read settings:write", address);
        await owner.CallAsync(HttpMethod.Patch, "/api/v1/tenant", HttpStatusCode.OK, new { time_zone = "America/New_York" });
        var (grace, alan) = (await tenant.AddMemberAsync(name: "Grace"), await tenant.AddMemberAsync(name: "Alan"));
        using var hers = await tenant.ClientAsync("leads:read", grace.Email);
        await hers.CallAsync(HttpMethod.Patch, "/api/v1/account/preferences", HttpStatusCode.OK, new { time_zone = "Europe/Istanbul" });
        foreach (var member in new[] { grace.Id, alan.Id })
        {
            var lead = await owner.CreateLeadAsync(new { last_name = "Parks", assigned_user_id = member });
            await owner.CreateAsync($"{Leads}/{lead}/tasks", new { title = "Call", due_at = "2031-02-03T23:30:00Z", remind_at = In(TimeProvider.System, 60) });
        }

        await MakeDueAsync(tenant);
        await RemindAsync(host);

        Assert.Contains("4 February 2031 at 02:30 (Europe/Istanbul)", Assert.Single(To(host, grace.Email)).TextBody, StringComparison.Ordinal);
        Assert.Contains("3 February 2031 at 18:30 (America/New_York)", Assert.Single(To(host, alan.Email)).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_see_the_lead_or_has_left_or_has_an_unproven_address_is_not_reminded()
    {
        var (client, tenant) = await OpenAsync(host);
        using var sending = client;
        var role = await client.CreateAsync("/api/v1/roles", new { name = "Own", visibility = "own", permissions = new[] { "leads:read" } });
        var none = await client.CreateAsync("/api/v1/roles", new { name = "None", permissions = new[] { "customers:read" } });
        var (limited, blind, left, well) = (await tenant.AddMemberAsync(), await tenant.AddMemberAsync(), await tenant.AddMemberAsync(), await tenant.AddMemberAsync());
        var address = Accounts.NewEmail();
        var unproven = (Id: await tenant.AddAccountAsync(address, isConfirmed: false), Email: address);
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/users/{limited.Id}", HttpStatusCode.OK, new { role_ids = new[] { role } });
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/users/{blind.Id}", HttpStatusCode.OK, new { role_ids = new[] { none } });
        var (others, own) = (await client.CreateLeadAsync(new { last_name = "Others" }), await client.CreateLeadAsync(new { last_name = "Own", assigned_user_id = limited.Id }));
        foreach (var user in new[] { limited.Id, blind.Id, left.Id, unproven.Id, well.Id })
        {
            await client.CreateAsync($"{Leads}/{others}/tasks", new { title = "x", remind_at = In(TimeProvider.System, 60), assigned_user_id = user });
        }

        await client.CreateAsync($"{Leads}/{own}/tasks", new { title = "mine", remind_at = In(TimeProvider.System, 60) });
        await client.CallAsync(HttpMethod.Delete, $"/api/v1/users/{left.Id}", HttpStatusCode.OK);
        await MakeDueAsync(tenant);
        await RemindAsync(host);

        Assert.Equal("Reminder: mine (Own)", Assert.Single(To(host, limited.Email)).Subject);
        Assert.Single(To(host, well.Email));
        Assert.All(new[] { blind, left, unproven }, member => Assert.Empty(To(host, member.Email)));
    }

    [Fact]
    public async Task A_reminder_changes_nothing_that_anybody_sees()
    {
        var (client, tenant) = await OpenAsync(host);
        using var sending = client;
        var (grace, email) = await tenant.AddMemberAsync();
        var lead = await client.CreateLeadAsync(new { last_name = "Parks", assigned_user_id = grace });
        var task = $"{Tasks}/{await client.CreateAsync($"{Leads}/{lead}/tasks", new { title = "x", remind_at = In(TimeProvider.System, 60) })}";
        await MakeDueAsync(tenant);
        using var before = await client.GetAsync(task);
        var (feed, batches) = (await client.GetJsonAsync("/api/v1/changes?limit=1000"), await client.GetJsonAsync("/api/v1/batches?per_page=100"));

        await RemindAsync(host);

        Assert.Single(To(host, email));
        using var after = await client.GetAsync(task);
        Assert.Equal((before.Headers.ETag, await before.Content.ReadAsStringAsync()), (after.Headers.ETag, await after.Content.ReadAsStringAsync()));
        Assert.Equal(feed.ToJsonString(), (await client.GetJsonAsync("/api/v1/changes?limit=1000")).ToJsonString());
        Assert.Equal(batches.ToJsonString(), (await client.GetJsonAsync("/api/v1/batches?per_page=100")).ToJsonString());
    }

    private static async Task<(HttpClient Client, TestTenant Tenant)> OpenAsync(LeadlineHost host)
    {
        var tenant = await host.NewTenantAsync();
        return (await tenant.ClientAsync(Everything), tenant);
    }

    // What lies ahead is brought near, as a clock would.
    private static Task MakeDueAsync(TestTenant tenant) => tenant.ChangeAsync(async db =>
    {
        foreach (var task in await db.LeadTasks.ToListAsync())
        {
            task.RemindAt = DateTime.UtcNow.AddMinutes(-1);
        }
    });

    private static SendReminders Reminders(LeadlineHost host) => host.Services.GetRequiredService<SendReminders>();

    private static async Task RemindAsync(LeadlineHost host)
    {
        await Reminders(host).RunAsync(CancellationToken.None);
        await host.WhenMailIsSentAsync();
    }

    private static MimeMessage[] To(LeadlineHost host, string email) => [.. host.Mails().Where(mail => mail.To.Mailboxes.Any(to => to.Address == email))];

    private static string In(TimeProvider clock, int minutes) => clock.GetUtcNow().AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
}
