using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tasks;

/// <summary>Deletes a task softly: <c>DELETE /api/v1/tasks/{id}</c>; <see cref="RestoreTask"/> brings it back.</summary>
public static class DeleteTask
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/tasks/{id:long}", HandleAsync)
        .WithName(nameof(DeleteTask))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Deletes a task.</summary>
    /// <param name="id">The task's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => TaskChange.RunAsync(change, "task.delete", id, withDeleted: false, async (write, task) =>
    {
        task.DeletedAt = write.Now;
        await write.Db.SaveChangesAsync();
        return Reply.Deleted("task");
    });
}
