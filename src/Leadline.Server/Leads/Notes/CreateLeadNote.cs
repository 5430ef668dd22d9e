using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Notes;

/// <summary>Writes a note on a lead: <c>POST /api/v1/leads/{id}/notes</c>.</summary>
public static class CreateLeadNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/{id:long}/notes", HandleAsync)
        .WithName(nameof(CreateLeadNote))
        .WithBody(NoteFields.All)
        .Answers<Record<NoteResource>>(StatusCodes.Status201Created)
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Writes a note on a lead.</summary>
    /// <remarks>Without a <c>user_id</c> the caller is its author. <c>If-Match</c> is about the lead.</remarks>
    /// <param name="id">The lead's number.</param>
    public static Task<IResult> HandleAsync(long id, Change change, LeadRecords leads) => change.RunBesideAsync("lead_note.create", async write =>
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

        return await NoteChange.CreateAsync(change, write, write.Db.Insert(new LeadNote { LeadId = id, Content = "" }), $"/api/v1/leads/{id}/notes");
    });
}
