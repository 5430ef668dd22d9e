using System.Collections.Frozen;
using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.Extensions.Options;

namespace Leadline.Limits;

/// <summary>What callers of a tenant may ask for in a minute: the tier of each tenant, known in memory and read again every few seconds.</summary>
public sealed class TenantTiers(LeadlineDatabase database, IOptions<LeadlineOptions> options, TimeProvider clock, ILogger<TenantTiers> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly FrozenDictionary<string, TierOptions> tiers = options.Value.RateLimit.AllTiers().ToFrozenDictionary();
    private FrozenDictionary<long, TierOptions> known = FrozenDictionary<long, TierOptions>.Empty;

    /// <summary>The tier of whoever has no other.</summary>
    public TierOptions Usual => tiers[RateLimitOptions.UsualTier];

    /// <summary>The tier of a tenant.</summary>
    public TierOptions Of(long tenant) => Volatile.Read(ref known).GetValueOrDefault(tenant) ?? Usual;

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LimitMessages.TiersNotRead(logger, fault);
            }
        }
    }

    // A tier that the settings no longer name is the usual one.
    private async Task ReadAsync(CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync("SELECT id, tier FROM tenants WHERE tier IS NOT NULL", ct);
        var read = new Dictionary<long, TierOptions>();
        while (rows.Read())
        {
            if (tiers.TryGetValue(rows.GetString(1), out var tier))
            {
                read[rows.GetInt64(0)] = tier;
            }
        }

        Volatile.Write(ref known, read.ToFrozenDictionary());
    }
}
