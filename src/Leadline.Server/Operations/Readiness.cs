using System.Data.Common;
using Leadline.Platform.Database;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Leadline.Operations;

/// <summary>Whether a balancer should send calls here: the database answers, and the process is not about to go.</summary>
public sealed class Readiness(LeadlineDatabase database, Draining draining) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (draining.HasBegun)
        {
            return HealthCheckResult.Unhealthy("The process is about to end.");
        }

        try
        {
            await AskAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync(ct);
        await using var rows = await snapshot.QueryAsync("SELECT 1", ct);
        await rows.ReadAsync(ct);
    }
}
