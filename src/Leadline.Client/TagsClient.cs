namespace Leadline.Client;

/// <summary>The tags, for leads and customers.</summary>
public sealed class TagsClient
{
    private readonly Transport transport;

    internal TagsClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the tags.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Tag>> ListAsync(
        TagQuery? query = null, long page = 1, int? perPage = null, Page<Tag>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("tags", TagQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the tags by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Tag>> ListByCursorAsync(
        TagQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Tag>("tags", TagQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the tags, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Tag> AllAsync(TagQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one tag.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Tag>> GetAsync(long id, bool trashed = false, Tagged<Tag>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"tags/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Makes a tag.</summary>
    /// <param name="tag">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Tag>> CreateAsync(NewTag tag, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Tag>(HttpMethod.Post, "tags", tag, null, idempotencyKey, ct);

    /// <summary>Changes a tag: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Tag>> UpdateAsync(
        long id, TagChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Tag>(HttpMethod.Patch, $"tags/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a tag, which leads and customers then lose; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"tags/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted tag.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Tag>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Tag>(HttpMethod.Post, $"tags/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which tags, and in which order.</summary>
public sealed record TagQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public NameSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(TagQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}
