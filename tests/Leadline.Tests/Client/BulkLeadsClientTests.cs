using Leadline.Client;

namespace Leadline.Tests.Client;

public sealed class BulkLeadsClientTests(LeadlineHost host)
{
    [Fact]
    public async Task Every_action_does_what_it_is_called()
    {
        var tenant = await host.NewTenantAsync();
        var user = await tenant.AddUserAsync($"{Guid.NewGuid():N}@example.com");
        var client = await tenant.SdkAsync();
        Tag tag = await client.Tags.CreateAsync(new NewTag { Name = "VIP", Color = "#ff0000" });
        Lead ada = await client.Leads.CreateAsync(new NewLead { LastName = "Lovelace", FirstName = "Ada" });
        Lead grace = await client.Leads.CreateAsync(new NewLead { LastName = "Hopper", FirstName = "Grace" });

        BulkResult tried = await client.Leads.Bulk.UpdateAsync(LeadSelection.All, new LeadChange { FirstName = null }, dryRun: true);
        BulkResult updated = await client.Leads.Bulk.UpdateAsync(LeadSelection.Of(ada.Id), new LeadChange { FirstName = null, Description = "Called" });
        await client.Leads.Bulk.AssignAsync(LeadSelection.All, user);
        await client.Leads.Bulk.AssignAsync(LeadSelection.Of(grace.Id), null);
        await client.Leads.Bulk.TagAsync(LeadSelection.All, tag.Id);
        await client.Leads.Bulk.UntagAsync(LeadSelection.Of(grace.Id), tag.Id);
        await client.Leads.Bulk.DeleteAsync(LeadSelection.Matching(new LeadFilter { Search = "hopper" }));
        BulkResult failed = await client.Leads.Bulk.DeleteAsync(LeadSelection.Of(grace.Id));

        Assert.Equal((2, 2, null), (tried.Matched, tried.Sample!.Count, tried.BatchId));
        Assert.Equal(1, updated.Matched);
        Assert.Equal(grace.Id, Assert.Single(failed.Failed).Id);
        var left = Assert.Single((await client.Leads.ListAsync(new LeadQuery { Fields = Enum.GetValues<LeadField>() })).Data);
        Assert.Equal((ada.Id, null, "Called", user, "VIP"), (left.Id, left.FirstName, left.Description, left.AssignedUser!.Id, left.Tags!.Single().Name));
        await client.Leads.Bulk.RestoreAsync(LeadSelection.Of(grace.Id));
        Lead back = await client.Leads.GetAsync(grace.Id, fields: Enum.GetValues<LeadField>());
        Assert.Null(back.AssignedUser);
        Assert.Empty(back.Tags!);
    }

    [Fact]
    public async Task A_job_is_waited_for_and_its_batch_taken_back_by_another()
    {
        var tenant = await host.NewTenantAsync();
        tenant.LoadLeads([.. Enumerable.Range(0, 700).Select(number => new Leadline.Leads.Lead { LastName = $"Lead {number}" })]);
        var client = await tenant.SdkAsync();
        var seen = new Progress();

        BulkResult bulk = await client.Leads.Bulk.UpdateAsync(LeadSelection.All, new LeadChange { Description = "Called" });
        var job = await client.Jobs.WaitAsync(bulk.JobId!.Value, seen);
        UndoReport undo = await client.Batches.UndoAsync(job.BatchId!.Value);
        var undone = await client.Jobs.WaitAsync(undo.JobId!.Value);

        Assert.Equal((JobStates.Finished, 700, 700, true), (job.State, job.Total, job.Done, job.HasEnded));
        Assert.Equal(job, seen.Jobs[^1]);
        Assert.Equal((JobStates.Finished, 700), (undone.State, undone.Result!.Value.GetProperty("reversed").GetInt32()));
        Assert.Null((await client.Leads.ListAsync(perPage: 1)).Data[0].Description);
        Assert.Equal(JobStates.Finished, (await client.Jobs.CancelAsync(job.Id)).State);
    }

    private sealed class Progress : IProgress<Job>
    {
        public List<Job> Jobs { get; } = [];

        public void Report(Job value) => Jobs.Add(value);
    }
}
