using System.Text.Json.Nodes;
using Leadline.Leads;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tests.Callers;

public sealed class TenantIsolationTests(LeadlineHost host)
{
    private const string Foreign = "Fremdling";
    private static readonly DateTime Day = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Nothing_a_caller_asks_shows_another_tenants_leads()
    {
        var ours = await TenantOfFourAsync("Ours");
        var theirs = await TenantOfFourAsync(Foreign);
        var client = await ours.ClientAsync();
        (string Query, int Total)[] questions =
        [
            ("", 3),
            ("per_page=100", 3),
            ("per_page=1&page=2", 3),
            ("page=2", 3),
            ("converted=1", 1),
            ("converted=0", 2),
            ("trashed=1", 1),
            ("trashed=1&converted=1", 0),
            ($"lead_status_id={await ours.StatusAsync("new")}", 3),
            ($"lead_status_id={await theirs.StatusAsync("new")}", 0),
            ($"lead_status_id={await theirs.StatusAsync("new")}&trashed=1", 0),
            ($"lead_reference_source_id={await ours.SourceAsync("Website")}", 3),
            ($"lead_reference_source_id={await theirs.SourceAsync("Website")}", 0),
            ("search=lovelace", 3),
            ("search=lovelace&trashed=1", 1),
            ("search=fremd", 0),
            ("search=f", 0),
            ("search=%2B905", 3),
            ("sort_by=last_name&sort_order=desc", 3),
            ("sort_by=first_name", 3),
            ("sort_by=converted_at", 3),
            ("sort_by=last_synced_at&sort_order=asc", 3),
        ];

        foreach (var (query, total) in questions)
        {
            var text = await client.GetStringAsync($"/api/v1/leads?{query}");
            Assert.DoesNotContain(Foreign, text, StringComparison.Ordinal);
            Assert.Equal(total, JsonNode.Parse(text)!.AsObject().Total());
        }

        Assert.Contains(Foreign, await (await theirs.ClientAsync()).GetStringAsync("/api/v1/leads"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_reads_only_the_rows_of_the_tenant_it_was_made_for()
    {
        var (ours, theirs) = (await TenantOfFourAsync("Ours"), await TenantOfFourAsync(Foreign));

        for (var time = 0; time < 2; time++)
        {
            foreach (var tenant in new[] { ours, theirs })
            {
                await using var db = tenant.Open();
                Assert.Equal([tenant.Id.Value], await db.Leads.Select(lead => lead.TenantId).Distinct().ToListAsync());
                Assert.Equal(4, await db.Leads.CountAsync());
                Assert.Equal([tenant.Id.Value], await db.LeadStatuses.Select(status => status.TenantId).Distinct().ToListAsync());
            }
        }
    }

    [Fact]
    public async Task A_context_does_not_find_another_tenants_row_by_its_key()
    {
        var (ours, theirs) = (await TenantOfFourAsync("Ours"), await TenantOfFourAsync(Foreign));
        var foreign = await AnyLeadAsync(theirs);
        await using var db = ours.Open();

        Assert.Null(await db.Leads.FindAsync(theirs.Id.Value, foreign.Id));
        Assert.Null(await db.Leads.FindAsync(ours.Id.Value, foreign.Id));
        Assert.False(await db.Leads.AnyAsync(lead => lead.Id == foreign.Id));
    }

    [Fact]
    public async Task Bulk_changes_of_a_context_leave_other_tenants_alone()
    {
        var (ours, theirs) = (await TenantOfFourAsync("Ours"), await TenantOfFourAsync(Foreign));
        await ours.WriteAsync(async write =>
        {
            write.OpenBatch();
            Assert.Equal(4, await write.Db.Leads.ExecuteUpdateAsync(lead => lead.SetProperty(l => l.Description, "changed")));
            Assert.Equal(4, await write.Db.Leads.ExecuteDeleteAsync());
        });

        await using var others = theirs.Open();
        Assert.Equal(4, await others.Leads.CountAsync(lead => lead.Description == Foreign));
    }

    [Fact]
    public async Task A_context_stamps_what_is_added_with_its_tenant()
    {
        var ours = await TenantOfFourAsync("Ours");

        Assert.Equal(ours.Id.Value, (await AnyLeadAsync(ours)).TenantId);
    }

    [Fact]
    public async Task Adding_a_row_for_another_tenant_throws()
    {
        var (ours, theirs) = (await host.NewTenantAsync(), await host.NewTenantAsync());

        await ours.WriteAsync(async write =>
        {
            write.Db.Leads.Add(new Lead { TenantId = theirs.Id.Value, Id = 1 });
            AssertForeign(await Assert.ThrowsAsync<InvalidOperationException>(() => write.Db.SaveChangesAsync()));
            AssertForeign(Assert.Throws<InvalidOperationException>(() => write.Db.SaveChanges()));
        });
    }

    // Where the database keeps the tenants apart as well, the row is not even there.
    [Fact]
    public async Task Changing_another_tenants_row_throws()
    {
        var (ours, theirs) = (await TenantOfFourAsync("Ours"), await TenantOfFourAsync(Foreign));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ours.ChangeAsync(async db =>
            (await db.Leads.IgnoreQueryFilters().FirstAsync(lead => lead.TenantId == theirs.Id.Value)).Description = "changed"));

        Assert.Contains(LeadlineHost.Postgres is null ? "cannot be written through tenant" : "no elements", refusal.Message, StringComparison.Ordinal);

        Assert.Equal(Foreign, (await AnyLeadAsync(theirs)).Description);
    }

    [Fact]
    public async Task Deleting_another_tenants_row_throws()
    {
        var (ours, theirs) = (await TenantOfFourAsync("Ours"), await TenantOfFourAsync(Foreign));
        var foreign = await AnyLeadAsync(theirs);

        AssertForeign(await Assert.ThrowsAsync<InvalidOperationException>(() => ours.ChangeAsync(db =>
        {
            db.Leads.Remove(foreign);
            return Task.CompletedTask;
        })));

        await using var others = theirs.Open();
        Assert.Equal(4, await others.Leads.CountAsync());
    }

    [Fact]
    public async Task Another_tenants_row_passed_off_as_our_own_is_not_written()
    {
        var (ours, theirs) = (await TenantOfFourAsync("Ours"), await TenantOfFourAsync(Foreign));
        var foreign = await AnyLeadAsync(theirs);
        foreign.TenantId = ours.Id.Value;
        foreign.Description = "changed";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => ours.ChangeAsync(db =>
        {
            db.Leads.Update(foreign);
            return Task.CompletedTask;
        }));

        await using var others = theirs.Open();
        Assert.Equal(4, await others.Leads.CountAsync(lead => lead.Description == Foreign));
    }

    [Fact]
    public async Task A_context_outside_a_change_saves_nothing()
    {
        var ours = await TenantOfFourAsync("Ours");
        await using var db = ours.Open();
        (await db.Leads.FirstAsync()).Description = "changed";

        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        Assert.Throws<InvalidOperationException>(() => db.SaveChanges());

        await using var again = ours.Open();
        Assert.False(await again.Leads.AnyAsync(lead => lead.Description == "changed"));
    }

    private static void AssertForeign(InvalidOperationException refusal) =>
        Assert.Contains("cannot be written through tenant", refusal.Message, StringComparison.Ordinal);

    private static async Task<Lead> AnyLeadAsync(TestTenant tenant)
    {
        await using var db = tenant.Open();
        return await db.Leads.FirstAsync();
    }

    // Three living leads, one of them converted, and a deleted one.
    private async Task<TestTenant> TenantOfFourAsync(string mark)
    {
        var tenant = await host.NewTenantAsync(mark);
        var status = await tenant.StatusAsync("new");
        var source = await tenant.SourceAsync("Website");
        var owner = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com", mark);
        await tenant.AddLeadsAsync(Marked(null), Marked(Day), Marked(null), Marked(null, deletedAt: Day));
        return tenant;

        Lead Marked(DateTime? convertedAt, DateTime? deletedAt = null) => new()
        {
            FirstName = "Ada",
            LastName = "Lovelace",
            Email = $"{mark}@example.com",
            PhoneNumber = "+90 532 123 45 67",
            Description = mark,
            Message = mark,
            ConvertedAt = convertedAt,
            LastSyncedAt = Day,
            DeletedAt = deletedAt,
            LeadStatusId = status,
            LeadReferenceSourceId = source,
            AssignedUserId = owner,
        };
    }
}
