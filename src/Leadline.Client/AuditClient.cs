namespace Leadline.Client;

/// <summary>Sign-ins, tokens, apps and role changes of the tenant, for its owners.</summary>
public sealed class AuditClient
{
    private readonly Transport transport;

    internal AuditClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the events.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<AuditEvent>> ListAsync(
        AuditQuery? query = null, long page = 1, int? perPage = null, Page<AuditEvent>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("audit", AuditQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the events by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<AuditEvent>> ListByCursorAsync(
        AuditQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<AuditEvent>("audit", AuditQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the events, from first to last: while others are added, none comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<AuditEvent> AllAsync(AuditQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);
}

/// <summary>Which events, and in which order.</summary>
public sealed record AuditQuery
{
    /// <summary>Only events of this kind: <c>sign_in.failed</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Only events that concern this user.</summary>
    public long? UserId { get; init; }

    /// <summary>Only events of this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Only events of this time or before.</summary>
    public DateTimeOffset? CreatedTo { get; init; }

    /// <summary>The direction; null for the newest first.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(AuditQuery? query) => new Query()
        .Add("kind", query?.Kind)
        .Add("user_id", query?.UserId)
        .Add("created_from", query?.CreatedFrom)
        .Add("created_to", query?.CreatedTo)
        .Add("sort_order", query?.SortOrder);
}
