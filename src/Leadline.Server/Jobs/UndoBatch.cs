using System.Text.Json;
using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Jobs;

/// <summary>Takes a batch back: <c>POST /api/v1/batches/{id}/undo</c>.</summary>
public static class UndoBatch
{
    /// <summary>Up to so many rows are taken back at once; more become a job.</summary>
    private const long MostAtOnce = 500;

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/batches/{id:long}/undo", HandleAsync)
        .WithName(nameof(UndoBatch))
        .WithQueryParameters([])
        .WithBody([])
        .Answers<Record<UndoReport>>()
        .Answers<Record<UndoReport>>(StatusCodes.Status202Accepted)
        .RequireAnyScope(Scopes.ToWrite);

    /// <summary>Takes back all that a batch changed.</summary>
    /// <remarks>
    /// Field by field: what was changed since is kept, and the reply says by whom. Up to 500 rows are taken back before the reply; more become
    /// a job (202), which <c>GET /jobs/{id}</c> shows. The undo is a batch of its own and can be undone. The caller must be allowed to change
    /// every kind of record that the batch changed, saved views one by one as by a call, and gives nobody a permission that they do not have.
    /// </remarks>
    /// <param name="id">The batch, as the journal tells it.</param>
    public static async Task<IResult> HandleAsync(long id, Change change, Undo undo, JournalReader journal, JobRunner runner, CancellationToken ct)
    {
        var rows = await undo.RowsAsync(change.Caller.Tenant, id, ct);
        var watches = new List<UndoWatch>();
        var answer = await change.RunAsync(
            "batch.undo",
            async write =>
            {
                if (rows.Count == 0 || !await journal.IsSeenAsync(write.Snapshot, write.View, id, rows.Keys, CancellationToken.None))
                {
                    return Reply.NotFound("batch");
                }

                if (Undo.IsPartlyGone(write, id))
                {
                    return Reply.Conflict("The journal no longer keeps all that this batch changed.");
                }

                if (rows.Keys.Select(JournalScopes.ToWrite).OfType<string>().Select(change.Caller.DenialOf).OfType<Denial>().FirstOrDefault() is { } denial)
                {
                    return Reply.Deny(denial);
                }

                if (undo.MadeSystemRows(write, id, rows.Keys))
                {
                    return Reply.Conflict("This batch made what every tenant has: its system statuses or roles. It cannot be undone.");
                }

                Stop(write, id);
                var guards = undo.GuardsOf(rows.Keys);
                if (guards.Count == 0 && rows.Values.Sum() > MostAtOnce)
                {
                    return await QueueAsync(write, id, rows, runner);
                }

                foreach (var guard in guards)
                {
                    watches.Add(await guard.BeginAsync(write, change.Caller));
                }

                var report = await undo.AllAsync(write, id);
                foreach (var watch in watches)
                {
                    if (await watch.RefuseAsync() is { } refusal)
                    {
                        return refusal;
                    }
                }

                return Reply.Ok(report);
            },
            UndoBatchJob.Way);
        watches.ForEach(watch => watch.Committed());
        return answer;
    }

    // A job that is still making the batch makes no more of it.
    private static void Stop(TenantWrite write, long batch) => write.Execute(
        "UPDATE jobs SET state = 'cancelled', finished_at = @now WHERE tenant_id = @tenant AND batch_id = @batch AND state IN ('queued', 'running')",
        ("@now", Timestamp.ToMicroseconds(write.Now)), ("@tenant", write.Tenant.Value), ("@batch", batch));

    private static async Task<Reply> QueueAsync(TenantWrite write, long batch, IReadOnlyDictionary<string, long> rows, JobRunner runner)
    {
        var job = write.Db.Insert(new Job
        {
            Kind = UndoBatchJob.Name, State = Job.Queued, Payload = JsonSerializer.Serialize(new UndoOrder(batch), JobJson.Default.UndoOrder), Total = rows.Values.Sum(), Touches = Job.TouchesOf(rows.Keys),
            AuthorKind = write.Author.Kind, AuthorId = write.Author.Id, CreatedAt = write.Now,
        });
        await write.Db.SaveChangesAsync();
        runner.Wake();
        return new Reply(StatusCodes.Status202Accepted, new Record<UndoReport>(true, new UndoReport { JobId = job.Id })) { Location = $"/api/v1/jobs/{job.Id}" };
    }
}

/// <summary>Takes a large batch back, a few hundred rows at a step.</summary>
public sealed class UndoBatchJob(Undo undo) : IJobKind
{
    internal const string Name = "batch.undo";
    internal const string Way = "undo";

    private const int MostTold = 1000;

    /// <inheritdoc />
    public string Kind => Name;

    /// <inheritdoc />
    public string Through => Way;

    /// <inheritdoc />
    public async Task<bool> StepAsync(TenantWrite write, Job job)
    {
        var order = JsonSerializer.Deserialize(job.Payload, JobJson.Default.UndoOrder) ?? throw new InvalidOperationException($"The job {job.Id} undoes nothing.");
        var told = job.Result is null ? new UndoTally() : JsonSerializer.Deserialize(job.Result, JobJson.Default.UndoTally) ?? new UndoTally();
        var report = new UndoReport();
        var next = await undo.StepAsync(write, order.BatchId, job.Cursor == 0 ? long.MaxValue : job.Cursor, report);
        told.Add(report, MostTold);
        job.Result = JsonSerializer.Serialize(told, JobJson.Default.UndoTally);
        job.Done += report.Count;
        job.Cursor = next ?? 1;
        return next is not null;
    }
}

/// <summary>What an undo job was asked.</summary>
/// <param name="BatchId">The batch to take back.</param>
internal sealed record UndoOrder(long BatchId);

/// <summary>What became of the rows so far.</summary>
internal sealed record UndoTally
{
    /// <summary>How many rows are as before.</summary>
    public long Reversed { get; set; }

    /// <summary>How many rows were kept, in whole or in part.</summary>
    public long KeptCount { get; set; }

    /// <summary>How many rows could not be taken back.</summary>
    public long FailedCount { get; set; }

    /// <summary>The first of those that were kept.</summary>
    public List<UndoneRow> Kept { get; init; } = [];

    /// <summary>The first of those that failed.</summary>
    public List<UndoneRow> Failed { get; init; } = [];

    public void Add(UndoReport report, int most)
    {
        Reversed += report.Reversed.Count;
        KeptCount += report.Kept.Count;
        FailedCount += report.Failed.Count;
        Kept.AddRange(report.Kept.Take(most - Kept.Count - Failed.Count));
        Failed.AddRange(report.Failed.Take(most - Kept.Count - Failed.Count));
    }
}
