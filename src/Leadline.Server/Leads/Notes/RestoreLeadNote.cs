using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Notes;

/// <summary>Brings a deleted note on a lead back: <c>POST /api/v1/leads/{id}/notes/{noteId}/restore</c>.</summary>
public static class RestoreLeadNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/leads/{id:long}/notes/{noteId:long}/restore", HandleAsync)
        .WithName(nameof(RestoreLeadNote))
        .Answers<Record<NoteResource>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Restores a deleted note on a lead.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static Task<IResult> HandleAsync(long id, long noteId, Change change) => change.RunBesideAsync(
        "lead_note.restore", write => NoteChange.RestoreAsync(change, write, LeadNotes.Of(write.Db, id), noteId));
}
