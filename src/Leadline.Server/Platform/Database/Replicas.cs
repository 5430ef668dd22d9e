using System.Collections.Concurrent;
using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>
/// Reads at replicas, which follow the primary a moment later. What is read there counts only if it holds every change of the tenant that the primary
/// had when the read began: so nobody, at whichever process, sees less than they have written, and no total is one of the past.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="logger">Is told of replicas that are lost.</param>
public sealed class Replicas(LeadlineDatabase database, ILogger<Replicas> logger) : IDisposable
{
    // A replica that does not answer is given up until it does; one that is behind in a tenant is not asked for it at once again.
    private const int PatienceMilliseconds = 2000;
    private const int RestMilliseconds = 2000;
    private const int LagMilliseconds = 100;
    private const string Conflict = "40001"; // what the standby replays removes rows that are being read

    private readonly ConcurrentDictionary<TenantId, long> behindUntil = new();
    private readonly CancellationTokenSource stopping = new();
    private int isLost;
    private long answered;

    /// <summary>Whether replicas are given up at present.</summary>
    internal bool IsLost => Volatile.Read(ref isLost) == 1;

    /// <summary>How many reads were answered by replicas.</summary>
    internal long Answered => Interlocked.Read(ref answered);

    /// <summary>Reads at a replica.</summary>
    /// <param name="tenant">Whose data.</param>
    /// <param name="read">Reads.</param>
    /// <param name="journal">How many entries the tenant's journal had in what was read.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What was read; null where it must be read at the primary.</returns>
    public async Task<T?> TryAsync<T>(TenantId tenant, Func<LeadlineDatabase, CancellationToken, Task<T>> read, Func<T, long> journal, CancellationToken ct)
        where T : class
    {
        if (database.Replica is not { } replica || IsLost || Environment.TickCount64 < behindUntil.GetValueOrDefault(tenant))
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(PatienceMilliseconds);
        try
        {
            var (asking, reading) = (NeededAsync(tenant, patience.Token), read(replica, patience.Token));
            await Task.WhenAll(asking, reading);
            var (found, needed) = (await reading, await asking);
            if (needed is null)
            {
                return null; // the primary's own reply will tell
            }

            if (journal(found) >= needed)
            {
                Interlocked.Increment(ref answered);
                return found;
            }

            behindUntil[tenant] = Environment.TickCount64 + LagMilliseconds;
            return null;
        }
        catch (OldSnapshotException)
        {
            behindUntil[tenant] = Environment.TickCount64 + LagMilliseconds;
            return null;
        }
        catch (DbException fault) when (fault.SqlState is Conflict)
        {
            return null;
        }
        catch (Exception fault) when (!ct.IsCancellationRequested && fault is DbException or OperationCanceledException or TimeoutException)
        {
            if (Interlocked.Exchange(ref isLost, 1) == 0)
            {
                ReplicasLog.Lost(logger, fault);
                replica.CloseIdle();
                ThreadPool.UnsafeQueueUserWorkItem(_ => _ = FindAgainAsync(replica, tenant, stopping.Token), null); // which is nobody's call
            }

            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => stopping.Cancel(); // a call that loses a replica even now still asks for its token

    // Null where the primary does not tell, which is no fault of the replica's.
    private async Task<long?> NeededAsync(TenantId tenant, CancellationToken ct)
    {
        try
        {
            return await database.JournalAsync(tenant, ct);
        }
        catch (Exception fault) when (fault is DbException or OperationCanceledException or TimeoutException)
        {
            return null;
        }
    }

    // Aside, so that nobody's call waits for one that hangs.
    private async Task FindAgainAsync(LeadlineDatabase replica, TenantId tenant, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(RestMilliseconds, stop);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
                patience.CancelAfter(PatienceMilliseconds);
                await using (await replica.ReadAsync(tenant, patience.Token))
                {
                    Volatile.Write(ref isLost, 0);
                    ReplicasLog.Found(logger);
                    return;
                }
            }
            catch (Exception fault)
            {
                ReplicasLog.StillLost(logger, fault);
            }
        }
    }
}

internal static partial class ReplicasLog
{
    [LoggerMessage(LogLevel.Warning, "A replica does not answer; the primary does meanwhile")]
    public static partial void Lost(ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Debug, "No replica answers yet")]
    public static partial void StillLost(ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Information, "Replicas answer again")]
    public static partial void Found(ILogger logger);
}
