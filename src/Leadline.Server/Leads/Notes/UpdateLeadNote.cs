using Leadline.Callers;
using Leadline.Journal;
using Leadline.Notes;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Leads.Notes;

/// <summary>Changes a note on a lead: <c>PUT</c> or <c>PATCH /api/v1/leads/{id}/notes/{noteId}</c>.</summary>
public static class UpdateLeadNote
{
    /// <summary>Maps both verbs, which do the same.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/leads/{id:long}/notes/{noteId:long}", HandleAsync).WithName(nameof(UpdateLeadNote)).Describe();
        api.MapPatch("/leads/{id:long}/notes/{noteId:long}", HandleAsync).WithName("PatchLeadNote").Describe();
    }

    /// <summary>Changes a note on a lead.</summary>
    /// <remarks>Only the fields that are sent change; null clears the author.</remarks>
    /// <param name="id">The lead's number.</param>
    /// <param name="noteId">The note's number.</param>
    public static Task<IResult> HandleAsync(long id, long noteId, Change change) => change.RunBesideAsync(
        "lead_note.update", write => NoteChange.UpdateAsync(change, write, LeadNotes.Of(write.Db, id), noteId));

    private static void Describe(this RouteHandlerBuilder endpoint) => endpoint
        .WithBody(NoteFields.All, isPartial: true)
        .Answers<Record<NoteResource>>()
        .RequireScope(Scopes.LeadsWrite);
}
