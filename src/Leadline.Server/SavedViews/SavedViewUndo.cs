using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SavedViews;

/// <summary>An undo leaves no view as its caller could not leave it by a change. What they do not see of others, the undo has refused before.</summary>
internal static class SavedViewUndo
{
    public static UndoGuard Guard { get; } = new(
        [SavedViewsModule.Entity], (write, caller) => Task.FromResult(new UndoWatch(() => RefuseAsync(write, caller), () => { })));

    private static async Task<Reply?> RefuseAsync(TenantWrite write, Caller caller)
    {
        var touched = await TouchedAsync(write);
        foreach (var view in await write.Db.SavedViews.AsNoTracking().Where(view => touched.Contains(view.Id)).ToListAsync())
        {
            if (SavedViewRights.ToKeep(caller, view) is { } denied)
            {
                return denied;
            }

            if (view.DeletedAt is null && await write.Db.CountViewsAsync(view.UserId) > SavedViewRights.Most)
            {
                return SavedViewRights.TooMany();
            }
        }

        return null;
    }

    private static async Task<List<long>> TouchedAsync(TenantWrite write)
    {
        await using var rows = await write.Snapshot.QueryAsync(
            "SELECT DISTINCT entity_id FROM journal WHERE tenant_id = @tenant AND batch_id = @batch AND entity = @entity",
            CancellationToken.None,
            ("@tenant", write.Tenant.Value), ("@batch", write.BatchId ?? 0), ("@entity", SavedViewsModule.Entity));
        var touched = new List<long>();
        while (rows.Read())
        {
            touched.Add(rows.GetInt64(0));
        }

        return touched;
    }
}
