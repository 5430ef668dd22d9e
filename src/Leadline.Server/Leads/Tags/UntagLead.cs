using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Tags;

/// <summary>Takes a tag off a lead: <c>DELETE /api/v1/leads/{id}/tags/{tagId}</c>.</summary>
public static class UntagLead
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/leads/{id:long}/tags/{tagId:long}", HandleAsync)
        .WithName(nameof(UntagLead))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Takes a tag off a lead.</summary>
    /// <remarks>404 when the lead does not show it. <c>If-Match</c> is about the lead.</remarks>
    /// <param name="id">The lead's number.</param>
    /// <param name="tagId">The tag's number.</param>
    public static Task<IResult> HandleAsync(long id, long tagId, Change change, LeadRecords leads) => change.RunBesideAsync("lead.untag", async write =>
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

        if (await write.Db.FindLiveAsync<Tag>(tagId) is null
            || await write.Db.LeadTags.FirstOrDefaultAsync(link => link.LeadId == id && link.TagId == tagId) is not { } link)
        {
            return Reply.NotFound("tag of this lead");
        }

        write.Db.Remove(link);
        await write.Db.SaveChangesAsync();
        return Reply.Ok(new Done("The tag was taken off the lead."));
    });
}
