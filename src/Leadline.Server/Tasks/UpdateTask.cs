using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tasks;

/// <summary>Changes a task: <c>PUT</c> or <c>PATCH /api/v1/tasks/{id}</c>.</summary>
public static class UpdateTask
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/tasks/{id:long}", HandleAsync).WithName(nameof(UpdateTask)).Describe();
        api.MapPatch("/tasks/{id:long}", HandleAsync).WithName("PatchTask").Describe();
    }

    /// <summary>Changes a task.</summary>
    /// <remarks>Only the fields that are sent change. <c>is_done</c> completes it, or opens it again; a <c>remind_at</c> that lies ahead reminds again.</remarks>
    /// <param name="id">The task's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => TaskChange.RunAsync(change, "task.update", id, withDeleted: false, async (write, task) =>
    {
        await TaskFields.SetAsync(change, write, task);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await write.Db.SaveChangesAsync();
        return await TaskChange.ReplyAsync(write, task);
    });

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(TaskFields.All, isPartial: true)
        .Answers<Record<TaskResource>>()
        .RequireScope(Scopes.LeadsWrite);
}
