using Leadline.Journal;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>Tasks as the published resource.</summary>
public static class TaskRecords
{
    /// <summary>One task with the names it shows.</summary>
    public static async Task<ShownTask> ShowAsync(TenantDb db, LeadTask task) => (await ShowAsync(db, [task]))[0];

    /// <summary>Tasks of leads that are seen, with the names they show, in their order.</summary>
    public static async Task<IReadOnlyList<ShownTask>> ShowAsync(TenantDb db, IReadOnlyList<LeadTask> tasks)
    {
        var ids = tasks.Select(task => task.LeadId).Distinct().ToList();
        foreach (var id in ids)
        {
            db.Shows("lead", id);
        }

        var leads = await db.Leads.AsNoTracking().Where(lead => ids.Contains(lead.Id))
            .Select(lead => new { lead.Id, lead.FirstName, lead.LastName, lead.Version }).ToDictionaryAsync(lead => lead.Id);
        var users = tasks.SelectMany(UsersOf).OfType<long>().Distinct().ToList();
        var members = await db.Memberships.AsNoTracking().Where(member => users.Contains(member.UserId)).ToDictionaryAsync(member => member.UserId);
        return [.. tasks.Select(Show)];

        ShownTask Show(LeadTask task)
        {
            var lead = leads.GetValueOrDefault(task.LeadId); // none where it was given meanwhile to somebody whose leads are not seen
            return new ShownTask(
                new TaskResource(
                    task.Id, task.LeadId, new TaskLead(task.LeadId, LeadResource.FullNameOf(lead?.FirstName, lead?.LastName)), task.Title, task.Description, task.DueAt, task.RemindAt,
                    NameOf(task.AssignedUserId), task.CompletedAt is not null, task.CompletedAt, NameOf(task.CompletedById), task.CreatedAt, NameOf(task.CreatedById),
                    task.UpdatedAt, task.DeletedAt, task.Version),
                RecordTag.Of(task.Version, (lead?.Version ?? 0) + UsersOf(task).OfType<long>().Sum(user => members[user].Version)));
        }

        UserReference? NameOf(long? user) => user is { } id ? new UserReference(id, members[id].Name) : null;
    }

    private static IEnumerable<long?> UsersOf(LeadTask task) => [task.AssignedUserId, task.CompletedById, task.CreatedById];
}

/// <summary>A task with its entity tag.</summary>
/// <param name="Task">The published resource.</param>
/// <param name="ETag">The tag, with its quotes.</param>
public sealed record ShownTask(TaskResource Task, string ETag);
