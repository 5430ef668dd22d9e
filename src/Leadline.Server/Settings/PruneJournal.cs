using Leadline.Platform.Database;

namespace Leadline.Settings;

/// <summary>Removes what the journal of a tenant keeps no longer: entries older than its <c>journal_days</c>, and batches of which none is left.</summary>
public sealed class PruneJournal(LeadlineDatabase database, TenantWrites writes, TimeProvider clock, ILogger<PruneJournal> logger) : BackgroundService
{
    private const int EntriesPerStep = 2000;
    private const string Action = "journal.prune";
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Prunes the journals of all tenants that keep theirs for a time only.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var (tenant, days) in await LimitedAsync(ct))
        {
            var since = Timestamp.ToMicroseconds(clock.GetUtcNow().UtcDateTime.AddDays(-days));
            await database.SettleAsync(tenant, ct);
            while (await writes.RunAsync(tenant.Whole, Author.Leadline, Action, write => Task.FromResult(Prune(write, since)), ct))
            {
                // Others get their turn between the steps.
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                PruneLog.Failed(logger, fault);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<List<(TenantId Tenant, int Days)>> LimitedAsync(CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            "SELECT tenant_id, journal_days FROM tenant_settings WHERE journal_days IS NOT NULL AND deleted_at IS NULL", ct);
        var limited = new List<(TenantId, int)>();
        while (rows.Read())
        {
            limited.Add((new TenantId(rows.GetInt64(0)), rows.GetInt32(1)));
        }

        return limited;
    }

    // Entries go from the oldest on, so that what is left has no gap.
    private static bool Prune(TenantWrite write, long since)
    {
        write.Execute(
            "UPDATE tenant_revisions SET journal_since = @since WHERE tenant_id = @tenant AND journal_since < @since", ("@since", since), ("@tenant", write.Tenant.Value));
        var kept = write.Read(
            """
            SELECT coalesce(min(CASE WHEN at >= @since THEN number END), max(number) + 1, 0)
            FROM (SELECT number, at FROM journal_feed WHERE tenant_id = @tenant ORDER BY number LIMIT @most) oldest
            """,
            ("@since", since), ("@tenant", write.Tenant.Value), ("@most", EntriesPerStep));
        var entries = write.Execute(
            "DELETE FROM journal WHERE tenant_id = @tenant AND id IN (SELECT id FROM journal_feed WHERE tenant_id = @tenant AND number < @kept)",
            ("@tenant", write.Tenant.Value), ("@kept", kept));
        if (!write.Snapshot.IsSqlite) // where the entries alone are their order
        {
            write.Execute("DELETE FROM journal_order WHERE tenant_id = @tenant AND number < @kept", ("@tenant", write.Tenant.Value), ("@kept", kept));
        }

        var batches = write.Execute(
            """
            DELETE FROM batches WHERE tenant_id = @tenant AND id IN (
                SELECT b.id FROM batches b WHERE b.tenant_id = @tenant AND b.created_at < @since
                    AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.tenant_id = b.tenant_id AND j.batch_id = b.id)
                    AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.tenant_id = b.tenant_id AND jobs.batch_id = b.id AND jobs.finished_at IS NULL)
                ORDER BY b.created_at LIMIT @most)
            """,
            ("@tenant", write.Tenant.Value), ("@since", since), ("@most", EntriesPerStep));
        return entries == EntriesPerStep || batches == EntriesPerStep;
    }
}

internal static partial class PruneLog
{
    [LoggerMessage(LogLevel.Error, "Pruning the journals failed; it is tried again in an hour")]
    public static partial void Failed(ILogger logger, Exception fault);
}
