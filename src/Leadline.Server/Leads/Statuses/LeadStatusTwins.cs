using System.Text;
using System.Text.Json.Nodes;
using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Statuses;

/// <summary>Other statuses with the slug of a status: a live one stands in its way, a deleted one could be restored instead.</summary>
internal static class LeadStatusTwins
{
    public static Task<LeadStatus?> FindLiveAsync(LeadStatus status, TenantDb db) =>
        db.LeadStatuses.AsNoTracking().FirstOrDefaultAsync(other => other.Slug == status.Slug && other.Id != status.Id && other.DeletedAt == null);

    public static async Task<IReadOnlyList<DeletedTwin>> FindDeletedAsync(LeadStatus status, TenantDb db) => await db.LeadStatuses
        .Where(other => other.Slug == status.Slug && other.Id != status.Id && other.DeletedAt != null)
        .OrderByDescending(other => other.Id).Take(10).Select(other => new DeletedTwin(other.Id, "name")).ToListAsync();

    public static Reply Refuse(LeadStatus other) => Reply.Conflict(
        $"The status {other.Id} has this name.", new JsonObject { ["field"] = "name", ["lead_status_id"] = other.Id });
}

/// <summary>Names as programs write them.</summary>
internal static class Slug
{
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
