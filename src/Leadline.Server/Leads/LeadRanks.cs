using System.Collections.Concurrent;
using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>
/// The ranks of tenants' orders. One is made in the background when a far page is asked for first, and then kept at the revision of the snapshot at
/// hand by what the journal tells of the leads that changed since.
/// </summary>
/// <param name="database">Where to read.</param>
/// <param name="memory">Keeps them.</param>
/// <param name="logger">Is told what went wrong.</param>
public sealed class LeadRanks(LeadlineDatabase database, LeadMemory memory, ILogger<LeadRanks> logger) : IDisposable
{
    private readonly ConcurrentDictionary<object, Task> underWay = new();
    private readonly SemaphoreSlim turn = new(1); // or those who walk meanwhile would wait for the making

    /// <summary>Nearer than so many leads from an end a page is walked to.</summary>
    internal long From { get; set; } = 2 * LeadRank.UsualStep;

    /// <summary>How many leads are between two marks.</summary>
    internal int Step { get; set; } = LeadRank.UsualStep;

    /// <summary>Whether whoever asks first waits until a rank is made.</summary>
    internal bool Waits { get; set; }

    /// <summary>The rank of an order of all a tenant's leads, at the snapshot's revision; null while there is none.</summary>
    internal async Task<LeadRank?> FindAsync(Snapshot snapshot, TenantId tenant, TenantRevisions at, LeadSort sort, bool isDescending, bool isTrashed, CancellationToken ct)
    {
        var key = (tenant, "rank", sort.Name, isDescending, isTrashed);
        var known = memory.Find<LeadRank>(key);
        if (known is null)
        {
            var making = underWay.GetOrAdd(key, _ => Task.Run(() => MakeAsync(key, tenant, sort, isDescending, isTrashed), CancellationToken.None));
            if (!Waits)
            {
                return null;
            }

            await making;
            known = memory.Find<LeadRank>(key);
        }

        if (known is null || known.Revision == at.Leads)
        {
            return known?.Value;
        }

        if (known.Revision > at.Leads)
        {
            return null; // the snapshot is older
        }

        if (await LeadMoves.ReadAsync(snapshot, tenant, known.Numbered, at, sort, isTrashed, ct) is not { } moved)
        {
            memory.Forget(key);
            return null;
        }

        var rank = known.Value.After(moved);
        if (at.Journal == at.Numbered)
        {
            memory.Remember(key, new Remembered<LeadRank>(at.Leads, at.Numbered, rank), rank.Bytes);
        }

        return rank;
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    // What has no place in the feed yet could not be told later from what the marks know already; so all is given one first.
    private async Task MakeAsync((TenantId, string, string, bool, bool) key, TenantId tenant, LeadSort sort, bool isDescending, bool isTrashed)
    {
        await turn.WaitAsync();
        try
        {
            await database.SettleAsync(tenant, CancellationToken.None);
            await using var snapshot = await database.ReadAsync(tenant);
            var at = await TenantRevisions.ReadAsync(snapshot, tenant, CancellationToken.None);
            if (at.Journal == at.Numbered)
            {
                var rank = await LeadRank.ReadAsync(snapshot, tenant, sort, isDescending, isTrashed, Step, CancellationToken.None);
                memory.Remember(key, new Remembered<LeadRank>(at.Leads, at.Numbered, rank), rank.Bytes);
            }
        }
        catch (Exception fault)
        {
            LeadRankLog.NotMade(logger, tenant.Value, fault);
        }
        finally
        {
            turn.Release();
            underWay.TryRemove(key, out _);
        }
    }
}

internal static partial class LeadRankLog
{
    [LoggerMessage(LogLevel.Warning, "The marks for far pages of tenant {Tenant} could not be set; its pages are walked to meanwhile")]
    public static partial void NotMade(ILogger logger, long tenant, Exception fault);
}
