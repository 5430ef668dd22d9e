using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tasks;

/// <summary>Brings a deleted task back: <c>POST /api/v1/tasks/{id}/restore</c>.</summary>
public static class RestoreTask
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/tasks/{id:long}/restore", HandleAsync)
        .WithName(nameof(RestoreTask))
        .Answers<Record<TaskResource>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Restores a deleted task.</summary>
    /// <remarks>One that lives is answered as it is.</remarks>
    /// <param name="id">The task's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change) => TaskChange.RunAsync(change, "task.restore", id, withDeleted: true, async (write, task) =>
    {
        task.DeletedAt = null;
        await write.Db.SaveChangesAsync();
        return await TaskChange.ReplyAsync(write, task);
    });
}
