using Leadline.Callers;
using Leadline.Journal;
using Leadline.Leads;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Tasks;

/// <summary>Makes a task for a lead: <c>POST /api/v1/leads/{id}/tasks</c>.</summary>
public static class CreateTask
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/{id:long}/tasks", HandleAsync)
        .WithName(nameof(CreateTask))
        .WithBody(TaskFields.All)
        .Answers<Record<TaskResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Makes a task for a lead.</summary>
    /// <remarks>Without an <c>assigned_user_id</c> it is the lead's owner's, or the caller's where the lead has none. <c>If-Match</c> is about the lead.</remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads) => change.RunBesideAsync("task.create", async write =>
    {
        if (await write.Db.FindLiveAsync<Lead>(id) is not { } lead)
        {
            return Reply.NotFound("lead");
        }

        if (!change.IsAllowedOn(lead.Version))
        {
            var current = await leads.ShowAsync(write, lead);
            return change.Outdated(current.Lead, current.ETag);
        }

        var task = write.Db.Insert(new LeadTask { LeadId = id, Title = "", CreatedById = change.Caller.UserId });
        change.Body.Require(TaskFields.All);
        await TaskFields.SetAsync(change, write, task);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await TaskFields.AssignAsync(change, write, task, lead);
        await write.Db.SaveChangesAsync();
        var shown = await TaskRecords.ShowAsync(write.Db, task);
        return Reply.Created(shown.Task, $"/api/v1/tasks/{task.Id}", shown.ETag);
    });
}
