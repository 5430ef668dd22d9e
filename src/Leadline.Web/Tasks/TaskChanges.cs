using System.Globalization;
using Leadline.Client;
using Leadline.Web.Layout;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Tasks;

/// <summary>What is done to a task with one press, in the version in which the person sees it.</summary>
public sealed class TaskChanges(Workspace workspace, Toasts toasts, IStringLocalizer<Texts> texts)
{
    private readonly HashSet<long> underWay = [];

    /// <summary>Notes that a task is done, or open again, and says so; or what kept it from that.</summary>
    /// <returns>The task as it is then; null where nothing was changed, and it is to be read again.</returns>
    public async Task<LeadTask?> SetDoneAsync(LeadTask task, bool isDone)
    {
        LeadTask? changed = null;
        await TryAsync(task, isDone, async () =>
        {
            var saved = await workspace.Api.Tasks.UpdateAsync(task.Id, new LeadTaskChange { IsDone = isDone }, task.Tag());
            toasts.Done(isDone ? texts["Done: {0}", task.Title] : texts["Open again: {0}", task.Title], saved.BatchId);
            changed = saved;
        });
        return changed;
    }

    /// <summary>Deletes a task, and says so; or what kept it from that.</summary>
    public Task DeleteAsync(LeadTask task) => TryAsync(task, null, async () =>
    {
        var deleted = await workspace.Api.Tasks.DeleteAsync(task.Id, task.Tag());
        toasts.Done(texts["Task deleted: {0}", task.Title], deleted.BatchId);
    });

    // A second press before the first is answered is none.
    private async Task TryAsync(LeadTask task, bool? wanted, Func<Task> work)
    {
        if (!underWay.Add(task.Id))
        {
            return;
        }

        try
        {
            await work();
        }
        catch (LeadlineException refused) when (refused is { Code: ErrorCodes.PreconditionFailed } && refused.Current<LeadTask>() is { Value: var current })
        {
            toasts.Say(current.IsDone == wanted
                ? (current.IsDone ? texts["“{0}” is done already.", current.Title] : texts["“{0}” is open already.", current.Title])
                : texts["Somebody changed “{0}” meanwhile. Look at it as it is now, and do it again if you still want to.", current.Title]);
        }
        catch (LeadlineException refused) when (refused.Code == ErrorCodes.NotFound)
        {
            toasts.Say(texts["Somebody deleted the task “{0}” meanwhile.", task.Title]);
        }
        catch (Exception failed) when (failed is LeadlineException or HttpRequestException or SessionEndedException)
        {
            toasts.Fail(failed);
        }
        finally
        {
            underWay.Remove(task.Id);
        }
    }
}

/// <summary>Versions of tasks, and the tags under which they are changed.</summary>
public static class TaskVersions
{
    /// <summary>The tag under which a task can be changed as it was read.</summary>
    public static string Tag(this LeadTask task) => string.Create(CultureInfo.InvariantCulture, $"\"{task.Version}\"");
}
