using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Notes;

/// <summary>Deletes a note on a lead softly: <c>DELETE /api/v1/leads/{id}/notes/{noteId}</c>; <see cref="RestoreLeadNote"/> brings it back.</summary>
public static class DeleteLeadNote
{
    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapDelete("/leads/{id:long}/notes/{noteId:long}", HandleAsync)
        .WithName(nameof(DeleteLeadNote))
        .Answers<Record<Done>>()
        .RequireScope(Scopes.LeadsWrite);

    /// <summary>Deletes a note on a lead.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static Task<IResult> HandleAsync(long id, long noteId, Change change) => change.RunBesideAsync(
        "lead_note.delete", write => NoteChange.DeleteAsync(change, write, LeadNotes.Of(write.Db, id), noteId));
}
