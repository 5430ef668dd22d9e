using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>Reads one task: <c>GET /api/v1/tasks/{id}</c>.</summary>
public static class GetTask
{
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the task also when it is deleted.");

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/tasks/{id:long}", HandleAsync)
        .WithName(nameof(GetTask))
        .WithQueryParameters([Trashed])
        .Answers<Record<TaskResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one task.</summary>
    /// <param name="id">The task's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Trashed]);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        await using var db = database.For(caller.View);
        await using var read = await db.BeginReadAsync(ct);
        if (await LeadTasks.Seen(db).AsNoTracking().FirstOrDefaultAsync(task => task.Id == id && (withDeleted || task.DeletedAt == null), ct) is not { } task)
        {
            return Answer.NotFound("task");
        }

        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var shown = await TaskRecords.ShowAsync(db, task);
        return Answer.Record(shown.Task, shown.ETag);
    }
}
