namespace Leadline.Client;

/// <summary>The people of the tenant.</summary>
public sealed class UsersClient
{
    private readonly Transport transport;

    internal UsersClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the people of the tenant.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<User>> ListAsync(
        UserQuery? query = null, long page = 1, int? perPage = null, Page<User>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("users", UserQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the people of the tenant by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<User>> ListByCursorAsync(
        UserQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<User>("users", UserQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the people of the tenant, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<User> AllAsync(UserQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one person.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<User>> GetAsync(long id, bool trashed = false, Tagged<User>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"users/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Adds a person to the tenant. Without a password, and for an address that has an account already, they are invited by mail and join when they accept.</summary>
    /// <param name="user">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<User>> CreateAsync(NewUser user, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<User>(HttpMethod.Post, "users", user, null, idempotencyKey, ct);

    /// <summary>Changes a person: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<User>> UpdateAsync(
        long id, UserChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<User>(HttpMethod.Patch, $"users/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Ends a person's membership of the tenant; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"users/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Brings a person back into the tenant, with the roles they had.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<User>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<User>(HttpMethod.Post, $"users/{id}/restore", null, ifMatch, idempotencyKey, ct);

    /// <summary>Sends an invitation anew to a person who has not joined yet.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<User>> InviteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<User>(HttpMethod.Post, $"users/{id}/invitation", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which people, and in which order.</summary>
public sealed record UserQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for people who may sign in only, false for those locked out only.</summary>
    public bool? IsActive { get; init; }

    /// <summary>Only people with the role of this name.</summary>
    public string? Role { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public UserSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(UserQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("is_active", query?.IsActive)
        .Add("role", query?.Role)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}

/// <summary>What people may be sorted by.</summary>
public enum UserSort
{
    /// <summary>When they joined the tenant.</summary>
    CreatedAt,

    /// <summary>What colleagues call them.</summary>
    Name,

    /// <summary>The address by which they sign in.</summary>
    Email,

    /// <summary>When the tenant's record of them was last changed.</summary>
    UpdatedAt,

    /// <summary>When they last signed in.</summary>
    LastLoginAt,
}
