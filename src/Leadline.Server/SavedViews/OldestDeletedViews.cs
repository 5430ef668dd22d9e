using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.SavedViews;

/// <summary>Removes those deleted views of a member that are too many, the ones first that were deleted first: a change of its own, since whoever deletes one view undoes that alone.</summary>
public sealed class OldestDeletedViews(LeadlineDatabase database, TenantWrites writes)
{
    /// <summary>Removes them.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="user">The member.</param>
    public async Task RemoveAsync(TenantId tenant, long user)
    {
        await using (var db = database.For(tenant.Whole))
        {
            if (await Deleted(db, user).CountAsync() <= SavedViewRights.MostDeleted)
            {
                return;
            }
        }

        await writes.RunAsync(tenant.Whole, Author.Leadline, "saved_view.remove", async write =>
        {
            var most = await Deleted(write.Db, user).OrderByDescending(view => view.DeletedAt).ThenByDescending(view => view.Id).Skip(SavedViewRights.MostDeleted).ToListAsync();
            write.Db.RemoveRange(most);
            await write.Db.SaveChangesAsync();
            return most.Count;
        }, CancellationToken.None);
    }

    private static IQueryable<SavedView> Deleted(TenantDb db, long user) => db.SavedViews.Where(view => view.UserId == user && view.DeletedAt != null);
}
