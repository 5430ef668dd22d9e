using Leadline.Journal;
using Leadline.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Notes;

/// <summary>Changes of notes, whatever they are about.</summary>
public static class NoteChange
{
    /// <summary>Writes a new note.</summary>
    /// <param name="change">The call.</param>
    /// <param name="write">The change.</param>
    /// <param name="note">The note, inserted but empty.</param>
    /// <param name="list">The address of the list it is in.</param>
    public static async Task<Reply> CreateAsync(Change change, TenantWrite write, Note note, string list)
    {
        change.Body.Require(NoteFields.All);
        await NoteFields.SetAsync(change.Body, note, write.Db);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        note.UserId ??= change.Caller.UserId;
        await write.Db.SaveChangesAsync();
        var shown = await NoteRecords.ShowAsync(write.Db, note);
        return Reply.Created(shown.Note, $"{list}/{note.Id}", shown.ETag);
    }

    /// <summary>Changes a note.</summary>
    /// <param name="change">The call.</param>
    /// <param name="write">The change.</param>
    /// <param name="notes">The notes it is among.</param>
    /// <param name="id">Its number.</param>
    public static async Task<Reply> UpdateAsync<T>(Change change, TenantWrite write, IQueryable<T> notes, long id)
        where T : Note
    {
        if (await notes.FirstOrDefaultAsync(known => known.Id == id && known.DeletedAt == null) is not { } note)
        {
            return Reply.NotFound("note");
        }

        if (!change.IsAllowedOn(note.Version))
        {
            return await OutdatedAsync(change, write, note);
        }

        await NoteFields.SetAsync(change.Body, note, write.Db);
        if (!change.Body.IsValid)
        {
            return Reply.Invalid(change.Body);
        }

        await write.Db.SaveChangesAsync();
        return await ReplyAsync(write, note);
    }

    /// <summary>Deletes a note softly.</summary>
    /// <param name="change">The call.</param>
    /// <param name="write">The change.</param>
    /// <param name="notes">The notes it is among.</param>
    /// <param name="id">Its number.</param>
    public static async Task<Reply> DeleteAsync<T>(Change change, TenantWrite write, IQueryable<T> notes, long id)
        where T : Note
    {
        if (await notes.FirstOrDefaultAsync(known => known.Id == id && known.DeletedAt == null) is not { } note)
        {
            return Reply.NotFound("note");
        }

        if (!change.IsAllowedOn(note.Version))
        {
            return await OutdatedAsync(change, write, note);
        }

        note.DeletedAt = write.Now;
        await write.Db.SaveChangesAsync();
        return Reply.Deleted("note");
    }

    /// <summary>Brings a deleted note back; one that lives is answered as it is.</summary>
    /// <param name="change">The call.</param>
    /// <param name="write">The change.</param>
    /// <param name="notes">The notes it is among.</param>
    /// <param name="id">Its number.</param>
    public static async Task<Reply> RestoreAsync<T>(Change change, TenantWrite write, IQueryable<T> notes, long id)
        where T : Note
    {
        if (await notes.FirstOrDefaultAsync(known => known.Id == id) is not { } note)
        {
            return Reply.NotFound("note");
        }

        if (!change.IsAllowedOn(note.Version))
        {
            return await OutdatedAsync(change, write, note);
        }

        note.DeletedAt = null;
        await write.Db.SaveChangesAsync();
        return await ReplyAsync(write, note);
    }

    private static async Task<Reply> ReplyAsync(TenantWrite write, Note note)
    {
        var shown = await NoteRecords.ShowAsync(write.Db, note);
        return Reply.Ok(shown.Note, shown.ETag);
    }

    private static async Task<Reply> OutdatedAsync(Change change, TenantWrite write, Note note)
    {
        var current = await NoteRecords.ShowAsync(write.Db, note);
        return change.Outdated(current.Note, current.ETag);
    }
}
