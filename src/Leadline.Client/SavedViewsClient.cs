namespace Leadline.Client;

/// <summary>The lists as people like to see them: the caller's own, and what is shared.</summary>
public sealed class SavedViewsClient
{
    private readonly Transport transport;

    internal SavedViewsClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the views.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<SavedView>> ListAsync(
        SavedViewQuery? query = null, long page = 1, int? perPage = null, Page<SavedView>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("views", SavedViewQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the views by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<SavedView>> ListByCursorAsync(
        SavedViewQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<SavedView>("views", SavedViewQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the views, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<SavedView> AllAsync(SavedViewQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one view.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<SavedView>> GetAsync(long id, bool trashed = false, Tagged<SavedView>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"views/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Saves a view, which is then the caller's.</summary>
    /// <param name="view">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<SavedView>> CreateAsync(NewSavedView view, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<SavedView>(HttpMethod.Post, "views", view, null, idempotencyKey, ct);

    /// <summary>Changes a view: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<SavedView>> UpdateAsync(
        long id, SavedViewChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<SavedView>(HttpMethod.Patch, $"views/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a view; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"views/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted view.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<SavedView>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<SavedView>(HttpMethod.Post, $"views/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which views, and in which order.</summary>
public sealed record SavedViewQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Only views of this list: one of <see cref="ViewedLists"/>.</summary>
    public string? List { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, from A.</summary>
    public NameSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(SavedViewQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("list", query?.List)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}
