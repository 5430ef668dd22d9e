namespace Leadline.Client;

/// <summary>The steps of the sale.</summary>
public sealed class LeadStatusesClient
{
    private readonly Transport transport;

    internal LeadStatusesClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the statuses.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<LeadStatus>> ListAsync(
        LeadStatusQuery? query = null, long page = 1, int? perPage = null, Page<LeadStatus>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("leads/statuses", LeadStatusQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the statuses by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<LeadStatus>> ListByCursorAsync(
        LeadStatusQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<LeadStatus>("leads/statuses", LeadStatusQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the statuses, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<LeadStatus> AllAsync(LeadStatusQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one status.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadStatus>> GetAsync(long id, bool trashed = false, Tagged<LeadStatus>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"leads/statuses/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Makes a status.</summary>
    /// <param name="status">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadStatus>> CreateAsync(NewLeadStatus status, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<LeadStatus>(HttpMethod.Post, "leads/statuses", status, null, idempotencyKey, ct);

    /// <summary>Changes a status: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadStatus>> UpdateAsync(
        long id, LeadStatusChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<LeadStatus>(HttpMethod.Patch, $"leads/statuses/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a status; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="replacementId">What its leads get instead; needed while there are leads that have it, else a <c>conflict</c>.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>What was done; the job that does it, where more than 2,000 leads have it.</returns>
    public Task<Tagged<Done>> DeleteAsync(
        long id, long? replacementId = null, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(
            HttpMethod.Delete, $"leads/statuses/{id}", replacementId is null ? null : new Replacement(replacementId), ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted status.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadStatus>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<LeadStatus>(HttpMethod.Post, $"leads/statuses/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which statuses, and in which order.</summary>
public sealed record LeadStatusQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for the status that new leads get only, false for the others only.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>True for those that end the work on a lead only, false for the others only.</summary>
    public bool? IsTerminal { get; init; }

    /// <summary>True for those that Leadline itself relies on only, false for the others only.</summary>
    public bool? IsSystem { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, by place.</summary>
    public LeadStatusSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(LeadStatusQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("is_default", query?.IsDefault)
        .Add("is_terminal", query?.IsTerminal)
        .Add("is_system", query?.IsSystem)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}

/// <summary>What statuses may be sorted by.</summary>
public enum LeadStatusSort
{
    /// <summary>Their place.</summary>
    SortOrder,

    /// <summary>What people call them.</summary>
    Name,

    /// <summary>When they were made.</summary>
    CreatedAt,

    /// <summary>When they were last changed.</summary>
    UpdatedAt,
}
