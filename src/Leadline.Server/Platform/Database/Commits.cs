using System.Collections.Concurrent;

namespace Leadline.Platform.Database;

/// <summary>Tells those who wait that changes of a tenant were committed: those of this process at once, those of others a moment later, or, on SQLite, never.</summary>
public sealed class Commits
{
    private readonly ConcurrentDictionary<TenantId, TaskCompletionSource> waiting = new();

    /// <summary>Ends with the next commit of the tenant's changes. To be asked for before the look that finds nothing, so that none comes between.</summary>
    public Task NextAsync(TenantId tenant) =>
        waiting.GetOrAdd(tenant, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal void Tell(TenantId tenant)
    {
        if (waiting.TryRemove(tenant, out var waiters))
        {
            waiters.SetResult();
        }
    }
}
