using Leadline.Platform.Database;

namespace Leadline.Journal;

/// <summary>Removes the answers that were kept for their <c>Idempotency-Key</c> a day ago, of all tenants, whether or not they call again.</summary>
public sealed class ForgetReplies(LeadlineDatabase database, TenantWrites writes, TimeProvider clock, ILogger<ForgetReplies> logger) : BackgroundService
{
    private const int RepliesPerStep = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Removes what is out of date now.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var since = Timestamp.ToMicroseconds(clock.GetUtcNow().UtcDateTime - StoredReply.KeptFor);
        foreach (var tenant in await TenantsAsync(since, ct))
        {
            while (await writes.RunAsync(tenant.Whole, Author.Leadline, "idempotency_keys.forget", write => Task.FromResult(Forget(write, since)), ct))
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
                ForgetLog.Failed(logger, fault);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<List<TenantId>> TenantsAsync(long since, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync(
            "SELECT id FROM tenants t WHERE EXISTS (SELECT 1 FROM idempotency_keys k WHERE k.tenant_id = t.id AND k.created_at <= @since)", ct, ("@since", since));
        var tenants = new List<TenantId>();
        while (rows.Read())
        {
            tenants.Add(new TenantId(rows.GetInt64(0)));
        }

        return tenants;
    }

    private static bool Forget(TenantWrite write, long since) => write.Execute(
        """
        DELETE FROM idempotency_keys WHERE tenant_id = @tenant AND (caller, key) IN (
            SELECT caller, key FROM idempotency_keys WHERE tenant_id = @tenant AND created_at <= @since ORDER BY created_at LIMIT @most)
        """,
        ("@tenant", write.Tenant.Value), ("@since", since), ("@most", RepliesPerStep)) == RepliesPerStep;
}

internal static partial class ForgetLog
{
    [LoggerMessage(LogLevel.Error, "Old answers could not be removed; it is tried again in ten minutes")]
    public static partial void Failed(ILogger logger, Exception fault);
}
