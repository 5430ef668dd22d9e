namespace Leadline.Client;

/// <summary>The roles of the tenant, with their permissions.</summary>
public sealed class RolesClient
{
    private readonly Transport transport;

    internal RolesClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the roles.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Role>> ListAsync(
        RoleQuery? query = null, long page = 1, int? perPage = null, Page<Role>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("roles", RoleQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the roles by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Role>> ListByCursorAsync(
        RoleQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Role>("roles", RoleQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the roles, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Role> AllAsync(RoleQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one role.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Role>> GetAsync(long id, Tagged<Role>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"roles/{id}", known, ct);

    /// <summary>Makes a role.</summary>
    /// <param name="role">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Role>> CreateAsync(NewRole role, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Role>(HttpMethod.Post, "roles", role, null, idempotencyKey, ct);

    /// <summary>Changes a role: the fields that are set, and no other. It counts for its members at once.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Role>> UpdateAsync(
        long id, RoleChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Role>(HttpMethod.Patch, $"roles/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a role that not every tenant has; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="replacementId">The role that its members get instead; needed when there are any.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(
        long id, long? replacementId = null, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"roles/{id}", replacementId is null ? null : new Replacement(replacementId), ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted role, without members.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Role>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Role>(HttpMethod.Post, $"roles/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which roles, and in which order.</summary>
public sealed record RoleQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for roles that every tenant has only, false for the others only.</summary>
    public bool? IsSystem { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public NameSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(RoleQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("is_system", query?.IsSystem)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}
