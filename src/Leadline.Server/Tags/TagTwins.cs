using System.Text.Json.Nodes;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tags;

/// <summary>Other tags with the name of a tag: a live one stands in its way, a deleted one could be restored instead.</summary>
internal static class TagTwins
{
    public static Task<Tag?> FindLiveAsync(Tag tag, TenantDb db) => Twins(tag, db, isDeleted: false).FirstOrDefaultAsync();

    public static async Task<IReadOnlyList<DeletedTwin>> FindDeletedAsync(Tag tag, TenantDb db) =>
        await Twins(tag, db, isDeleted: true).OrderByDescending(other => other.Id).Take(10).Select(other => new DeletedTwin(other.Id, "name")).ToListAsync();

    public static Reply Refuse(Tag other) => Reply.Conflict(
        $"The tag {other.Id} has this name.", new JsonObject { ["field"] = "name", ["tag_id"] = other.Id });

    private static IQueryable<Tag> Twins(Tag tag, TenantDb db, bool isDeleted)
    {
        var name = Folding.SortKey(tag.Name) ?? "";
        return db.Tags.AsNoTracking().Where(other => other.NameKey == name && other.Id != tag.Id && (other.DeletedAt != null) == isDeleted);
    }
}
