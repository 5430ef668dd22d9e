using System.Text.Json;
using Leadline.Client;
using Leadline.Web.Leads;

namespace Leadline.Tests.Web;

/// <summary>How a change of many leads ended, as the page tells it.</summary>
public sealed class ChangeEndTests
{
    [Fact]
    public void A_job_that_did_all_is_whole()
    {
        var end = ChangeEnd.Of(new Job { State = JobStates.Finished, Total = 900, Done = 900, BatchId = 7, Result = JsonElement.Parse("""{"failed_count":0,"failed":[]}""") });

        Assert.True(end.IsWhole);
        Assert.Equal((900, 7), (end.Changed, end.BatchId));
    }

    [Fact]
    public void Leads_that_failed_are_not_counted_as_changed()
    {
        var end = ChangeEnd.Of(new Job { State = JobStates.Finished, Total = 900, Done = 900, Result = JsonElement.Parse("""{"failed_count":3,"failed":[{"id":5,"reason":"The lead is deleted."}]}""") });

        Assert.False(end.IsWhole);
        Assert.Equal((897, 3), (end.Changed, end.FailedCount));
        Assert.Equal("The lead is deleted.", Assert.Single(end.Failed).Reason);
    }

    [Theory]
    [InlineData(JobStates.Cancelled, null, null)]
    [InlineData(JobStates.Failed, """{"reason":"The tag is deleted."}""", "The tag is deleted.")]
    public void A_job_that_was_stopped_or_broke_off_is_not_whole(string state, string? result, string? reason)
    {
        var end = ChangeEnd.Of(new Job { State = state, Total = 900, Done = 400, Result = result is null ? null : JsonElement.Parse(result) });

        Assert.False(end.IsWhole);
        Assert.Equal((400, 900), (end.Changed, end.Total));
        Assert.Equal(reason, end.Reason);
    }

    [Fact]
    public void What_is_done_at_once_tells_of_failures_too()
    {
        var end = ChangeEnd.Of(new BulkResult { Matched = 2, BatchId = 3, Failed = [new BulkFailure { Id = 1, Reason = "Its external id is taken." }] });

        Assert.False(end.IsWhole);
        Assert.Equal((1, 2, 1), (end.Changed, end.Total, end.FailedCount));
    }
}
