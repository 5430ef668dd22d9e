using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.OAuth;

/// <summary>
/// Removes entries of tokens that have ended by themselves, and of sign-ins of which none is left. OpenIddict's own pruning compares with
/// the database's clock, which tells times in another form than the columns hold.
/// </summary>
public sealed class PruneTokens(LeadlineDatabase database, TimeProvider clock, ILogger<PruneTokens> logger) : BackgroundService
{
    private const int RowsPerStep = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Removes them.</summary>
    /// <returns>How many tokens.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow().UtcDateTime - Pause;
        await using var db = database.Platform();
        var tokens = await DeleteAsync(db.AppTokens.Where(token => token.ExpirationDate < since).OrderBy(token => token.Id), ct);
        await DeleteAsync(
            db.AppAuthorizations
                .Where(signIn => signIn.CreationDate < since && (signIn.Type == AuthorizationTypes.AdHoc || signIn.Status != Statuses.Valid) && !signIn.Tokens.Any())
                .OrderBy(signIn => signIn.Id),
            ct);
        return tokens;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
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
                PruneTokensLog.Failed(logger, fault);
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Others get their turn between the steps.
    private static async Task<int> DeleteAsync<T>(IQueryable<T> rows, CancellationToken ct)
    {
        var (all, step) = (0, RowsPerStep);
        while (step == RowsPerStep)
        {
            step = await rows.Take(RowsPerStep).ExecuteDeleteAsync(ct);
            all += step;
        }

        return all;
    }
}

internal static partial class PruneTokensLog
{
    [LoggerMessage(LogLevel.Error, "Removing ended tokens failed; it is tried again in an hour")]
    public static partial void Failed(ILogger logger, Exception fault);
}
