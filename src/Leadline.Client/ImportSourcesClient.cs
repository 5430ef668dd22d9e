namespace Leadline.Client;

/// <summary>The systems from which leads are taken over.</summary>
public sealed class ImportSourcesClient
{
    private readonly Transport transport;

    internal ImportSourcesClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the import sources.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<ImportSource>> ListAsync(
        ImportSourceQuery? query = null, long page = 1, int? perPage = null, Page<ImportSource>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("leads/import-sources", ImportSourceQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the import sources by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<ImportSource>> ListByCursorAsync(
        ImportSourceQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<ImportSource>("leads/import-sources", ImportSourceQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the import sources, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<ImportSource> AllAsync(ImportSourceQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one import source.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ImportSource>> GetAsync(long id, bool trashed = false, Tagged<ImportSource>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"leads/import-sources/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Makes an import source.</summary>
    /// <param name="source">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ImportSource>> CreateAsync(NewImportSource source, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ImportSource>(HttpMethod.Post, "leads/import-sources", source, null, idempotencyKey, ct);

    /// <summary>Changes an import source: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ImportSource>> UpdateAsync(
        long id, ImportSourceChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ImportSource>(HttpMethod.Patch, $"leads/import-sources/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes an import source; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="replacementId">What its leads get instead; needed while there are leads that have it, else a <c>conflict</c>.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What was done; the job that does it, where more than 2,000 leads have it.</returns>
    public Task<Tagged<Done>> DeleteAsync(
        long id, long? replacementId = null, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(
            HttpMethod.Delete, $"leads/import-sources/{id}", replacementId is null ? null : new Replacement(replacementId), ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted import source.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ImportSource>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ImportSource>(HttpMethod.Post, $"leads/import-sources/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which import sources, and in which order.</summary>
public sealed record ImportSourceQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public NameSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(ImportSourceQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}
