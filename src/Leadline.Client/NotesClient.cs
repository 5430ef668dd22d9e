namespace Leadline.Client;

/// <summary>The notes on single leads or customers.</summary>
public sealed class NotesClient
{
    private readonly Transport transport;
    private readonly string records;

    internal NotesClient(Transport transport, string records)
    {
        this.transport = transport;
        this.records = records;
    }

    /// <summary>Reads a numbered page of the notes on a record.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Note>> ListAsync(
        long id, NoteQuery? query = null, long page = 1, int? perPage = null, Page<Note>? known = null, CancellationToken ct = default) =>
        transport.PageAsync($"{records}/{id}/notes", NoteQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the notes on a record by cursor.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Note>> ListByCursorAsync(
        long id, NoteQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Note>($"{records}/{id}/notes", NoteQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the notes on a record, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Note> AllAsync(long id, NoteQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(id, query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one note.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="noteId">The note's number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Note>> GetAsync(long id, long noteId, bool trashed = false, Tagged<Note>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"{records}/{id}/notes/{noteId}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Writes a note.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="note">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ifMatch">The tag of the version of the record that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Note>> CreateAsync(long id, NewNote note, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        transport.WriteAsync<Note>(HttpMethod.Post, $"{records}/{id}/notes", note, ifMatch, idempotencyKey, ct);

    /// <summary>Changes a note: the fields that are set, and no other.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="noteId">The note's number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Note>> UpdateAsync(
        long id, long noteId, NoteChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Note>(HttpMethod.Patch, $"{records}/{id}/notes/{noteId}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a note; it can be restored.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="noteId">The note's number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, long noteId, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"{records}/{id}/notes/{noteId}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted note.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="noteId">The note's number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Note>> RestoreAsync(long id, long noteId, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Note>(HttpMethod.Post, $"{records}/{id}/notes/{noteId}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which notes, and in which order.</summary>
public sealed record NoteQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public NoteSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(NoteQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}

/// <summary>What notes may be sorted by.</summary>
public enum NoteSort
{
    /// <summary>When they were written.</summary>
    CreatedAt,

    /// <summary>Their text.</summary>
    Content,

    /// <summary>When they were last changed.</summary>
    UpdatedAt,
}
