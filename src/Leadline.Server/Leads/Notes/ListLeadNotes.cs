using Leadline.Callers;
using Leadline.Notes;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Leads.Notes;

/// <summary>Lists the notes on a lead: <c>GET /api/v1/leads/{id}/notes</c>.</summary>
public static class ListLeadNotes
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/{id:long}/notes", HandleAsync)
        .WithName(nameof(ListLeadNotes))
        .WithQueryParameters(NoteQuery.ListParameters)
        .Answers<Page<NoteResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists the notes on a lead, newest first.</summary>
    /// <param name="id">The lead's number.</param>
    public static async Task<IResult> HandleAsync(long id, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        return await db.Leads.AnyAsync(lead => lead.Id == id && lead.DeletedAt == null, ct)
            ? await NoteQuery.ListAsync(parameters, db, LeadNotes.Of(db, id), ct)
            : Answer.NotFound("lead");
    }
}
