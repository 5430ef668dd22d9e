using Leadline.Callers;
using Leadline.Journal;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Tags;

/// <summary>Puts a tag on a lead: <c>PUT /api/v1/leads/{id}/tags/{tagId}</c>.</summary>
public static class TagLead
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPut("/leads/{id:long}/tags/{tagId:long}", HandleAsync)
        .WithName(nameof(TagLead))
        .Answers<Record<TagResource>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Puts a tag on a lead.</summary>
    /// <remarks>A lead that has it already stays as it is. The answer is the tag. <c>If-Match</c> is about the lead.</remarks>
    /// <param name="id">The lead's number.</param>
    /// <param name="tagId">The tag's number.</param>
    public static Task<IResult> HandleAsync(long id, long tagId, Change change, LeadRecords leads) => change.RunBesideAsync("lead.tag", async write =>
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

        if (await write.Db.FindLiveAsync<Tag>(tagId) is not { } tag)
        {
            return Reply.NotFound("tag");
        }

        change.Body.RefuseOthersThan([]);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        if (!await write.Db.LeadTags.AnyAsync(link => link.LeadId == id && link.TagId == tagId))
        {
            write.Db.Insert(new LeadTag { LeadId = id, TagId = tagId });
            await write.Db.SaveChangesAsync();
        }

        return Reply.Ok(TagResource.Of(tag));
    });
}
