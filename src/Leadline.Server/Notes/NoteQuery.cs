using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Notes;

/// <summary>Reads of notes, whatever they are about.</summary>
public static class NoteQuery
{
    // A cursor holds what sorts a note, and a text may be long.
    private const int SortedLetters = 200;

    private static readonly string[] Sorts = ["created_at", "content", "updated_at"];
    private static readonly QueryParameter Trashed = new("trashed", "boolean", "True to find the note also when it is deleted.");

    /// <summary>What a list knows.</summary>
    public static IReadOnlyList<QueryParameter> ListParameters { get; } = ListQuery.Parameters(Sorts);

    /// <summary>What reading one note knows.</summary>
    public static IReadOnlyList<QueryParameter> GetParameters { get; } = [Trashed];

    /// <summary>Answers one page of notes, newest first unless asked otherwise.</summary>
    /// <param name="parameters">The call's query.</param>
    /// <param name="db">Where the notes are.</param>
    /// <param name="notes">The notes, deleted ones among them.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IResult> ListAsync<T>(QueryParameters parameters, TenantDb db, IQueryable<T> notes, CancellationToken ct)
        where T : Note
    {
        parameters.RefuseOthersThan(ListParameters);
        var query = ListQuery.Read(parameters, Sorts);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var wanted = Folding.Fold(query.Search ?? "");
        var found = notes.AsNoTracking()
            .Where(note => (note.DeletedAt != null) == query.IsTrashed)
            .Where(note => wanted == "" || note.ContentKey.Contains(wanted));
        var order = query.SortBy switch
        {
            "content" => ListOrder.By((T note) => TextFunctions.Part(note.ContentKey, 1, SortedLetters)),
            "updated_at" => ListOrder.By((T note) => note.UpdatedAt),
            _ => ListOrder.By((T note) => note.CreatedAt),
        };
        return await query.AnswerAsync<T, NoteResource>(
            parameters, db, found, order, async rows => [.. (await NoteRecords.ShowAsync(db, rows)).Select(shown => shown.Note)], ct);
    }

    /// <summary>Answers one note.</summary>
    /// <param name="parameters">The call's query.</param>
    /// <param name="db">Where the note is.</param>
    /// <param name="notes">The notes it is among, deleted ones, too.</param>
    /// <param name="id">Its number.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IResult> GetAsync<T>(QueryParameters parameters, TenantDb db, IQueryable<T> notes, long id, CancellationToken ct)
        where T : Note
    {
        parameters.RefuseOthersThan(GetParameters);
        var withDeleted = parameters.Boolean(Trashed) ?? false;
        if (await notes.AsNoTracking().FirstOrDefaultAsync(note => note.Id == id && (withDeleted || note.DeletedAt == null), ct) is not { } note)
        {
            return Answer.NotFound("note");
        }

        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var shown = await NoteRecords.ShowAsync(db, note);
        return Answer.Record(shown.Note, shown.ETag);
    }
}
