using System.Text.Json;
using Leadline.Client;

namespace Leadline.Tests.Client;

public sealed class LeadsClientTests(LeadlineHost host)
{
    [Fact]
    public async Task A_lead_is_made_read_changed_deleted_and_restored()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        var attribution = JsonSerializer.SerializeToElement(new[] { new { utm_source = "newsletter" } });
        var created = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(3));

        var made = await client.Leads.CreateAsync(new NewLead
        {
            LastName = "Lovelace", FirstName = "Ada", Email = "ada@example.com", CountryId = 826, MarketingAttribution = attribution, ExternalCreatedAt = created,
        });
        var id = made.Value.Id;
        var changed = await client.Leads.UpdateAsync(id, new LeadChange { FirstName = null, PhoneNumber = "0532 123 45 67" }, ifMatch: made.ETag);
        await client.Leads.DeleteAsync(id, ifMatch: changed.ETag);
        var isGone = (await Assert.ThrowsAsync<LeadlineException>(() => client.Leads.GetAsync(id))).Code;
        Lead deleted = await client.Leads.GetAsync(id, trashed: true);
        Lead restored = await client.Leads.RestoreAsync(id);

        Assert.Equal(("Ada Lovelace", "United Kingdom", false, created), (made.Value.FullName, made.Value.CountryName, made.Value.IsConverted, made.Value.ExternalCreatedAt));
        Assert.Equal("newsletter", made.Value.MarketingAttribution!.Value[0].GetProperty("utm_source").GetString());
        Assert.Equal((null, "Lovelace", "0532 123 45 67", "ada@example.com"), (changed.Value.FirstName, changed.Value.LastName, changed.Value.PhoneNumber, changed.Value.Email));
        Assert.Equal(ErrorCodes.NotFound, isGone);
        Assert.NotNull(deleted.DeletedAt);
        Assert.Null(restored.DeletedAt);
    }

    [Fact]
    public async Task Leads_without_a_status_source_or_country_are_found()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead without = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });
        Lead with = await client.Leads.CreateAsync(new NewLead { LastName = "Hopper", CountryId = 840 });

        Assert.Equal([without.Id], (await client.Leads.ListAsync(new LeadQuery { CountryId = [LeadFilter.None] })).Data.Select(lead => lead.Id));
        Assert.Equal([with.Id, without.Id], (await client.Leads.ListAsync(new LeadQuery { CountryId = [LeadFilter.None, 840], LeadReferenceSourceId = [LeadFilter.None] })).Data.Select(lead => lead.Id));
        Assert.Empty((await client.Leads.ListAsync(new LeadQuery { LeadStatusId = [LeadFilter.None] })).Data);
        Assert.Equal([with.Id], (await client.Leads.ListAsync(new LeadQuery { NotCountryId = [LeadFilter.None], NotAssignedUserId = [5], LastCampaign = ["none"] })).Data.Select(lead => lead.Id));
    }

    [Fact]
    public async Task A_new_lead_names_its_deleted_twins()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        ImportSource source = await client.ImportSources.CreateAsync(new NewImportSource { Name = "CRM" });
        var lead = new NewLead { LastName = "Lovelace", ExternalId = "A-1", ImportSourceId = source.Id };
        Lead former = await client.Leads.CreateAsync(lead);
        await client.Leads.DeleteAsync(former.Id);

        var twin = Assert.Single((await client.Leads.CreateAsync(lead)).DeletedTwins);

        Assert.Equal((former.Id, "external_id"), (twin.Id, twin.Field));
    }

    [Fact]
    public async Task What_is_known_comes_back_itself_until_it_changes()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead first = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });
        Lead other = await client.Leads.CreateAsync(new NewLead { LastName = "Hopper" });
        var lead = await client.Leads.GetAsync(first.Id);
        var page = await client.Leads.ListAsync();

        Assert.Same(lead, await client.Leads.GetAsync(first.Id, known: lead));
        Assert.Same(page, await client.Leads.ListAsync(known: page));
        Assert.Equal("Hopper", (await client.Leads.GetAsync(other.Id, known: lead)).Value.LastName);
        Assert.Single((await client.Leads.ListAsync(new LeadQuery { Search = "hopper" }, known: page)).Data);

        await client.Leads.UpdateAsync(first.Id, new LeadChange { FirstName = "Ada" });

        Assert.Equal("Ada", (await client.Leads.GetAsync(first.Id, known: lead)).Value.FirstName);
        Assert.NotSame(page, await client.Leads.ListAsync(known: page));
    }

    [Fact]
    public async Task Numbered_pages_tell_their_place_and_the_total()
    {
        var client = await WithLeadsAsync(7);

        var page = await client.Leads.ListAsync(new LeadQuery { SortBy = LeadSort.LastName, SortOrder = SortOrder.Descending }, page: 2, perPage: 3);

        Assert.Equal(["Lead 3", "Lead 2", "Lead 1"], page.Data.Select(lead => lead.LastName));
        Assert.Equal((7, 2, 3, 4, 6), (page.Total, page.Meta.CurrentPage, page.Meta.LastPage, page.Meta.From, page.Meta.To));
        Assert.EndsWith("page=3", page.Links.Next);
        Assert.Contains(page.Meta.Links, link => link.Active && link.Label == "2");
    }

    [Fact]
    public async Task A_list_is_read_to_its_end_while_leads_come_and_go()
    {
        var client = await WithLeadsAsync(230);
        var expected = Enumerable.Range(0, 230).Select(number => $"Lead {number}").ToHashSet();
        var read = new List<string?>();

        await foreach (var lead in client.Leads.AllAsync(new LeadQuery { SortBy = LeadSort.CreatedAt, SortOrder = SortOrder.Ascending, Fields = [LeadField.Id, LeadField.LastName] }))
        {
            read.Add(lead.LastName);
            if (read.Count is 50 or 150)
            {
                // One that was read goes, one that was not goes as well, and one comes.
                await client.Leads.DeleteAsync(lead.Id);
                var next = (await client.Leads.ListAsync(new LeadQuery { Search = $"Lead {200 + (read.Count / 10)}" })).Data.Single();
                await client.Leads.DeleteAsync(next.Id);
                expected.Remove(next.LastName!);
                expected.Add((await client.Leads.CreateAsync(new NewLead { LastName = $"Late {read.Count}" })).Value.LastName!);
            }
        }

        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.Equal(expected.Order(), read.Order());
    }

    [Fact]
    public async Task Reading_a_list_to_its_end_can_be_given_up()
    {
        using var cancellation = new CancellationTokenSource();
        var client = await WithLeadsAsync(150);
        var read = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.Leads.AllAsync().WithCancellation(cancellation.Token))
            {
                read++;
                await cancellation.CancelAsync();
            }
        });

        Assert.Equal(100, read);
    }

    [Fact]
    public async Task The_fields_that_are_asked_for_come_alone()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Tag tag = await client.Tags.CreateAsync(new NewTag { Name = "VIP", Color = "#ff0000" });
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", FirstName = "Ada" });
        await client.Leads.Tags.AddAsync(lead.Id, tag.Id);

        Lead some = await client.Leads.GetAsync(lead.Id, fields: [LeadField.LastName, LeadField.Tags, LeadField.Version]);
        var all = Assert.Single((await client.Leads.ListAsync(new LeadQuery { Fields = Enum.GetValues<LeadField>() })).Data);

        Assert.Equal((0, null, "Lovelace", "VIP"), (some.Id, some.FirstName, some.LastName, Assert.Single(some.Tags!).Name));
        Assert.Equal((lead.Id, "Ada", some.Version), (all.Id, all.FirstName, all.Version));
        Assert.NotNull(some.Version);
        Assert.Null(lead.Tags);
    }

    [Fact]
    public async Task Every_filter_is_one_that_the_server_knows()
    {
        var tenant = await host.NewTenantAsync();
        var user = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
        var client = await tenant.SdkAsync();
        var now = DateTimeOffset.UtcNow;
        ImportSource import = await client.ImportSources.CreateAsync(new NewImportSource { Name = "CRM" });
        Tag tag = await client.Tags.CreateAsync(new NewTag { Name = "VIP", Color = "#ff0000" });
        Lead lead = await client.Leads.CreateAsync(new NewLead
        {
            LastName = "Lovelace", Email = "ada+x@example.com", PhoneNumber = "+90 532 123 45 67", CountryId = 792, AssignedUserId = user,
            ExternalId = "A&1", ExternalBranchId = "Ü 1", ImportSourceId = import.Id, LeadReferenceSourceId = (await client.ReferenceSources.ListAsync()).Data[0].Id,
        });
        await client.Leads.CreateAsync(new NewLead { LastName = "Hopper" });
        await client.Leads.Tags.AddAsync(lead.Id, tag.Id);
        lead = (await client.Leads.ConvertAsync(lead.Id)).Value.Lead;
        var filter = new LeadQuery
        {
            Search = "love 0532", LeadStatusId = [404, lead.Status!.Id], LeadReferenceSourceId = [lead.ReferenceSource!.Id], Converted = true, AssignedUserId = [user, Assignee.None],
            IsTerminal = lead.Status.IsTerminal, CountryId = [792], ImportSourceId = [import.Id], ExternalId = ["A&1"], ExternalBranchId = ["Ü 1"], TagId = [tag.Id],
            Email = ["ADA+X@example.com"], PhoneNumber = ["0532 123 45 67"], HasEmail = true, HasPhone = true, CreatedFrom = now.AddHours(-1), CreatedTo = now.AddHours(1),
            UpdatedSince = now.AddHours(-1), ConvertedFrom = now.AddHours(-1), ConvertedTo = now.AddHours(1), Trashed = false,
        };

        Assert.Equal([lead.Id], (await client.Leads.ListAsync(filter)).Data.Select(found => found.Id));
        Assert.Equal([lead.Id], (await client.Leads.SearchAsync(new LeadSearch { Where = filter with { Trashed = null } })).Data.Select(found => found.Id));
        Assert.Equal(1, (await client.Leads.Bulk.DeleteAsync(LeadSelection.Matching(filter), dryRun: true)).Value.Matched);
    }

    [Fact]
    public async Task A_filter_without_a_value_is_refused_before_it_could_mean_everything()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Leads.ListAsync(new LeadQuery { LeadStatusId = [] }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Leads.Bulk.DeleteAsync(LeadSelection.Matching(new LeadFilter { Email = [" "] })));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.Leads.ListAsync(new LeadQuery { ExternalId = ["a,b"] }));
    }

    [Fact]
    public async Task A_tree_of_conditions_is_searched_in_pages_and_to_its_end()
    {
        var client = await WithLeadsAsync(120);
        await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", Email = "ada@example.com" });
        var search = new LeadSearch
        {
            Where = LeadCondition.Any(new LeadFilter { HasEmail = true }, LeadCondition.All(new LeadFilter { Search = "lead" }, new LeadFilter { HasPhone = false })),
            SortBy = LeadSort.LastName,
            Fields = [LeadField.LastName],
        };

        var all = await client.Leads.SearchAllAsync(search).Select(lead => lead.LastName).ToListAsync();
        var part = await client.Leads.SearchByCursorAsync(search, limit: 2);
        var last = await client.Leads.SearchAsync(search, page: 3, perPage: 60);

        Assert.Equal((121, "Lead 0", "Lovelace"), (all.Count, all[0], all[^1]));
        Assert.Equal(all.Take(2), part.Data.Select(lead => lead.LastName));
        Assert.Equal(121, part.Meta.Total);
        Assert.Equal(["Lovelace"], last.Data.Select(lead => lead.LastName));
    }

    [Fact]
    public async Task A_lead_becomes_a_customer_and_a_lead_again()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Customer likely = await client.Customers.CreateAsync(new NewCustomer { FirstName = "Ada", LastName = "Lovelace", PhoneNumber = "0532 123 45 67", Email = "ada@example.com" });
        Lead first = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", Email = "ADA@example.com" });
        Lead second = await client.Leads.CreateAsync(new NewLead { LastName = "Hopper" });

        var customers = await client.Leads.LikelyCustomersAsync(first.Id);
        Conversion linked = await client.Leads.ConvertAsync(first.Id, likely.Id);
        RevertedConversion reverted = await client.Leads.RevertConversionAsync(first.Id);
        var many = await client.Leads.ConvertManyAsync([new LeadToConvert(first.Id, likely.Id), new LeadToConvert(second.Id), new LeadToConvert(404)]);

        Assert.Equal([likely.Id], customers.Select(customer => customer.Id));
        Assert.Equal(("linked", likely.Id, true), (linked.Result, linked.Customer!.Id, linked.Lead.IsConverted));
        Assert.Equal(("kept", likely.Id, false), (reverted.Customer, reverted.CustomerId, reverted.Lead.IsConverted));
        Assert.Equal(["linked", "created", "failed"], many.Select(result => result.Result));
        Assert.Equal((null, ErrorCodes.NotFound), (many[1].Error, many[2].Error!.Code));
    }

    [Fact]
    public async Task Notes_and_tags_of_a_lead_come_and_go()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });
        Tag tag = await client.Tags.CreateAsync(new NewTag { Name = "VIP", Color = "#ff0000" });

        var note = await client.Leads.Notes.CreateAsync(lead.Id, new NewNote { Content = "Called" });
        var changed = await client.Leads.Notes.UpdateAsync(lead.Id, note.Value.Id, new NoteChange { Content = "Called twice" }, note.ETag);
        await client.Leads.Notes.DeleteAsync(lead.Id, note.Value.Id, changed.ETag);
        Note deleted = await client.Leads.Notes.GetAsync(lead.Id, note.Value.Id, trashed: true);
        await client.Leads.Notes.RestoreAsync(lead.Id, note.Value.Id);
        Tag put = await client.Leads.Tags.AddAsync(lead.Id, tag.Id);
        var tags = await client.Leads.Tags.AllAsync(lead.Id).ToListAsync();
        await client.Leads.Tags.RemoveAsync(lead.Id, tag.Id);

        Assert.NotNull(deleted.DeletedAt);
        Assert.Equal(["Called twice"], (await client.Leads.Notes.ListAsync(lead.Id, new NoteQuery { Search = "twice", SortBy = NoteSort.UpdatedAt })).Data.Select(found => found.Content));
        Assert.Equal((tag.Id, "VIP"), (put.Id, Assert.Single(tags).Name));
        Assert.Equal(0, (await client.Leads.Tags.ListAsync(lead.Id)).Total);
    }

    [Fact]
    public async Task The_timeline_tells_what_happened_and_gives_a_value_back()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", Email = "ada@example.com" });
        await client.Leads.UpdateAsync(lead.Id, new LeadChange { Email = "countess@example.com" });
        await client.Leads.Notes.CreateAsync(lead.Id, new NewNote { Content = "Called" });

        var timeline = await client.Leads.WholeTimelineAsync(lead.Id).ToListAsync();
        var part = await client.Leads.TimelineAsync(lead.Id, limit: 1);
        Lead restored = await client.Leads.RestoreValueAsync(lead.Id, timeline[1].Id, "email");

        Assert.Equal(["lead_note created", "lead updated", "lead created"], timeline.Select(entry => $"{entry.Entity} {entry.Operation}"));
        Assert.Equal(("ada@example.com", "countess@example.com"), (timeline[1].Changes["email"].Old!.Value.GetString(), timeline[1].Changes["email"].New!.Value.GetString()));
        Assert.Equal((timeline[0], true), (part.Data.Single() with { Author = timeline[0].Author, Changes = timeline[0].Changes }, part.Meta.HasMore));
        Assert.Equal("ada@example.com", restored.Email);
    }

    [Fact]
    public async Task A_person_is_erased()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();
        Lead lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });
        var customer = (await client.Leads.ConvertAsync(lead.Id)).Value.Customer!;

        ErasedRecord erased = await client.Leads.EraseAsync(lead.Id);

        Assert.Equal(("customer", customer.Id), (Assert.Single(erased.Linked).Entity, erased.Linked[0].Id));
        Assert.DoesNotContain("Lovelace", (await client.Leads.GetAsync(lead.Id)).Value.FullName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_done_once()
    {
        var tenant = await host.NewTenantAsync();
        var client = await tenant.SdkAsync(between: new LostAnswers(2));

        var lead = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace" });

        Assert.True(lead.IsReplayed);
        Assert.Equal(1, (await client.Leads.ListAsync()).Total);
    }

    [Fact]
    public async Task Many_may_call_at_once()
    {
        var client = await (await host.NewTenantAsync()).SdkAsync();

        var leads = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => client.Leads.CreateAsync(new NewLead { LastName = $"Lead {number}" })));

        Assert.Equal(40, leads.Select(lead => lead.Value.Id).Distinct().Count());
        Assert.Equal(40, (await client.Leads.ListAsync()).Total);
    }

    private async Task<LeadlineClient> WithLeadsAsync(int count)
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(0, count).Select(number => new Leadline.Leads.Lead { LastName = $"Lead {number}", CreatedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number) })]);
        return await tenant.SdkAsync();
    }

    /// <summary>A line that breaks after the server has done what was asked.</summary>
    private sealed class LostAnswers(int count) : DelegatingHandler
    {
        private int left = count;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var reply = await base.SendAsync(request, cancellationToken);
            return Interlocked.Decrement(ref left) < 0 ? reply : throw new HttpRequestException(HttpRequestError.ResponseEnded, "The line is dead.");
        }
    }
}
