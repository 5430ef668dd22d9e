namespace Leadline.Client;

/// <summary>The teams, whose members may see one another's leads.</summary>
public sealed class TeamsClient
{
    private readonly Transport transport;

    internal TeamsClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the teams.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Team>> ListAsync(
        TeamQuery? query = null, long page = 1, int? perPage = null, Page<Team>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("teams", TeamQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the teams by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Team>> ListByCursorAsync(
        TeamQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Team>("teams", TeamQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the teams, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Team> AllAsync(TeamQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one team.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Team>> GetAsync(long id, bool trashed = false, Tagged<Team>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"teams/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Makes a team.</summary>
    /// <param name="team">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Team>> CreateAsync(NewTeam team, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Team>(HttpMethod.Post, "teams", team, null, idempotencyKey, ct);

    /// <summary>Changes a team: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Team>> UpdateAsync(
        long id, TeamChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Team>(HttpMethod.Patch, $"teams/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a team, through which its members then see one another's leads no longer; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"teams/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted team.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Team>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Team>(HttpMethod.Post, $"teams/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which teams, and in which order.</summary>
public sealed record TeamQuery
{
    /// <summary>A part of the text, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public NameSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(TeamQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}
