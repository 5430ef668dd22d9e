using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tasks;

/// <summary>Lists the tasks of all leads: <c>GET /api/v1/tasks</c>.</summary>
public static class ListTasks
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/tasks", HandleAsync)
        .WithName(nameof(ListTasks))
        .WithQueryParameters(TaskQuery.OfAll)
        .Answers<Page<TaskResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists the tasks of all leads.</summary>
    /// <remarks>Those that are due first come first, those without a due time last. Tasks of deleted leads are hidden as long as their lead is deleted.</remarks>
    public static async Task<IResult> HandleAsync(QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        return await TaskQuery.ListAsync(parameters, TaskQuery.OfAll, caller, db, LeadTasks.Seen(db), ct);
    }
}
