namespace Leadline.Client;

/// <summary>The customers of the tenant.</summary>
public sealed class CustomersClient
{
    private readonly Transport transport;

    internal CustomersClient(Transport transport)
    {
        this.transport = transport;
        Notes = new NotesClient(transport, "customers");
        Tags = new RecordTagsClient(transport, "customers");
    }

    /// <summary>The notes on single customers.</summary>
    public NotesClient Notes { get; }

    /// <summary>The tags of single customers.</summary>
    public RecordTagsClient Tags { get; }

    /// <summary>Reads a numbered page of the customers.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Customer>> ListAsync(
        CustomerQuery? query = null, long page = 1, int? perPage = null, Page<Customer>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("customers", CustomerQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the customers by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Customer>> ListByCursorAsync(
        CustomerQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Customer>("customers", CustomerQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the customers, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Customer> AllAsync(CustomerQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads one customer.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Customer>> GetAsync(long id, bool trashed = false, Tagged<Customer>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"customers/{id}{(trashed ? "?trashed=1" : "")}", known, ct);

    /// <summary>Makes a customer.</summary>
    /// <param name="customer">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Customer>> CreateAsync(NewCustomer customer, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Customer>(HttpMethod.Post, "customers", customer, null, idempotencyKey, ct);

    /// <summary>Changes a customer: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Customer>> UpdateAsync(
        long id, CustomerChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Customer>(HttpMethod.Patch, $"customers/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a customer; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"customers/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted customer.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Customer>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Customer>(HttpMethod.Post, $"customers/{id}/restore", null, ifMatch, idempotencyKey, ct);

    /// <summary>Reads a part of what happened to a customer, newest first, with its notes and tags.</summary>
    /// <param name="id">The customer's number.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<JournalEntry>> TimelineAsync(long id, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<JournalEntry>($"customers/{id}/timeline", new Query(), cursor, limit, ct);

    /// <summary>Reads all that happened to a customer, newest first, with its notes and tags.</summary>
    /// <param name="id">The customer's number.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<JournalEntry> WholeTimelineAsync(long id, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => TimelineAsync(id, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Gives a single field the value that it had before an entry of the timeline.</summary>
    /// <param name="id">The customer's number.</param>
    /// <param name="entryId">The entry's number.</param>
    /// <param name="field">The field, as it is named on the wire: <c>email</c>.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Customer>> RestoreValueAsync(
        long id, long entryId, string field, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Customer>(HttpMethod.Post, $"customers/{id}/timeline/{entryId}/restore", new FieldToRestore(field), ifMatch, idempotencyKey, ct);

    /// <summary>Erases the person behind a customer, living or deleted: for owners, for good, and no undo brings them back.</summary>
    /// <param name="id">The customer's number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ErasedRecord>> EraseAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ErasedRecord>(HttpMethod.Post, $"customers/{id}/erase", null, ifMatch, idempotencyKey, ct);
}

/// <summary>Which customers, and in which order.</summary>
public sealed record CustomerQuery
{
    /// <summary>Words that must all occur, as parts of names, e-mail, phone or identity number; at most 255 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Only customers of this gender: <c>male</c>, <c>female</c> or <c>other</c>.</summary>
    public string? Gender { get; init; }

    /// <summary>True for deleted records only; null or false for living ones only.</summary>
    public bool? Trashed { get; init; }

    /// <summary>The field to sort by; null for the usual order, newest first.</summary>
    public CustomerSort? SortBy { get; init; }

    /// <summary>The direction; null for the newest first by times, from A by all else.</summary>
    public SortOrder? SortOrder { get; init; }

    internal static Query ToQuery(CustomerQuery? query) => new Query()
        .Add("search", query?.Search)
        .Add("gender", query?.Gender)
        .Add("trashed", query?.Trashed)
        .Add("sort_by", query?.SortBy)
        .Add("sort_order", query?.SortOrder);
}

/// <summary>What customers may be sorted by.</summary>
public enum CustomerSort
{
    /// <summary>When they were made.</summary>
    CreatedAt,

    /// <summary>The given name.</summary>
    FirstName,

    /// <summary>The family name.</summary>
    LastName,

    /// <summary>The day of birth.</summary>
    DateOfBirth,

    /// <summary>The gender.</summary>
    Gender,

    /// <summary>When they were last changed.</summary>
    UpdatedAt,
}
