using System.Collections.Concurrent;
using System.Data.Common;

namespace Leadline.Platform.Database;

/// <summary>
/// Reads at replicas, which follow the primary a moment later. What is read there counts only if it holds every change of the tenant that the primary
/// had when the read began: so nobody, at whichever process, sees less than they have written, and no total is one of the past.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="logger">Is told of replicas that are lost.</param>
public sealed class Replicas(LeadlineDatabase database, ILogger<Replicas> logger)
{
    // A replica that does not answer is given up for a while; one that is behind in a tenant is not asked for it at once again.
    private const int PatienceMilliseconds = 2000;
    private const int RestMilliseconds = 2000;
    private const int LagMilliseconds = 100;
    private const string Conflict = "40001"; // what the standby replays removes rows that are being read

    private readonly ConcurrentDictionary<TenantId, long> behindUntil = new();
    private long lostUntil;
    private int isLost;
    private long answered;

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
        if (database.Replica is not { } replica || IsLost() || Environment.TickCount64 < behindUntil.GetValueOrDefault(tenant))
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(PatienceMilliseconds);
        try
        {
            var (needed, reading) = (database.JournalAsync(tenant, patience.Token), read(replica, patience.Token));
            await Task.WhenAll(needed, reading);
            if (Interlocked.Exchange(ref isLost, 0) == 1)
            {
                Interlocked.Exchange(ref lostUntil, 0);
                ReplicasLog.Found(logger);
            }

            var found = await reading;
            if (journal(found) >= await needed)
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
            Interlocked.Exchange(ref lostUntil, Environment.TickCount64 + RestMilliseconds);
            if (Interlocked.Exchange(ref isLost, 1) == 0)
            {
                ReplicasLog.Lost(logger, fault);
            }

            return null;
        }
    }

    // Once its rest is over one read tries whether it is back; the others go on without it until that one knows.
    private bool IsLost()
    {
        var until = Interlocked.Read(ref lostUntil);
        var now = Environment.TickCount64;
        return now < until || (Volatile.Read(ref isLost) == 1 && Interlocked.CompareExchange(ref lostUntil, now + RestMilliseconds, until) != until);
    }
}

internal static partial class ReplicasLog
{
    [LoggerMessage(LogLevel.Warning, "A replica does not answer; the primary does meanwhile")]
    public static partial void Lost(ILogger logger, Exception fault);

    [LoggerMessage(LogLevel.Information, "Replicas answer again")]
    public static partial void Found(ILogger logger);
}
