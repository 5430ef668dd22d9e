using Leadline.Callers;
using Leadline.Notes;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Notes;

/// <summary>Reads one note on a lead: <c>GET /api/v1/leads/{id}/notes/{noteId}</c>.</summary>
public static class GetLeadNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/leads/{id:long}/notes/{noteId:long}", HandleAsync)
        .WithName(nameof(GetLeadNote))
        .WithQueryParameters(NoteQuery.GetParameters)
        .Answers<Record<NoteResource>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Reads one note on a lead.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static async Task<IResult> HandleAsync(
        long id, long noteId, QueryParameters parameters, Caller caller, LeadlineDatabase database, CancellationToken ct)
    {
        await using var db = database.For(caller.View);
        return await NoteQuery.GetAsync(parameters, db, LeadNotes.Of(db, id), noteId, ct);
    }
}
