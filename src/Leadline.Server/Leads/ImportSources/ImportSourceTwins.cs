using System.Text.Json.Nodes;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.ImportSources;

/// <summary>Other import sources with the name of a source: a live one stands in its way, a deleted one could be restored instead.</summary>
internal static class ImportSourceTwins
{
    public static async Task<ImportSource?> FindLiveAsync(ImportSource source, TenantDb db) =>
        (await FindAsync(source, db, isDeleted: false)).FirstOrDefault();

    public static async Task<IReadOnlyList<DeletedTwin>> FindDeletedAsync(ImportSource source, TenantDb db) =>
        [.. (await FindAsync(source, db, isDeleted: true)).OrderByDescending(other => other.Id).Take(10).Select(other => new DeletedTwin(other.Id, "name"))];

    public static Reply Refuse(ImportSource other) => Reply.Conflict(
        $"The import source {other.Id} has this name.", new JsonObject { ["field"] = "name", ["import_source_id"] = other.Id });

    private static async Task<IEnumerable<ImportSource>> FindAsync(ImportSource source, TenantDb db, bool isDeleted)
    {
        var name = Folding.SortKey(source.Name);
        var others = await db.ImportSources.AsNoTracking()
            .Where(other => other.Id != source.Id && (other.DeletedAt != null) == isDeleted).ToListAsync();
        return others.Where(other => Folding.SortKey(other.Name) == name);
    }
}
