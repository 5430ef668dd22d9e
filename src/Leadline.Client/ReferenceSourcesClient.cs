namespace Leadline.Client;

/// <summary>Where leads heard of the tenant.</summary>
public sealed class ReferenceSourcesClient
{
    private readonly Transport transport;

    internal ReferenceSourcesClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the reference sources.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<ReferenceSource>> ListAsync(
        ReferenceSourceQuery? query = null, long page = 1, int? perPage = null, Page<ReferenceSource>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("leads/reference-sources", ReferenceSourceQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the reference sources by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<ReferenceSource>> ListByCursorAsync(
        ReferenceSourceQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<ReferenceSource>("leads/reference-sources", ReferenceSourceQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the reference sources, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<ReferenceSource> AllAsync(ReferenceSourceQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one reference source.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ReferenceSource>> GetAsync(long id, bool trashed = false, Tagged<ReferenceSource>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"leads/reference-sources/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Makes a reference source.</summary>
    /// <param name="source">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ReferenceSource>> CreateAsync(NewReferenceSource source, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ReferenceSource>(HttpMethod.Post, "leads/reference-sources", source, null, idempotencyKey, ct);

    /// <summary>Changes a reference source: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ReferenceSource>> UpdateAsync(
        long id, ReferenceSourceChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ReferenceSource>(HttpMethod.Patch, $"leads/reference-sources/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a reference source; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="replacementId">What its leads get instead; needed while there are leads that have it, else a <c>conflict</c>.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What was done; the job that does it, where more than 2,000 leads have it.</returns>
    public Task<Tagged<Done>> DeleteAsync(
        long id, long? replacementId = null, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(
            HttpMethod.Delete, $"leads/reference-sources/{id}", replacementId is null ? null : new Replacement(replacementId), ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted reference source.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ReferenceSource>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ReferenceSource>(HttpMethod.Post, $"leads/reference-sources/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which reference sources, and in which order.</summary>
public sealed record ReferenceSourceQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Only sources of this colour, as <c>#rrggbb</c>.</summary>
    public string? Color { get; init; }

    /// <summary>Only the source with this number in another system.</summary>
    public string? ExternalId { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public NameSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(ReferenceSourceQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("color", query?.Color)
        .Add("external_id", query?.ExternalId)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}
