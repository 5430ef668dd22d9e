namespace Leadline.Client;

/// <summary>The apps of the tenant, for its owners.</summary>
public sealed class AppsClient
{
    private readonly Transport transport;

    internal AppsClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the apps.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<App>> ListAsync(AppQuery? query = null, long page = 1, int? perPage = null, Page<App>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("apps", AppQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the apps by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<App>> ListByCursorAsync(AppQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<App>("apps", AppQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the apps, from first to last.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<App> AllAsync(AppQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one app.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<App>> GetAsync(long id, bool trashed = false, Tagged<App>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"apps/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Registers an app. The answer holds the secret of a confidential one; nothing tells it again, not even the same key.</summary>
    /// <param name="app">Its fields.</param>
    /// <param name="idempotencyKey">The same key makes no second app for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<App>> CreateAsync(NewApp app, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<App>(HttpMethod.Post, "apps", app, null, idempotencyKey, ct);

    /// <summary>Changes an app: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<App>> UpdateAsync(long id, AppChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<App>(HttpMethod.Patch, $"apps/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes an app for good: its secret and all its tokens end.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"apps/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Gives a confidential app another secret. The answer holds it; nothing tells it again, not even the same key.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="overlapHours">For how many hours the secret it has stays good as well, 0 to 168; null for 24.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key makes no second secret for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<App>> RenewSecretAsync(
        long id, int? overlapHours = null, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<App>(HttpMethod.Post, $"apps/{id}/secret", new SecretRenewal(overlapHours), ifMatch, idempotencyKey, ct);
}

/// <summary>Which apps, and in which order.</summary>
public sealed record AppQuery
{
    /// <summary>A part of the name, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public NameSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(AppQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}
