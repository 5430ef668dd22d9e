using System.Text.Json;
using Leadline.Client;

namespace Leadline.Tests.Client;

/// <summary>Round trips of the nouns beside leads.</summary>
public sealed class NounsTests(LeadlineHost host)
{
    [Fact]
    public async Task A_customer_is_made_changed_and_found()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        var made = await client.Customers.CreateAsync(new NewCustomer
        {
            FirstName = "Ada", LastName = "Lovelace", PhoneNumber = "0532 123 45 67", DateOfBirth = new DateOnly(1815, 12, 10), Gender = "female", CountryId = 826,
        });
        var id = made.Value.Id;

        Customer changed = await client.Customers.UpdateAsync(id, new CustomerChange { Job = "Analyst", Gender = null, DateOfBirth = new DateOnly(1815, 12, 11) }, made.ETag);
        await client.Customers.DeleteAsync(id);
        Customer restored = await client.Customers.RestoreAsync(id);
        var seen = await client.Customers.GetAsync(id);
        var page = await client.Customers.ListAsync(new CustomerQuery { Search = "love", SortBy = CustomerSort.DateOfBirth, SortOrder = SortOrder.Ascending });

        Assert.Equal((new DateOnly(1815, 12, 10), "female", "United Kingdom"), (made.Value.DateOfBirth, made.Value.Gender, made.Value.CountryName));
        Assert.Equal(("Analyst", null, new DateOnly(1815, 12, 11)), (changed.Job, changed.Gender, changed.DateOfBirth));
        Assert.Null(restored.DeletedAt);
        Assert.Same(seen, await client.Customers.GetAsync(id, known: seen));
        Assert.Equal(id, Assert.Single(page.Data).Id);
        Assert.Equal([id], await client.Customers.AllAsync().Select(customer => customer.Id).ToListAsync());
    }

    [Fact]
    public async Task A_customer_has_notes_tags_and_a_timeline_and_can_be_erased()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Customer customer = await client.Customers.CreateAsync(new NewCustomer { FirstName = "Ada", LastName = "Byron", PhoneNumber = "0532 123 45 67" });
        Tag tag = await client.Tags.CreateAsync(new NewTag { Name = "VIP", Color = "#ff0000" });
        await client.Customers.UpdateAsync(customer.Id, new CustomerChange { LastName = "Lovelace" });
        Note note = await client.Customers.Notes.CreateAsync(customer.Id, new NewNote { Content = "Called" });
        await client.Customers.Tags.AddAsync(customer.Id, tag.Id);

        var timeline = await client.Customers.WholeTimelineAsync(customer.Id).ToListAsync();
        Customer restored = await client.Customers.RestoreValueAsync(customer.Id, timeline.Single(entry => entry.Operation == "updated").Id, "last_name");
        ErasedRecord erased = await client.Customers.EraseAsync(customer.Id);

        Assert.Equal(4, timeline.Count);
        Assert.Equal("VIP", Assert.Single(restored.Tags).Name);
        Assert.Equal(("Byron", customer.Id), (restored.LastName, erased.Id));
        Assert.Equal(note.Id, Assert.Single((await client.Customers.Notes.ListAsync(customer.Id)).Data).Id);
        Assert.NotEqual("Called", (await client.Customers.Notes.GetAsync(customer.Id, note.Id)).Value.Content);
    }

    [Fact]
    public async Task A_task_is_made_done_and_found_and_tells_what_is_due_next_of_its_lead()
    {
        var tenant = await host.NewTenantAsync();
        var user = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com", "Grace");
        var client = await tenant.SdkAsync();
        var due = new DateTimeOffset(2026, 12, 24, 10, 0, 0, TimeSpan.Zero);
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Parks", AssignedUserId = user });
        LeadTask next = await client.Tasks.CreateAsync(lead.Id, new NewLeadTask { Title = "Call", DueAt = due });
        LeadTask later = await client.Tasks.CreateAsync(lead.Id, new NewLeadTask { Title = "Write", DueAt = due.AddDays(1), AssignedUserId = null });

        var followUp = Assert.Single((await client.Tasks.FollowUpsAsync([lead.Id])).Value);
        LeadTask done = await client.Tasks.UpdateAsync(next.Id, new LeadTaskChange { IsDone = true, Description = "Done" });
        await client.Tasks.DeleteAsync(later.Id);

        Assert.Equal((due, next.Id, "Call"), (followUp.NextFollowUpAt, followUp.TaskId, followUp.Title));
        Assert.Equal(("Grace", "Parks", null), (next.AssignedUser?.Name, next.Lead.FullName, later.AssignedUser));
        Assert.Equal((true, "Done"), (done.IsDone && done.CompletedAt is not null, done.Description));
        Assert.Empty(await client.Tasks.AllAsync(new LeadTaskQuery { LeadId = [lead.Id], Open = true }).ToListAsync());
        LeadTask restored = await client.Tasks.RestoreAsync(later.Id);
        Assert.Null(restored.DeletedAt);
        Assert.Equal([later.Id], (await client.Tasks.ListOfLeadAsync(lead.Id, new LeadTaskFilter { DueAfter = due.AddHours(1), AssignedUserId = [Assignee.None] })).Data.Select(task => task.Id));
        Assert.Equal(lead.Id, Assert.Single((await client.Leads.ListAsync(new LeadQuery { FollowUpFrom = due })).Data).Id);
    }

    [Fact]
    public async Task Statuses_and_sources_are_replaced_when_they_go()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        LeadStatus status = await client.LeadStatuses.CreateAsync(new NewLeadStatus { Name = "Visited", Color = "#00ff00", IsTerminal = false });
        ReferenceSource source = await client.ReferenceSources.CreateAsync(new NewReferenceSource { Name = "Fair", ExternalId = "F" });
        ImportSource import = await client.ImportSources.CreateAsync(new NewImportSource { Name = "CRM" });
        var usual = (await client.LeadStatuses.ListAsync(new LeadStatusQuery { IsDefault = true })).Data.Single();
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", LeadStatusId = status.Id, LeadReferenceSourceId = source.Id, ImportSourceId = import.Id });

        await client.LeadStatuses.UpdateAsync(status.Id, new LeadStatusChange { Name = "Seen", SortOrder = 9, IsTerminal = true });
        await client.ReferenceSources.UpdateAsync(source.Id, new ReferenceSourceChange { Color = "#0000ff" });
        await client.ImportSources.UpdateAsync(import.Id, new ImportSourceChange { Name = "Old CRM" });
        var refused = await Assert.ThrowsAsync<LeadlineException>(() => client.LeadStatuses.DeleteAsync(status.Id));
        await client.LeadStatuses.DeleteAsync(status.Id, usual.Id);
        LeadStatus restored = await client.LeadStatuses.RestoreAsync(status.Id);

        Assert.Equal((ErrorCodes.Conflict, 1), (refused.Code, refused.Body!.Value.GetProperty("leads").GetInt32()));
        Assert.Equal(usual.Id, (await client.Leads.GetAsync(lead.Id)).Value.Status!.Id);
        Assert.Equal(("Seen", 9, true), (restored.Name, restored.SortOrder, restored.IsTerminal));
        Assert.Equal("#0000ff", (await client.ReferenceSources.GetAsync(source.Id)).Value.Color);
        Assert.Equal("Old CRM", Assert.Single(await client.ImportSources.AllAsync().ToListAsync()).Name);
        Assert.Contains(status.Id, await client.LeadStatuses.AllAsync(new LeadStatusQuery { SortBy = LeadStatusSort.SortOrder }).Select(found => found.Id).ToListAsync());
    }

    [Fact]
    public async Task A_tag_is_made_changed_deleted_and_restored()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();

        var made = await client.Tags.CreateAsync(new NewTag { Name = "VIP", Color = "#ff0000" });
        Tag changed = await client.Tags.UpdateAsync(made.Value.Id, new TagChange { Name = "Gold" }, made.ETag);
        await client.Tags.DeleteAsync(made.Value.Id);
        var deleted = await client.Tags.ListAsync(new TagQuery { Trashed = true });
        await client.Tags.RestoreAsync(made.Value.Id);

        Assert.Equal(("Gold", "#ff0000"), (changed.Name, changed.Color));
        Assert.Equal(made.Value.Id, Assert.Single(deleted.Data).Id);
        Assert.Equal(1, (await client.Tags.ListByCursorAsync()).Meta.Total);
    }

    [Fact]
    public async Task A_person_joins_and_leaves()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        var agent = (await client.Roles.ListAsync(new RoleQuery { Search = "agent" })).Data.Single();

        User made = await client.Users.CreateAsync(new NewUser
        {
            Name = "Ada", Email = $"{Guid.NewGuid():N}@example.com", Password = "correct horse battery", PasswordConfirmation = "correct horse battery", Language = ["en", "fr"], RoleIds = [agent.Id],
        });
        User changed = await client.Users.UpdateAsync(made.Id, new UserChange { Bio = "Analyst", Language = null, RoleIds = Array.Empty<long>() });
        await client.Users.DeleteAsync(made.Id);
        User left = await client.Users.GetAsync(made.Id, trashed: true);
        await client.Users.RestoreAsync(made.Id);

        Assert.Equal(["en", "fr"], made.Language!);
        Assert.Equal(agent.Id, Assert.Single(made.Roles).Id);
        Assert.Equal(("Analyst", null, 0), (changed.Bio, changed.Language, changed.Roles.Count));
        Assert.NotNull(left.DeletedAt);
        Assert.Contains(made.Id, await client.Users.AllAsync(new UserQuery { IsActive = true, SortBy = UserSort.LastLoginAt }).Select(user => user.Id).ToListAsync());
        Assert.Contains((await client.Roles.GetAsync(agent.Id)).Value.Permissions, permission => permission.Name == "leads:read");
    }

    [Fact]
    public async Task A_caller_asks_for_their_tenants_before_they_name_one()
    {
        var tenant = await host.NewTenantAsync("Analytical Engines");
        var client = new LeadlineClient(new LeadlineClientOptions { BaseAddress = host.Address, Token = await tenant.TokenAsync("leads:read") });

        var mine = Assert.Single(await client.Account.TenantsAsync(), known => known.Name == "Analytical Engines" && known.Id == tenant.Id.Value);
        var roles = await (await tenant.SdkAsync("leads:read")).Account.RolesAsync();

        Assert.Equal(tenant.Id.Value, mine.Id);
        Assert.Equal(["leads:read"], roles.Permissions);
        Assert.Equal(ErrorCodes.TenantRequired, (await Assert.ThrowsAsync<LeadlineException>(() => client.Leads.ListAsync())).Code);
    }

    [Fact]
    public async Task The_journal_is_kept_for_a_number_of_days_or_for_ever()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        var before = await client.Settings.GetAsync();

        var changed = await client.Settings.UpdateAsync(new TenantSettingsChange { JournalDays = 400 }, before.ETag);
        await Assert.ThrowsAsync<LeadlineException>(() => client.Settings.UpdateAsync(new TenantSettingsChange { JournalDays = null }, before.ETag));
        TenantSettings forEver = await client.Settings.UpdateAsync(new TenantSettingsChange { JournalDays = null }, changed.ETag);

        Assert.Equal((null, 400, null), (before.Value.JournalDays, changed.Value.JournalDays, forEver.JournalDays));
    }

    [Fact]
    public async Task A_view_is_saved_shared_deleted_and_restored()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await tenant.AddUserAsync(email);
        var client = new LeadlineClient(new LeadlineClientOptions { BaseAddress = host.Address, Token = await tenant.TokenAsync("leads:read leads:write", user: email), TenantId = tenant.Id.Value });

        var made = await client.SavedViews.CreateAsync(new NewSavedView { List = ViewedLists.Board, Name = "Mine", State = JsonElement.Parse("""{"lanes": ["New"]}""") });
        SavedView changed = await client.SavedViews.UpdateAsync(made.Value.Id, new SavedViewChange { Name = "Ours", IsShared = true, State = JsonElement.Parse("{}") }, made.ETag);
        await client.SavedViews.DeleteAsync(made.Value.Id);
        var deleted = await client.SavedViews.ListAsync(new SavedViewQuery { Trashed = true, List = ViewedLists.Board });
        await client.SavedViews.RestoreAsync(made.Value.Id);

        Assert.Equal(("board", user, "New", false), (made.Value.List, made.Value.UserId, made.Value.State.GetProperty("lanes")[0].GetString(), made.Value.IsShared));
        Assert.Equal(("Ours", "{}", true), (changed.Name, changed.State.GetRawText(), changed.IsShared));
        Assert.Equal(made.Value.Id, Assert.Single(deleted.Data).Id);
        Assert.Equal([made.Value.Id], await client.SavedViews.AllAsync().Select(view => view.Id).ToListAsync());
        Assert.Null((await client.SavedViews.GetAsync(made.Value.Id)).Value.DeletedAt);
    }

    [Fact]
    public async Task Preferences_are_read_and_changed()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email);
        var client = new LeadlineClient(new LeadlineClientOptions { BaseAddress = host.Address, Token = await tenant.TokenAsync("leads:read", user: email), TenantId = tenant.Id.Value });
        SavedView view = await client.SavedViews.CreateAsync(new NewSavedView { List = ViewedLists.Leads, Name = "Mine", State = JsonElement.Parse("{}") });
        var before = await client.Account.PreferencesAsync();

        var changed = (await client.Account.UpdatePreferencesAsync(
            new PreferencesChange
            {
                Theme = "dark",
                Language = null,
                PerPage = 50,
                SingleKeyShortcuts = false,
                DefaultViewId = new Dictionary<string, long?> { [ViewedLists.Leads] = view.Id, [ViewedLists.Board] = null },
                PinnedViewIds = new Dictionary<string, long[]?> { [ViewedLists.Leads] = [view.Id] },
                Columns = new Dictionary<string, ShownColumn[]?> { [ViewedLists.Leads] = [new("email", 240), new("status")] },
            },
            before.ETag)).Value;
        var seen = await client.Account.PreferencesAsync();

        Assert.Equal(("system", 50, true), (before.Value.Theme, before.Value.PerPage, before.Value.SingleKeyShortcuts));
        Assert.Equal(("dark", 50, false, view.Id), (changed.Theme, changed.PerPage, changed.SingleKeyShortcuts, Assert.Single(changed.DefaultViewId).Value));
        Assert.Equal([view.Id], changed.PinnedViewIds[ViewedLists.Leads]);
        Assert.Equal([new ShownColumn("email", 240), new ShownColumn("status")], changed.Columns[ViewedLists.Leads]);
        Assert.Same(seen, await client.Account.PreferencesAsync(seen));
    }

    [Fact]
    public async Task A_tenant_is_renamed()
    {
        var client = await (await host.NewTenantAsync("Analytical Engine")).SdkAsync();
        var before = await client.Tenant.GetAsync();

        var changed = await client.Tenant.UpdateAsync(new TenantProfileChange { Name = "Difference Engines", TimeZone = "Europe/London", LogoUrl = null }, before.ETag);
        await Assert.ThrowsAsync<LeadlineException>(() => client.Tenant.UpdateAsync(new TenantProfileChange { TimeZone = null }, before.ETag));
        var seen = await client.Tenant.GetAsync();

        Assert.Equal("Analytical Engine", before.Value.Name);
        Assert.Equal(("Difference Engines", "Europe/London", null), (changed.Value.Name, changed.Value.TimeZone, changed.Value.LogoUrl));
        Assert.Equal(changed.Value, seen.Value);
        Assert.Same(seen, await client.Tenant.GetAsync(seen));
        Assert.Equal("Difference Engines", Assert.Single(await client.Account.TenantsAsync()).Name);
    }

    [Fact]
    public async Task Countries_are_read_to_the_last()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();

        var all = await client.Countries.AllAsync(new CountryQuery { SortBy = CountrySort.Code }).ToListAsync();

        Assert.True(all.Count > 200);
        Assert.Equal(all.Select(country => country.Code).Distinct().Order(StringComparer.Ordinal), all.Select(country => country.Code));
        Assert.Equal(792, (await client.Countries.ListAsync(new CountryQuery { Search = "türk" })).Data.Single(country => country.Code == "TR").Id);
    }

    [Fact]
    public async Task A_batch_is_found_and_taken_back()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Byron" });
        await client.Leads.UpdateAsync(lead.Id, new LeadChange { LastName = "Lovelace", FirstName = "Ada" });
        await client.Leads.UpdateAsync(lead.Id, new LeadChange { FirstName = "Augusta" });
        var batches = await client.Batches.ListAsync(new BatchQuery { Action = "lead.update", CreatedFrom = DateTimeOffset.UtcNow.AddHours(-1), SortOrder = SortOrder.Ascending });

        UndoReport report = await client.Batches.UndoAsync(batches.Data[0].Id);

        var kept = Assert.Single(report.Kept);
        Assert.Equal((lead.Id, "first_name"), (kept.Id, Assert.Single(kept.KeptFields)));
        Assert.Equal("Augusta Byron", (await client.Leads.GetAsync(lead.Id)).Value.FullName);
        Assert.Equal(report.BatchId, (await client.Batches.GetAsync(batches.Data[0].Id)).Value.UndoneByBatchId);
    }
}
