using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Jobs;

/// <summary>Stops a job: <c>POST /api/v1/jobs/{id}/cancel</c>.</summary>
public static class CancelJob
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/jobs/{id:long}/cancel", HandleAsync)
        .WithName(nameof(CancelJob))
        .WithBody([])
        .Answers<Record<JobResource>>()
        .RequireAnyScope(Scopes.ToWrite);

    /// <summary>Stops a job.</summary>
    /// <remarks>
    /// What it has done stays and can be undone by its batch. A job that has ended is answered as it is. The caller must be allowed to change
    /// every kind of record that the job changes.
    /// </remarks>
    /// <param name="id">The job's number; one that changes what the caller may not read answers 404.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => change.RunAsync("job.cancel", async write =>
    {
        if (await write.Db.Jobs.FirstOrDefaultAsync(job => job.Id == id) is not { } job || !job.IsReadableBy(change.Caller))
        {
            return Reply.NotFound("job");
        }

        if (job.Touches.Split(' ').Select(JournalScopes.ToWrite).OfType<string>().Select(change.Caller.DenialOf).OfType<Denial>().FirstOrDefault() is { } denial)
        {
            return Reply.Deny(denial);
        }

        if (job.IsOpen)
        {
            job.State = Job.Cancelled;
            job.FinishedAt = write.Now;
            await write.Db.SaveChangesAsync();
        }

        return Reply.Ok(JobResource.Of(job));
    });
}
