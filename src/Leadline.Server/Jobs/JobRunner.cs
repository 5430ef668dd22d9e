using System.Data.Common;
using System.Threading.Channels;
using Leadline.Callers;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Jobs;

/// <summary>Does the jobs of all tenants, one step after the other, and goes on with those that a former process left.</summary>
public sealed class JobRunner(LeadlineDatabase database, TenantWrites writes, Standings standings, IEnumerable<IJobKind> kinds, ILogger<JobRunner> logger) : BackgroundService
{
    private const int MostTries = 5;

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, IJobKind> kinds = kinds.ToDictionary(kind => kind.Kind);
    private readonly Dictionary<(TenantId Tenant, long Job), int> tries = [];
    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Tells that there is a new job.</summary>
    public void Wake() => calls.Writer.TryWrite(true);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await RoundAsync(stoppingToken))
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                patience.CancelAfter(Glance);
                await WaitAsync(patience.Token);
            }
        }
    }

    // Each job gets one step in turn, so a long one does not keep the others waiting. False when none got on.
    private async Task<bool> RoundAsync(CancellationToken ct)
    {
        var gotOn = false;
        try
        {
            foreach (var (tenant, id) in await OpenAsync(ct))
            {
                gotOn |= await TryAsync(tenant, id, ct);
            }
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            JobLog.Interrupted(logger, fault);
            return false;
        }

        return gotOn;
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        try
        {
            await calls.Reader.ReadAsync(ct);
        }
        catch (OperationCanceledException)
        {
            // Nothing was asked for meanwhile; another process may have asked.
        }
    }

    private async Task<List<(TenantId Tenant, long Id)>> OpenAsync(CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync($"SELECT tenant_id, id FROM jobs INDEXED BY open_jobs WHERE state IN ('{Job.Queued}', '{Job.Running}') ORDER BY id", ct);
        var open = new List<(TenantId, long)>();
        while (rows.Read())
        {
            open.Add((new TenantId(rows.GetInt64(0)), rows.GetInt64(1)));
        }

        return open;
    }

    // A step that the database or the disk refuses is tried again, with a pause, and as often as it takes while there is no database to ask; any other
    // fault would only come again.
    private async Task<bool> TryAsync(TenantId tenant, long id, CancellationToken ct)
    {
        try
        {
            var (author, action, batch) = await AboutAsync(tenant, id, ct);
            var sees = await standings.SeenByAsync(tenant, author, ct); // as of this step: what they see no longer is done no more
            await writes.RunAsync(new TenantView(tenant, sees), author, action, write => StepAsync(write, id), batch, Reach.Tenant, ct);
            tries.Remove((tenant, id));
            return true;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && (fault.IsOutage() || IsPassing(fault) && tries.GetValueOrDefault((tenant, id)) < MostTries))
        {
            tries[(tenant, id)] = tries.GetValueOrDefault((tenant, id)) + (fault.IsOutage() ? 0 : 1);
            JobLog.Faltered(logger, id, fault);
            return false;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            JobLog.Failed(logger, id, fault);
            tries.Remove((tenant, id));
            await writes.RunAsync(tenant.Whole, Author.Leadline, "job.fail", write => FailAsync(write, id, fault), ct);
            return true;
        }
    }

    private static bool IsPassing(Exception fault) => fault is DbException or DbUpdateException or IOException or TimeoutException;

    private async Task<(Author Author, string Action, long? Batch)> AboutAsync(TenantId tenant, long id, CancellationToken ct)
    {
        await using var db = database.For(tenant.Whole);
        var job = await db.FindJobAsync(id, ct);
        return (new Author(job.AuthorKind, job.AuthorId, kinds[job.Kind].Through), job.Kind, job.BatchId);
    }

    private async Task<bool> StepAsync(TenantWrite write, long id)
    {
        var job = await write.Db.FindJobAsync(id, CancellationToken.None);
        if (!job.IsOpen)
        {
            return false;
        }

        job.State = Job.Running;
        var hasMore = await kinds[job.Kind].StepAsync(write, job);
        job.BatchId ??= write.BatchId;
        if (!hasMore && job.IsOpen)
        {
            job.State = Job.Finished;
            job.FinishedAt = write.Now;
        }

        await write.Db.SaveChangesAsync();
        job.BatchId ??= write.BatchId;
        await write.Db.SaveChangesAsync();
        return hasMore;
    }

    private static async Task<bool> FailAsync(TenantWrite write, long id, Exception fault)
    {
        var job = await write.Db.FindJobAsync(id, CancellationToken.None);
        job.Fail($"A fault of the server stopped it ({fault.GetType().Name}); its log tells more.", write.Now);
        await write.Db.SaveChangesAsync();
        return true;
    }
}

internal static partial class JobLog
{
    [LoggerMessage(LogLevel.Error, "The jobs were interrupted and go on in a moment")]
    public static partial void Interrupted(ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Warning, "A step of the job {Job} failed and is tried again")]
    public static partial void Faltered(ILogger logger, long job, Exception fault);

    [LoggerMessage(LogLevel.Error, "The job {Job} failed")]
    public static partial void Failed(ILogger logger, long job, Exception fault);
}
