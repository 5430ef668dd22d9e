using Leadline.Platform;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Leadline.Audit;

/// <summary>Removes audit events that are older than the operator keeps them.</summary>
public sealed class PruneAudit(LeadlineDatabase database, IOptions<LeadlineOptions> options, TimeProvider clock, ILogger<PruneAudit> logger) : BackgroundService
{
    private const int EventsPerStep = 5000;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Removes what is too old.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (options.Value.Audit.Days <= 0)
        {
            return;
        }

        var since = clock.GetUtcNow().UtcDateTime.AddDays(-options.Value.Audit.Days);
        await using var db = database.Platform();
        var oldest = db.AuditEvents.Where(old => old.CreatedAt < since).OrderBy(old => old.CreatedAt).Select(old => old.Id).Take(EventsPerStep);
        while (await db.AuditEvents
            .Where(told => oldest.Contains(told.Id))
            .ExecuteDeleteAsync(ct) == EventsPerStep)
        {
            // Others get their turn between the steps.
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
                AuditMessages.PruningFailed(logger, fault);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
