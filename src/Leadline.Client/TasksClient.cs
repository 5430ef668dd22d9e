namespace Leadline.Client;

/// <summary>What is to be done about leads.</summary>
public sealed class TasksClient
{
    private readonly Transport transport;

    internal TasksClient(Transport transport) => this.transport = transport;

    /// <summary>Reads a numbered page of the tasks of all leads.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<LeadTask>> ListAsync(
        LeadTaskQuery? query = null, long page = 1, int? perPage = null, Page<LeadTask>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("tasks", LeadTaskQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the tasks of all leads by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<LeadTask>> ListByCursorAsync(
        LeadTaskQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<LeadTask>("tasks", LeadTaskQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the tasks of all leads, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<LeadTask> AllAsync(LeadTaskQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads a numbered page of the tasks of a lead.</summary>
    /// <param name="leadId">The lead's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<LeadTask>> ListOfLeadAsync(
        long leadId, LeadTaskFilter? query = null, long page = 1, int? perPage = null, Page<LeadTask>? known = null, CancellationToken ct = default) =>
        transport.PageAsync($"leads/{leadId}/tasks", LeadTaskFilter.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the tasks of a lead by cursor.</summary>
    /// <param name="leadId">The lead's number.</param>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<LeadTask>> ListOfLeadByCursorAsync(
        long leadId, LeadTaskFilter? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<LeadTask>($"leads/{leadId}/tasks", LeadTaskFilter.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads what is due next of some leads; those without an open task that has a due time are left out.</summary>
    /// <param name="leadIds">The leads' numbers, 1 to 100.</param>
    /// <param name="known">The follow-ups as the same call read them before: they come back themselves when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<IReadOnlyList<FollowUp>>> FollowUpsAsync(
        IReadOnlyList<long> leadIds, Tagged<IReadOnlyList<FollowUp>>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"leads/follow-ups{new Query().AddAll("lead_id", leadIds)}", known, ct);

    /// <summary>Reads one task.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadTask>> GetAsync(long id, bool trashed = false, Tagged<LeadTask>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"tasks/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Makes a task for a lead.</summary>
    /// <param name="leadId">The lead's number.</param>
    /// <param name="task">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ifMatch">The tag of the version of the lead that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadTask>> CreateAsync(long leadId, NewLeadTask task, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        transport.WriteAsync<LeadTask>(HttpMethod.Post, $"leads/{leadId}/tasks", task, ifMatch, idempotencyKey, ct);

    /// <summary>Changes a task: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadTask>> UpdateAsync(
        long id, LeadTaskChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<LeadTask>(HttpMethod.Patch, $"tasks/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a task; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"tasks/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted task.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<LeadTask>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<LeadTask>(HttpMethod.Post, $"tasks/{id}/restore", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which tasks of a lead, and in which order: all that is set must hold.</summary>
public record LeadTaskFilter
{
    /// <summary>A part of title or description, whatever the case or accents; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Only tasks of these members; <see cref="Assignee.Me"/> is the caller, <see cref="Assignee.None"/> finds tasks of nobody.</summary>
    public IReadOnlyList<Assignee>? AssignedUserId { get; init; }

    /// <summary>True for open tasks only, false for those that are done only.</summary>
    public bool? Open { get; init; }

    /// <summary>Only tasks that are due at this time or later.</summary>
    public DateTimeOffset? DueAfter { get; init; }

    /// <summary>Only tasks that are due before this time.</summary>
    public DateTimeOffset? DueBefore { get; init; }

    /// <summary>Only tasks of which their member is reminded at this time or later.</summary>
    public DateTimeOffset? RemindAfter { get; init; }

    /// <summary>Only tasks of which their member is reminded before this time.</summary>
    public DateTimeOffset? RemindBefore { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for what is due first, and what has no due time last.</summary>
    public LeadTaskSort? SortBy { get; init; }

    /// <summary>The direction; null for what is due or reminded of first, and for the newest first by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(LeadTaskFilter? query) => new Query()
        .Add("search", query?.Search)
        .AddAll("assigned_user_id", query?.AssignedUserId)
        .Add("open", query?.Open)
        .Add("due_after", query?.DueAfter)
        .Add("due_before", query?.DueBefore)
        .Add("remind_after", query?.RemindAfter)
        .Add("remind_before", query?.RemindBefore)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}

/// <summary>Which tasks, and in which order: all that is set must hold.</summary>
public sealed record LeadTaskQuery : LeadTaskFilter
{
    /// <summary>Only tasks of these leads, at most 100.</summary>
    public IReadOnlyList<long>? LeadId { get; init; }

    internal static Query ToQuery(LeadTaskQuery? query) => LeadTaskFilter.ToQuery(query).AddAll("lead_id", query?.LeadId);
}

/// <summary>What tasks may be sorted by.</summary>
public enum LeadTaskSort
{
    /// <summary>When they are due.</summary>
    DueAt,

    /// <summary>When their member is reminded; those of which nobody is come last.</summary>
    RemindAt,

    /// <summary>When they were made.</summary>
    CreatedAt,

    /// <summary>When they were last changed.</summary>
    UpdatedAt,
}
