using System.Net;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.Tests.Settings;

public sealed class JournalRetentionTests(LeadlineHost host)
{
    private const string All = "leads:read leads:write customers:read customers:write settings:read settings:write";

    [Fact]
    public async Task A_tenant_keeps_its_journal_for_ever_unless_it_says_how_long()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        await client.CreateLeadAsync();
        await AgeAsync(tenant, days: 4000);

        await PruneAsync();

        Assert.NotEmpty((await client.GetJsonAsync("/api/v1/changes"))["data"]!.AsArray());
        Assert.Null((await client.GetJsonAsync("/api/v1/settings"))["data"]!["journal_days"]);
    }

    [Fact]
    public async Task What_is_older_leaves_timelines_the_feed_and_the_batches_and_no_row_or_total_changes()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var lead = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 30 });
        await AgeAsync(tenant, days: 31);
        var shown = (await client.GetJsonAsync($"/api/v1/leads/{lead}")).ToJsonString();
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{lead}", HttpStatusCode.OK, new { first_name = "Ada" });
        await client.CallAsync(HttpMethod.Patch, $"/api/v1/leads/{lead}", HttpStatusCode.OK, new { first_name = (string?)null });

        await PruneAsync();

        Assert.Equal(2, (await client.GetJsonAsync($"/api/v1/leads/{lead}/timeline"))["data"]!.AsArray().Count);
        Assert.Equal(2, (await client.GetJsonAsync("/api/v1/changes"))["data"]!.AsArray().Count);
        Assert.Equal(2, (await client.GetJsonAsync("/api/v1/batches")).Total());
        Assert.Equal(1, (await client.GetJsonAsync("/api/v1/leads?search=lovelace")).Total());
        Assert.NotEqual(shown, (await client.GetJsonAsync($"/api/v1/leads/{lead}")).ToJsonString());
        Assert.Empty(await host.Services.GetRequiredService<VerifyLeads>().HandleAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_record_whose_history_is_gone_still_has_an_empty_timeline()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var lead = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 1 });
        await AgeAsync(tenant, days: 2);

        await PruneAsync();

        Assert.Empty((await client.GetJsonAsync($"/api/v1/leads/{lead}/timeline"))["data"]!.AsArray());
        await client.GetJsonAsync("/api/v1/leads/999999999/timeline", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_reader_of_the_feed_that_is_left_behind_is_told_so()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        await client.CreateLeadAsync();
        var behind = (string?)(await client.GetJsonAsync("/api/v1/changes?limit=1"))["meta"]!["cursor"];
        var upToDate = (string?)(await client.GetJsonAsync("/api/v1/changes?limit=1000"))["meta"]!["cursor"];
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 1 });
        var last = (string?)(await client.GetJsonAsync($"/api/v1/changes?limit=1000&cursor={upToDate}"))["meta"]!["cursor"];
        await AgeAsync(tenant, days: 2);

        await PruneAsync();

        var refused = await client.GetJsonAsync($"/api/v1/changes?cursor={behind}", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["The parameter cursor is older than what the journal keeps: begin without it."], refused.ErrorsOf("cursor"));
        Assert.Empty((await client.GetJsonAsync($"/api/v1/changes?cursor={last}"))["data"]!.AsArray());
        Assert.Empty((await client.GetJsonAsync("/api/v1/changes"))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_batch_of_which_a_part_is_gone_is_not_undone()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var lead = await client.CreateLeadAsync();
        await AgeAsync(tenant, days: 2);
        var batch = (await client.GetJsonAsync("/api/v1/batches?action=lead.create")).Ids().Single();
        await tenant.WriteAsync(write =>
        {
            var (before, id) = host.Database.NextEntrySql("@tenant");
            write.Execute(
                $$"""
                {{before}}
                INSERT INTO journal (tenant_id, id, batch_id, at, entity, entity_id, subject, subject_id, operation, changes)
                SELECT tenant_id, {{id}}, @batch, @now, 'lead', entity_id, subject, subject_id, 'updated', '{}' FROM journal
                WHERE tenant_id = @tenant AND entity = 'lead'
                """,
                ("@batch", batch), ("@now", Timestamp.ToMicroseconds(DateTime.UtcNow)), ("@tenant", tenant.Id.Value));
            return Task.CompletedTask;
        });
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 1 });

        await PruneAsync();

        Assert.Equal("conflict", (string?)(await client.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Conflict))["error"]);
        await client.GetJsonAsync($"/api/v1/leads/{lead}");
    }

    [Fact]
    public async Task A_customer_whose_making_is_no_longer_known_is_kept_when_its_conversion_is_taken_back()
    {
        var tenant = await host.NewTenantAsync();
        using var client = await tenant.ClientAsync(All);
        var lead = await client.CreateLeadAsync();
        await client.CallAsync(HttpMethod.Post, $"/api/v1/leads/{lead}/convert", HttpStatusCode.OK);
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 1 });
        await AgeAsync(tenant, days: 2);

        await PruneAsync();

        var reverted = (await client.CallAsync(HttpMethod.Delete, $"/api/v1/leads/{lead}/conversion", HttpStatusCode.OK))["data"]!;
        Assert.Equal("kept", (string?)reverted["customer"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(36_501)]
    [InlineData("7")]
    public async Task Days_are_a_number_of_days(object days)
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);

        var refused = await client.CallAsync(HttpMethod.Put, "/api/v1/settings", HttpStatusCode.UnprocessableEntity, new { journal_days = days });

        Assert.NotEmpty(refused.ErrorsOf("journal_days"));
    }

    [Fact]
    public async Task Only_an_owner_sets_it_and_only_an_owner_undoes_it()
    {
        var tenant = await host.NewTenantAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        await tenant.AddUserAsync(email, role: "manager");
        using var manager = await tenant.ClientAsync(All, user: email);
        using var owner = await tenant.ClientAsync(All);
        await owner.CallAsync(HttpMethod.Put, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 90 });
        var batch = (await owner.GetJsonAsync("/api/v1/batches?action=settings.update")).Ids().Single();

        await manager.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.Forbidden, new { journal_days = 1 });
        await manager.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.Forbidden);
        Assert.Equal(90, (int)(await manager.GetJsonAsync("/api/v1/settings"))["data"]!["journal_days"]!);
        await owner.CallAsync(HttpMethod.Post, $"/api/v1/batches/{batch}/undo", HttpStatusCode.OK);

        Assert.Null((await owner.GetJsonAsync("/api/v1/settings"))["data"]!["journal_days"]);
        Assert.Equal(7, (int)(await owner.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 7 }))["data"]!["journal_days"]!);
    }

    [Fact]
    public async Task Who_has_not_seen_the_last_change_is_refused_under_If_Match()
    {
        using var client = await (await host.NewTenantAsync()).ClientAsync(All);
        using var first = await client.GetAsync("/api/v1/settings");
        var seen = first.Headers.ETag!.ToString();
        await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.OK, new { journal_days = 5 }, ("If-Match", seen));

        var refused = await client.CallAsync(HttpMethod.Patch, "/api/v1/settings", HttpStatusCode.PreconditionFailed, new { journal_days = 6 }, ("If-Match", seen));

        Assert.Equal(5, (int)refused["current"]!["journal_days"]!);
    }

    private Task PruneAsync() => host.Services.GetRequiredService<PruneJournal>().RunAsync(TestContext.Current.CancellationToken);

    // Makes all that happened so far happen earlier.
    private static Task AgeAsync(TestTenant tenant, int days) => tenant.WriteAsync(write =>
    {
        var by = days * 86_400_000_000L;
        write.Execute("UPDATE journal SET at = at - @by WHERE tenant_id = @tenant", ("@by", by), ("@tenant", tenant.Id.Value));
        write.Execute("UPDATE batches SET created_at = created_at - @by WHERE tenant_id = @tenant", ("@by", by), ("@tenant", tenant.Id.Value));
        return Task.CompletedTask;
    });
}
