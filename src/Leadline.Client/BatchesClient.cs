namespace Leadline.Client;

/// <summary>What was done, a call, a load or a bulk edit each; every one can be taken back.</summary>
public sealed class BatchesClient
{
    private readonly Transport transport;

    internal BatchesClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the batches all of whose changes the caller may read.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Batch>> ListAsync(
        BatchQuery? query = null, long page = 1, int? perPage = null, Page<Batch>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("batches", BatchQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the batches all of whose changes the caller may read by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Batch>> ListByCursorAsync(
        BatchQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Batch>("batches", BatchQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the batches all of whose changes the caller may read, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Batch> AllAsync(BatchQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one batch.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Batch>> GetAsync(long id, Tagged<Batch>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"batches/{id}", known, ct);

    /// <summary>
    /// Takes back all that a batch changed, field by field; what was changed since is kept. More than 500 rows become a job, which
    /// <see cref="JobsClient.WaitAsync"/> waits for. The undo is a batch, too, and can be undone.
    /// </summary>
    /// <param name="id">Its number.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<UndoReport>> UndoAsync(long id, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<UndoReport>(HttpMethod.Post, $"batches/{id}/undo", null, null, idempotencyKey, ct);
}

/// <summary>Which batches, and in which order.</summary>
public sealed record BatchQuery
{
    /// <summary>Only batches that did this: <c>lead.convert</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Only batches of these: <c>person</c>, <c>app</c>, <c>operator</c> or <c>system</c>.</summary>
    public string? AuthorKind { get; init; }

    /// <summary>Only batches of this user, by number, or app, by client id.</summary>
    public string? AuthorId { get; init; }

    /// <summary>Only batches of this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only batches of this time or before.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>The direction; null for the newest first.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(BatchQuery? query) => new Query()
        .Add("action", query?.Action)
        .Add("author_kind", query?.AuthorKind)
        .Add("author_id", query?.AuthorId)
        .Add("created_from", query?.CreatedFrom)
        .Add("created_to", query?.CreatedTo)
        .Add("sort_order", query?.SortOrder);
}
