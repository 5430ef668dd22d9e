using System.Text.Json.Nodes;

namespace Leadline.Client;

/// <summary>The leads of the tenant.</summary>
public sealed class LeadsClient
{
    private readonly Transport transport;

    internal LeadsClient(Transport transport)
    {
        this.transport = transport;
        Bulk = new BulkLeadsClient(transport);
        Notes = new NotesClient(transport, "leads");
        Tags = new RecordTagsClient(transport, "leads");
    }

    /// <summary>One change of many leads.</summary>
    public BulkLeadsClient Bulk { get; }

    /// <summary>The notes on single leads.</summary>
    public NotesClient Notes { get; }

    /// <summary>The tags of single leads.</summary>
    public RecordTagsClient Tags { get; }

    /// <summary>Reads a numbered page of the leads.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="known">The page as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Lead>> ListAsync(
        LeadQuery? query = null, long page = 1, int? perPage = null, Page<Lead>? known = null, CancellationToken ct = default) =>
        transport.PageAsync("leads", LeadQuery.ToQuery(query), page, perPage, known, ct);

    /// <summary>Reads a part of the leads by cursor.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Lead>> ListByCursorAsync(
        LeadQuery? query = null, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<Lead>("leads", LeadQuery.ToQuery(query), cursor, limit, ct);

    /// <summary>Reads all the leads, from first to last: while records come and go, none that stays is missed or comes twice.</summary>
    /// <param name="query">Which, and in which order; null for all in the usual order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Lead> AllAsync(LeadQuery? query = null, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => ListByCursorAsync(query, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Reads a numbered page of the leads that a tree of conditions describes.</summary>
    /// <param name="search">Which leads, and in which order.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="perPage">Records per page, 1 to 100; null for 15.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Page<Lead>> SearchAsync(LeadSearch search, long page = 1, int? perPage = null, CancellationToken ct = default) =>
        SearchAsync<Page<Lead>>(search, LeadSearch.ToQuery(search).Add("page", page).Add("per_page", perPage), ct);

    /// <summary>Reads a part of the leads that a tree of conditions describes by cursor.</summary>
    /// <param name="search">Which leads, and in which order.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<Lead>> SearchByCursorAsync(LeadSearch search, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        SearchAsync<CursorPage<Lead>>(search, LeadSearch.ToQuery(search).Add("limit", limit ?? 20).Add("cursor", cursor), ct);

    /// <summary>Reads all leads that a tree of conditions describes: while leads come and go, none that stays is missed or comes twice.</summary>
    /// <param name="search">Which leads, and in which order.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<Lead> SearchAllAsync(LeadSearch search, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => SearchByCursorAsync(search, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Counts leads of each kind, from one moment; kinds without any are left out, and the largest comes first.</summary>
    /// <param name="filter">Which leads; null for all.</param>
    /// <param name="by">What they are told apart by.</param>
    /// <param name="known">The counts as the same call read them before: they come back themselves when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<IReadOnlyList<LeadCount>>> CountsAsync(
        LeadFilter? filter = null, LeadGrouping by = LeadGrouping.LeadStatusId, Tagged<IReadOnlyList<LeadCount>>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"leads/counts{LeadFilter.ToQuery(filter).Add<LeadGrouping>("by", by)}", known, ct);

    /// <summary>Reads one lead.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="trashed">True to find it also when it is deleted.</param>
    /// <param name="fields">Only these fields; null for all but <see cref="LeadField.Tags"/> and <see cref="LeadField.Version"/>.</param>
    /// <param name="known">The record as the same call read it before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Lead>> GetAsync(
        long id, bool trashed = false, IReadOnlyList<LeadField>? fields = null, Tagged<Lead>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync($"leads/{id}{new Query().Add("trashed", trashed ? true : null).AddAll("fields", fields)}", known, ct);

    /// <summary>Makes a lead.</summary>
    /// <param name="lead">Its fields.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Lead>> CreateAsync(NewLead lead, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Lead>(HttpMethod.Post, "leads", lead, null, idempotencyKey, ct);

    /// <summary>Changes a lead: the fields that are set, and no other.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Lead>> UpdateAsync(
        long id, LeadChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Lead>(HttpMethod.Patch, $"leads/{id}", change, ifMatch, idempotencyKey, ct);

    /// <summary>Deletes a lead; it can be restored.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Done>> DeleteAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"leads/{id}", null, ifMatch, idempotencyKey, ct);

    /// <summary>Restores a deleted lead.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Lead>> RestoreAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Lead>(HttpMethod.Post, $"leads/{id}/restore", null, ifMatch, idempotencyKey, ct);

    /// <summary>Makes a customer of a lead, or links it to one. A lead that is a customer already is a <c>conflict</c>.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="existingCustomerId">The customer to link it to; null to make a new one.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Conversion>> ConvertAsync(
        long id, long? existingCustomerId = null, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Conversion>(HttpMethod.Post, $"leads/{id}/convert", new ConversionOrder(existingCustomerId), ifMatch, idempotencyKey, ct);

    /// <summary>Lists the customers with the same e-mail address or phone number, and converts nothing.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<Customer>> LikelyCustomersAsync(long id, CancellationToken ct = default)
    {
        var check = await transport.WriteAsync<Conversion>(
            HttpMethod.Post, $"leads/{id}/convert", new ConversionOrder(null) { Check = true }, null, null, ct).ConfigureAwait(false);
        return check.Value.LikelyCustomers ?? [];
    }

    /// <summary>Makes customers of up to 500 leads, each for itself: one that cannot be converted says why and keeps no other from it.</summary>
    /// <param name="leads">The leads, each once.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<ConversionResult>> ConvertManyAsync(
        IReadOnlyList<LeadToConvert> leads, string? idempotencyKey = null, CancellationToken ct = default) =>
        (await transport.WriteAsync<IReadOnlyList<ConversionResult>>(
            HttpMethod.Post, "leads/conversions", new ConversionOrders(leads), null, idempotencyKey, ct).ConfigureAwait(false)).Value;

    /// <summary>Takes a conversion back: the lead returns to its former status, and a customer that nobody touched since is removed.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<RevertedConversion>> RevertConversionAsync(
        long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<RevertedConversion>(HttpMethod.Delete, $"leads/{id}/conversion", null, ifMatch, idempotencyKey, ct);

    /// <summary>Reads a part of what happened to a lead, newest first, with its notes, tasks and tags.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="cursor">The cursor of the last part; null to begin.</param>
    /// <param name="limit">Records per part, 1 to 100; null for 20.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CursorPage<JournalEntry>> TimelineAsync(long id, string? cursor = null, int? limit = null, CancellationToken ct = default) =>
        transport.PartAsync<JournalEntry>($"leads/{id}/timeline", new Query(), cursor, limit, ct);

    /// <summary>Reads all that happened to a lead, newest first, with its notes, tasks and tags.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="ct">Gives up.</param>
    public IAsyncEnumerable<JournalEntry> WholeTimelineAsync(long id, CancellationToken ct = default) =>
        Transport.AllAsync((cursor, stop) => TimelineAsync(id, cursor, Transport.LargestPart, stop), ct);

    /// <summary>Gives a single field the value that it had before an entry of the timeline.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="entryId">The entry's number.</param>
    /// <param name="field">The field, as it is named on the wire: <c>email</c>.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<Lead>> RestoreValueAsync(
        long id, long entryId, string field, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Lead>(HttpMethod.Post, $"leads/{id}/timeline/{entryId}/restore", new FieldToRestore(field), ifMatch, idempotencyKey, ct);

    /// <summary>Erases the person behind a lead, living or deleted: for owners, for good, and no undo brings them back.</summary>
    /// <param name="id">The lead's number.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<ErasedRecord>> EraseAsync(long id, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<ErasedRecord>(HttpMethod.Post, $"leads/{id}/erase", null, ifMatch, idempotencyKey, ct);

    // A search changes nothing, though it is a POST, and needs no idempotency key.
    private async Task<T> SearchAsync<T>(LeadSearch search, Query query, CancellationToken ct)
        where T : class
    {
        var body = Transport.BytesOf(new JsonObject { ["where"] = search.Where?.ToJson() });
        return (await transport.SendAsync(new Call(HttpMethod.Post, $"leads/search{query}") { Body = body }, ct).ConfigureAwait(false)).As<T>();
    }
}
