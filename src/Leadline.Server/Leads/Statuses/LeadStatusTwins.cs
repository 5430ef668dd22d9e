using System.Text;
using System.Text.Json.Nodes;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Statuses;

/// <summary>Other statuses with the name of a status, whatever its case: a live one stands in its way, a deleted one could be restored instead.</summary>
internal static class LeadStatusTwins
{
    public static async Task<LeadStatus?> FindLiveAsync(LeadStatus status, TenantDb db) =>
        (await FindAsync(status, db, isDeleted: false)).FirstOrDefault();

    public static async Task<IReadOnlyList<DeletedTwin>> FindDeletedAsync(LeadStatus status, TenantDb db) =>
        [.. (await FindAsync(status, db, isDeleted: true)).OrderByDescending(other => other.Id).Take(10).Select(other => new DeletedTwin(other.Id, "name"))];

    public static Reply Refuse(LeadStatus other) => Reply.Conflict(
        $"The status {other.Id} has this name.", new JsonObject { ["field"] = "name", ["lead_status_id"] = other.Id });

    private static async Task<IEnumerable<LeadStatus>> FindAsync(LeadStatus status, TenantDb db, bool isDeleted)
    {
        var name = Folding.SortKey(status.Name);
        var others = await db.LeadStatuses.AsNoTracking()
            .Where(other => other.Id != status.Id && (other.DeletedAt != null) == isDeleted).ToListAsync();
        return others.Where(other => Folding.SortKey(other.Name) == name);
    }
}

/// <summary>Names as programs write them.</summary>
internal static class Slug
{
    /// <summary>The slug of a name that no other live status has: where one has it, a number follows.</summary>
    public static async Task<string> FreeAsync(LeadStatus status, string wanted, TenantDb db)
    {
        var taken = await db.LeadStatuses.Where(other => other.Id != status.Id && other.DeletedAt == null).Select(other => other.Slug).ToHashSetAsync();
        return Enumerable.Range(1, taken.Count + 1).Select(number => number == 1 ? wanted : $"{wanted}-{number}").First(slug => !taken.Contains(slug));
    }

    /// <summary>The folded letters and digits of a name, its words joined by hyphens.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder();
        foreach (var letter in Folding.Fold(name))
        {
            if (char.IsLetterOrDigit(letter))
            {
                slug.Append(letter);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-') is { Length: > 0 } text ? text : "status";
    }
}
