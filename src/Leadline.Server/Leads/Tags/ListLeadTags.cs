using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tags;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Tags;

/// <summary>Lists the tags of a lead: <c>GET /api/v1/leads/{id}/tags</c>.</summary>
public static class ListLeadTags
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/{id:long}/tags", HandleAsync)
        .WithName(nameof(ListLeadTags))
        .WithQueryParameters(TagQuery.Parameters)
        .Answers<Page<TagResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists the tags of a lead.</summary>
    /// <param name="id">The lead's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        if (!await db.Leads.AnyAsync(lead => lead.Id == id && lead.DeletedAt == null, ct))
        {
            return Answer.NotFound("lead");
        }

        var tags =
            from lead in db.Leads
            where lead.Id == id && lead.DeletedAt == null
            join link in db.LeadTags on lead.Id equals link.LeadId
            join tag in db.Tags on link.TagId equals tag.Id
            select tag;
        return await TagQuery.AnswerAsync(parameters, tags, ct);
    }
}
