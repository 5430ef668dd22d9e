using Leadline.Journal;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>What may be sent of a task, and how it is set.</summary>
public static class TaskFields
{
    private static readonly BodyField Title = BodyField.Text("title", "What is to be done, in a line.") with { IsRequired = true };
    private static readonly BodyField Description = BodyField.LongText("description", "All else there is to know.");
    private static readonly BodyField DueAt = BodyField.Time("due_at", "When it is due; null for some time.");
    private static readonly BodyField RemindAt = BodyField.Time("remind_at", "When its member is reminded by mail; null for never.");
    private static readonly BodyField AssignedUser = BodyField.Integer(
        "assigned_user_id", "The member who is to do it; null for nobody. Of a new task, the lead's owner when absent, and the caller where it has none.");
    private static readonly BodyField IsDone = BodyField.Boolean("is_done", "Whether it is done. When, and by whom, is noted then.") with { IsNullable = false };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyField> All { get; } = [Title, Description, DueAt, RemindAt, AssignedUser, IsDone];

    /// <summary>Sets what was sent; errors are told by the body.</summary>
    /// <param name="change">The call.</param>
    /// <param name="write">The change.</param>
    /// <param name="task">The task.</param>
    public static async Task SetAsync(Change change, TenantWrite write, LeadTask task)
    {
        var body = change.Body;
        body.RefuseOthersThan(All);
        body.Text(Title, text => task.Title = text ?? "");
        body.Text(Description, text => task.Description = text);
        body.Time(DueAt, time => task.DueAt = time);
        body.Time(RemindAt, time => task.RemindAt = time);
        body.Integer(AssignedUser, user => task.AssignedUserId = user);
        body.Boolean(IsDone, isDone => task.Complete(isDone ?? false, change.Caller.UserId, write.Now));
        if (body.Has(AssignedUser) && task.AssignedUserId is { } named && !await IsMemberAsync(write.Db, named))
        {
            body.Reject(AssignedUser.Name, "is no member of this tenant");
        }
    }

    /// <summary>Gives a new task for which no member was sent to the lead's owner, or else to its maker.</summary>
    /// <param name="change">The call.</param>
    /// <param name="write">The change.</param>
    /// <param name="task">The task.</param>
    /// <param name="lead">Its lead.</param>
    public static async Task AssignAsync(Change change, TenantWrite write, LeadTask task, Lead lead)
    {
        if (!change.Body.Has(AssignedUser))
        {
            task.AssignedUserId = lead.AssignedUserId is { } owner && await IsMemberAsync(write.Db, owner) ? owner : change.Caller.UserId;
        }
    }

    private static Task<bool> IsMemberAsync(TenantDb db, long user) => db.Memberships.AnyAsync(member => member.UserId == user && member.DeletedAt == null);
}
