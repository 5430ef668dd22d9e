using System.Collections.Concurrent;

namespace Leadline.Platform.Database.Postgres;

/// <summary>
/// Settles what changes leave behind so that they need not wait for one another: folds their steps of the kept counts and revisions, numbers their
/// entries of the journal, and puts their texts into the search index; then it tells the other processes. Nothing depends on it but the cost of reading: what is not settled is counted with what is, and the feed settles what it reads.
/// </summary>
internal sealed class Settling : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // What a killed process left is found by a look at all tenants.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(15);

    // What was settled leaves its room behind, through which every look at a tenant's state goes until it is cleared; too soon for the database's own rounds.
    private const int ClearedAfter = 100;

    private readonly PostgresDatabase database;
    private readonly ILogger logger;
    private readonly ConcurrentDictionary<TenantId, bool> noted = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Lazy<Task> loop;

    public Settling(PostgresDatabase database, ILogger logger)
    {
        this.database = database;
        this.logger = logger;
        loop = new Lazy<Task>(() => Task.Run(LoopAsync));
    }

    /// <summary>Tells that a tenant was changed.</summary>
    public void Note(TenantId tenant)
    {
        noted.TryAdd(tenant, true);
        _ = loop.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (loop.IsValueCreated)
        {
            await loop.Value;
        }

        stop.Dispose();
    }

    private async Task SettleAsync(TenantId tenant)
    {
        try
        {
            await database.SettleAndTellAsync(tenant, stop.Token);
        }
        catch
        {
            noted.TryAdd(tenant, true); // the next round has it again
            throw;
        }
    }

    private async Task LoopAsync()
    {
        var (glanced, settled, isChanged) = (0L, 0, false);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (Environment.TickCount64 - glanced >= Glance.TotalMilliseconds)
                {
                    glanced = Environment.TickCount64;
                    (await database.UnsettledAsync(stop.Token)).ForEach(tenant => noted.TryAdd(tenant, true));
                }

                foreach (var tenant in noted.Keys)
                {
                    noted.TryRemove(tenant, out _);
                    await SettleAsync(tenant);
                    settled++;
                    isChanged = true;
                }

                if (isChanged)
                {
                    isChanged = false;
                    await database.IndexTextsAsync(stop.Token);
                }

                if (settled >= ClearedAfter)
                {
                    settled = 0;
                    await database.ClearSettledAsync(stop.Token);
                }
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                SettlingLog.Failed(logger, fault);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Pause, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal static partial class SettlingLog
{
    [LoggerMessage(LogLevel.Warning, "What changes left could not be settled; it is tried again")]
    public static partial void Failed(ILogger logger, Exception fault);
}
