using System.Text.Json;
using System.Text.Json.Serialization;
using Leadline.Callers;
using Leadline.Jobs;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Does one thing to many leads: <c>POST /api/v1/leads/bulk</c>.</summary>
public static class BulkLeads
{
    /// <summary>Up to so many leads are done at once; more become a job.</summary>
    private const int MostAtOnce = 500;

    private const int SampleSize = 10;

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/bulk", HandleAsync)
        .WithName(nameof(BulkLeads))
        .WithBody(BulkAction.Fields)
        .Answers<Record<BulkResult>>()
        .Answers<Record<BulkResult>>(StatusCodes.Status202Accepted)
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Changes, assigns, tags, deletes or restores many leads.</summary>
    /// <remarks>
    /// By <c>ids</c>, or by <c>filter</c> with the list's own parameters. Up to 500 leads are done before the reply; more become a job (202),
    /// which <c>GET /jobs/{id}</c> shows. All of it is one batch, which <c>POST /batches/{id}/undo</c> takes back.
    /// </remarks>
    public static Task<IResult> HandleAsync(Change change, LeadRecords leads, JobRunner runner) => change.RunAsync("lead.bulk", async write =>
    {
        var bulk = await BulkAction.ReadAsync(change.Body, write);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        var total = await bulk.Selection.CountAsync(write);
        if (bulk.IsDryRun)
        {
            var sample = new List<LeadResource>();
            foreach (var id in await bulk.Selection.NextAsync(write, 0, SampleSize))
            {
                sample.Add((await leads.ShowAsync(write, id)).Lead);
            }

            return Reply.Ok(new BulkResult(total, null, null, []) { Sample = sample });
        }

        if (total > MostAtOnce)
        {
            var job = write.Db.Insert(new Job
            {
                Kind = BulkLeadsJob.Name, State = Job.Queued, Payload = change.Body.ToString(), Total = total,
                AuthorKind = write.Author.Kind, AuthorId = write.Author.Id, CreatedAt = write.Now,
            });
            await write.Db.SaveChangesAsync();
            runner.Wake();
            return new Reply(StatusCodes.Status202Accepted, new Record<BulkResult>(true, new BulkResult(total, null, job.Id, []))) { Location = $"/api/v1/jobs/{job.Id}" };
        }

        var failures = await bulk.ApplyAsync(write, bulk.Selection.Ids ?? await bulk.Selection.NextAsync(write, 0, MostAtOnce));
        return Reply.Ok(new BulkResult(total, write.BatchId, null, failures));
    });
}

/// <summary>What a bulk action does, or did.</summary>
/// <param name="Matched">How many leads it is for.</param>
/// <param name="BatchId">The batch of its changes; null when nothing was changed, or a job will.</param>
/// <param name="JobId">The job that does it; null when it is done.</param>
/// <param name="Failed">Leads that could not be changed.</param>
public sealed record BulkResult(long Matched, long? BatchId, long? JobId, IReadOnlyList<BulkFailure> Failed)
{
    /// <summary>After a dry run: some of the leads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeadResource>? Sample { get; init; }
}

/// <summary>A bulk action over many leads, a few hundred at a step.</summary>
public sealed class BulkLeadsJob : IJobKind
{
    /// <summary>The kind's name.</summary>
    public const string Name = "lead.bulk";

    private const int LeadsPerStep = 500;
    private const int MostFailuresTold = 1000;

    /// <inheritdoc />
    public string Kind => Name;

    /// <inheritdoc />
    public string Through => "bulk";

    /// <inheritdoc />
    public async Task<bool> StepAsync(TenantWrite write, Job job)
    {
        using var payload = JsonDocument.Parse(job.Payload);
        var bulk = await BulkAction.ReadAsync(new Body(payload.RootElement.Clone()), write);
        var ids = await bulk.Selection.NextAsync(write, job.Cursor, LeadsPerStep);
        if (ids.Count > 0)
        {
            var failed = job.Result is null ? [] : JsonSerializer.Deserialize(job.Result, LeadJson.Default.ListBulkFailure) ?? [];
            failed.AddRange(await bulk.ApplyAsync(write, ids));
            job.Result = JsonSerializer.Serialize([.. failed.Take(MostFailuresTold)], LeadJson.Default.ListBulkFailure);
            job.Cursor = ids[^1];
            job.Done += ids.Count;
        }

        return ids.Count == LeadsPerStep;
    }
}
