using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads;

/// <summary>Deletes a lead softly: <c>DELETE /api/v1/leads/{id}</c>; <see cref="RestoreLead"/> brings it back.</summary>
public static class DeleteLead
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/leads/{id:long}", HandleAsync)
        .WithName(nameof(DeleteLead))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Deletes a lead.</summary>
    /// <remarks>It leaves the list and can be restored.</remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads) => change.RunBesideAsync("lead.delete", async write =>
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

        lead.DeletedAt = write.Now;
        await write.Db.SaveChangesAsync();
        return Reply.Deleted("lead");
    });
}
