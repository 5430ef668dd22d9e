using Leadline.Journal;
using Leadline.Platform.Database;
using Leadline.Tenants;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Notes;

/// <summary>Notes as the published resource.</summary>
public static class NoteRecords
{
    /// <summary>One note with the name it shows.</summary>
    public static async Task<ShownNote> ShowAsync(TenantDb db, Note note) => (await ShowAsync(db, [note]))[0];

    /// <summary>Notes with the names they show, in their order.</summary>
    public static async Task<IReadOnlyList<ShownNote>> ShowAsync(TenantDb db, IReadOnlyList<Note> notes)
    {
        foreach (var (subject, id) in notes.Select(note => note.Subject))
        {
            db.Shows(subject, id);
        }

        var users = notes.Select(note => note.UserId).OfType<long>().Distinct().ToList();
        var authors = await db.Memberships.AsNoTracking().Where(member => users.Contains(member.UserId)).ToDictionaryAsync(member => member.UserId);
        return [.. notes.Select(note => Show(note, note.UserId is { } user ? authors[user] : null))];
    }

    private static ShownNote Show(Note note, Membership? author) => new(
        new NoteResource(
            note.Id, note.Content, note.UserId, note.CreatedAt, note.UpdatedAt, note.DeletedAt, author is null ? null : new NoteAuthor(author.UserId, author.Name)),
        RecordTag.Of(note.Version, author?.Version ?? 0));
}

/// <summary>A note with its entity tag.</summary>
/// <param name="Note">The published resource.</param>
/// <param name="ETag">The tag, with its quotes.</param>
public sealed record ShownNote(NoteResource Note, string ETag);
