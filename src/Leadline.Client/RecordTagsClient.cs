namespace Leadline.Client;

/// <summary>The tags of single leads or customers.</summary>
public sealed class RecordTagsClient
{
    private readonly Transport transport;
    private readonly string records;

    internal RecordTagsClient(Transport transport, string records)
    {
        this.transport = transport;
        this.records = records;
    }

    /// <summary>Reads a numbered page of the tags of a record.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Tag>> ListAsync(
        long id, TagQuery? query = null, long page = 1, int? perPage = null, Page<Tag>? known = null, CancellationToken ct = default) =>
        transport.PageAsync($"{records}/{id}/tags", TagQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the tags of a record by cursor.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Tag>> ListByCursorAsync(
        long id, TagQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Tag>($"{records}/{id}/tags", TagQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the tags of a record, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Tag> AllAsync(long id, TagQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(id, query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Puts a tag on a record; one that it has already stays.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="tagId">The tag's number.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ifMatch">The tag of the version of the record that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Tag>> AddAsync(long id, long tagId, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        transport.WriteAsync<Tag>(HttpMethod.Put, $"{records}/{id}/tags/{tagId}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Takes a tag off a record.</summary>
    /// <param name="id">The record's number.</param>
    /// <param name="tagId">The tag's number.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ifMatch">The tag of the version of the record that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> RemoveAsync(long id, long tagId, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"{records}/{id}/tags/{tagId}", null, ifMatch, idempotencyKey, ct);
}
