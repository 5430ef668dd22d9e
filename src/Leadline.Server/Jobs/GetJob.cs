using System.Text.Json.Serialization;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Jobs;

/// <summary>Shows how far a job is: <c>GET /api/v1/jobs/{id}</c>.</summary>
public static class GetJob
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/jobs/{id:long}", HandleAsync)
        .WithName(nameof(GetJob))
        .WithQueryParameters([])
        .Answers<Record<JobResource>>()
        .RequireAnyScope(Scopes.ToRead);

    /// <summary>Shows how far a job is.</summary>
    /// <param name="id">The job's number; one that changes what the caller may not read answers 404.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        if (await db.Jobs.AsNoTracking().FirstOrDefaultAsync(job => job.Id == id, ct) is not { } job || !job.IsReadableBy(caller))
        {
            return Answer.NotFound("job");
        }

        parameters.RefuseOthersThan([]);
        return parameters.IsValid ? Answer.Unversioned(JobResource.Of(job)) : Errors.Invalid(parameters.Errors);
    }

    // Who sees only some leads knows of their own jobs alone.
    internal static bool IsReadableBy(this Job job, Caller caller) =>
        job.Touches.Split(' ').All(entity => caller.MayRead(entity))
        && (!caller.View.Sees.IsLimited || (job.AuthorKind == caller.Author.Kind && job.AuthorId == caller.Author.Id));

    internal static async Task<Job> FindJobAsync(this TenantDb db, long id, CancellationToken ct) =>
        await db.Jobs.FirstOrDefaultAsync(job => job.Id == id, ct) ?? throw new InvalidOperationException($"There is no job {id}.");
}

/// <summary>A job.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>finished</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Total">How many rows there are to do.</param>
/// <param name="Done">How many are done.</param>
/// <param name="BatchId">The batch of its changes, by which they are undone; null before the first.</param>
/// <param name="Result">What it has to tell.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record JobResource(
    long Id, string Kind, string State, long Total, long Done, long? BatchId, RawJson? Result, DateTime CreatedAt, DateTime? FinishedAt)
{
    /// <summary>The resource of a job.</summary>
    public static JobResource Of(Job job) => new(
        job.Id, job.Kind, job.State, job.Total, job.Done, job.BatchId, job.Result is { } json ? new RawJson(json) : null, job.CreatedAt, job.FinishedAt);
}

/// <summary>Generated JSON contracts of the jobs' wire types.</summary>
[JsonSerializable(typeof(Record<JobResource>))]
[JsonSerializable(typeof(UndoOrder))]
[JsonSerializable(typeof(UndoTally))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class JobJson : JsonSerializerContext;
