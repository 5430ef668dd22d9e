using Leadline.Callers;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>Lists the tasks of a lead: <c>GET /api/v1/leads/{id}/tasks</c>.</summary>
public static class ListLeadTasks
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/{id:long}/tasks", HandleAsync)
        .WithName(nameof(ListLeadTasks))
        .WithQueryParameters(TaskQuery.OfLead)
        .Answers<Page<TaskResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists the tasks of a lead.</summary>
    /// <remarks>Those that are due first come first, those without a due time last.</remarks>
    /// <param name="id">The lead's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        return await db.Leads.AnyAsync(lead => lead.Id == id && lead.DeletedAt == null, ct)
            ? await TaskQuery.ListAsync(parameters, TaskQuery.OfLead, caller, db, LeadTasks.Of(db, id), ct)
            : Answer.NotFound("lead");
    }
}
