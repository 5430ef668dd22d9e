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
    public static async Task<IResult> HandleAsync(Change change, LeadRecords leads, LeadlineDatabase database, JobRunner runner, CancellationToken ct)
    {
        // Looking for the leads may take a while, in which others can write.
        var bulk = BulkAction.Read(change.Body, change.Caller.UserId);
        var found = change.Body.IsValid ? await FindAsync(bulk.Selection, change.Caller.View, database, ct) : [];
        return await change.RunAsync("lead.bulk", async write =>
        {
            await bulk.CheckAsync(change.Body, write);
            return !change.Body.IsValid ? Reply.Invalid(change.Body)
                : bulk.IsDryRun ? Reply.Ok(new BulkResult(found.Count, null, null, []) { Sample = await ShowAsync(write, leads, found) })
                : found.Count > MostAtOnce ? await QueueAsync(write, change.Body, found, bulk.Selection.Ids, runner)
                : await ApplyAsync(write, bulk, found);
        });
    }

    private static async Task<List<long>> FindAsync(LeadSelection selection, TenantView view, LeadlineDatabase database, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(view.Tenant, ct);
        return await selection.FindAsync(snapshot, view, ct);
    }

    private static async Task<List<LeadResource>> ShowAsync(TenantWrite write, LeadRecords leads, List<long> found)
    {
        var sample = new List<LeadResource>();
        foreach (var id in found.Take(SampleSize))
        {
            sample.Add((await leads.ShowAsync(write, id)).Lead);
        }

        return sample;
    }

    // Numbers of no lead are told by the job, too; those below 1 are none at all.
    private static async Task<Reply> QueueAsync(TenantWrite write, Body body, List<long> found, IReadOnlyList<long>? named, JobRunner runner)
    {
        List<long> ids = [.. (named ?? found).Where(id => id > 0)];
        var order = new BulkOrder(JsonElement.Parse(body.ToString()), IdGaps.Write(ids));
        var job = write.Db.Insert(new Job
        {
            Kind = BulkLeadsJob.Name, State = Job.Queued, Payload = JsonSerializer.Serialize(order, LeadJobJson.Default.BulkOrder), Total = ids.Count,
            Touches = Job.TouchesOf(["lead", "lead_tag"]),
            AuthorKind = write.Author.Kind, AuthorId = write.Author.Id, CreatedAt = write.Now,
        });
        await write.Db.SaveChangesAsync();
        runner.Wake();
        return new Reply(StatusCodes.Status202Accepted, new Record<BulkResult>(true, new BulkResult(found.Count, null, job.Id, []))) { Location = $"/api/v1/jobs/{job.Id}" };
    }

    private static async Task<Reply> ApplyAsync(TenantWrite write, BulkAction bulk, List<long> found)
    {
        var ids = bulk.Selection.Ids ?? await bulk.Selection.AmongAsync(write.Snapshot, write.View, found);
        var failures = await bulk.ApplyAsync(write, ids);
        return Reply.Ok(new BulkResult(bulk.Selection.Ids is null ? ids.Count : found.Count, write.BatchId, null, failures));
    }
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

/// <summary>A bulk action over many leads, a few hundred at a step: those that were found when it was asked for, and are still what was asked for.</summary>
public sealed class BulkLeadsJob : IJobKind
{
    /// <summary>The kind's name.</summary>
    public const string Name = "lead.bulk";

    private const int LeadsPerStep = 200;
    private const int MostFailuresTold = 1000;

    /// <inheritdoc />
    public string Kind => Name;

    /// <inheritdoc />
    public string Through => "bulk";

    /// <inheritdoc />
    public async Task<bool> StepAsync(TenantWrite write, Job job)
    {
        var order = JsonSerializer.Deserialize(job.Payload, LeadJobJson.Default.BulkOrder) ?? throw new InvalidOperationException($"The job {job.Id} does nothing.");
        var body = new Body(order.Action);
        var bulk = BulkAction.Read(body, write.Author.UserId);
        await bulk.CheckAsync(body, write);
        if (!body.IsValid)
        {
            job.Fail(string.Join(' ', body.Errors.SelectMany(error => error.Value)), write.Now);
            return false;
        }

        var ids = IdGaps.Read(order.Leads, job.Cursor, LeadsPerStep);
        var told = job.Result is null ? new BulkTally() : JsonSerializer.Deserialize(job.Result, LeadJobJson.Default.BulkTally) ?? new BulkTally();
        told.Add(await bulk.ApplyAsync(write, bulk.Selection.Ids is null ? await bulk.Selection.AmongAsync(write.Snapshot, write.View, ids) : ids), MostFailuresTold);
        job.Result = JsonSerializer.Serialize(told, LeadJobJson.Default.BulkTally);
        job.Cursor += ids.Count;
        job.Done += ids.Count;
        return job.Cursor < job.Total;
    }
}

/// <summary>What a bulk job was asked.</summary>
/// <param name="Action">The body of the call.</param>
/// <param name="Leads">The leads that were found then; see <see cref="IdGaps"/>.</param>
internal sealed record BulkOrder(JsonElement Action, string Leads);

/// <summary>What became of the leads so far.</summary>
internal sealed record BulkTally
{
    /// <summary>How many leads could not be changed.</summary>
    public long FailedCount { get; set; }

    /// <summary>The first of them.</summary>
    public List<BulkFailure> Failed { get; init; } = [];

    public void Add(IReadOnlyCollection<BulkFailure> failures, int most)
    {
        FailedCount += failures.Count;
        Failed.AddRange(failures.Take(most - Failed.Count));
    }
}
