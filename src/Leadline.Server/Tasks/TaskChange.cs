using Leadline.Journal;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>What the changes of a task have in common.</summary>
internal static class TaskChange
{
    /// <summary>Runs a change of one task that is seen, in the version that the client saw.</summary>
    /// <param name="change">The call.</param>
    /// <param name="action">What is done, for the journal.</param>
    /// <param name="id">The task's number.</param>
    /// <param name="withDeleted">Whether a deleted task is found, too.</param>
    /// <param name="workAsync">The change.</param>
    public static Task<IResult> RunAsync(Change change, string action, long id, bool withDeleted, Func<TenantWrite, LeadTask, Task<Reply>> workAsync) =>
        change.RunBesideAsync(action, async write =>
        {
            if (await LeadTasks.Seen(write.Db).FirstOrDefaultAsync(known => known.Id == id && (withDeleted || known.DeletedAt == null)) is not { } task)
            {
                return Reply.NotFound("task");
            }

            if (!change.IsAllowedOn(task.Version))
            {
                var current = await TaskRecords.ShowAsync(write.Db, task);
                return change.Outdated(current.Task, current.ETag);
            }

            return await workAsync(write, task);
        });

    /// <summary>The answer with a task as it is now.</summary>
    public static async Task<Reply> ReplyAsync(TenantWrite write, LeadTask task)
    {
        var shown = await TaskRecords.ShowAsync(write.Db, task);
        return Reply.Ok(shown.Task, shown.ETag);
    }
}
