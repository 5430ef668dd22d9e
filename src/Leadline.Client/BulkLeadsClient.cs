namespace Leadline.Client;

/// <summary>One change of many leads, in one batch. Up to 500 leads are done before the reply; more become a job, which <see cref="JobsClient.WaitAsync"/> waits for.</summary>
public sealed class BulkLeadsClient
{
    private readonly Transport transport;

    internal BulkLeadsClient(Transport transport) => this.transport = transport;

    /// <summary>Changes fields of many leads.</summary>
    /// <param name="leads">Which leads.</param>
    /// <param name="change">The fields to change; not those that tell leads apart.</param>
    /// <param name="dryRun">True only counts the leads and shows some.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<BulkResult>> UpdateAsync(
        LeadSelection leads, LeadChange change, bool dryRun = false, string? idempotencyKey = null, CancellationToken ct = default) =>
        RunAsync(leads, new BulkOrder("update") { Set = change }, dryRun, idempotencyKey, ct);

    /// <summary>Gives many leads to a member.</summary>
    /// <param name="leads">Which leads.</param>
    /// <param name="userId">The member; null for nobody.</param>
    /// <param name="dryRun">True only counts the leads and shows some.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<BulkResult>> AssignAsync(
        LeadSelection leads, long? userId, bool dryRun = false, string? idempotencyKey = null, CancellationToken ct = default) =>
        RunAsync(leads, new BulkOrder("assign") { UserId = userId }, dryRun, idempotencyKey, ct);

    /// <summary>Puts a tag on many leads.</summary>
    /// <param name="leads">Which leads.</param>
    /// <param name="tagId">The tag.</param>
    /// <param name="dryRun">True only counts the leads and shows some.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<BulkResult>> TagAsync(
        LeadSelection leads, long tagId, bool dryRun = false, string? idempotencyKey = null, CancellationToken ct = default) =>
        RunAsync(leads, new BulkOrder("tag") { TagId = tagId }, dryRun, idempotencyKey, ct);

    /// <summary>Takes a tag off many leads.</summary>
    /// <param name="leads">Which leads.</param>
    /// <param name="tagId">The tag.</param>
    /// <param name="dryRun">True only counts the leads and shows some.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<BulkResult>> UntagAsync(
        LeadSelection leads, long tagId, bool dryRun = false, string? idempotencyKey = null, CancellationToken ct = default) =>
        RunAsync(leads, new BulkOrder("untag") { TagId = tagId }, dryRun, idempotencyKey, ct);

    /// <summary>Deletes many leads; they can be restored.</summary>
    /// <param name="leads">Which leads.</param>
    /// <param name="dryRun">True only counts the leads and shows some.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<BulkResult>> DeleteAsync(
        LeadSelection leads, bool dryRun = false, string? idempotencyKey = null, CancellationToken ct = default) =>
        RunAsync(leads, new BulkOrder("delete"), dryRun, idempotencyKey, ct);

    /// <summary>Restores many deleted leads.</summary>
    /// <param name="leads">Which leads.</param>
    /// <param name="dryRun">True only counts the leads and shows some.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<BulkResult>> RestoreAsync(
        LeadSelection leads, bool dryRun = false, string? idempotencyKey = null, CancellationToken ct = default) =>
        RunAsync(leads, new BulkOrder("restore"), dryRun, idempotencyKey, ct);

    private Task<Tagged<BulkResult>> RunAsync(LeadSelection leads, BulkOrder order, bool dryRun, string? idempotencyKey, CancellationToken ct) =>
        transport.WriteAsync<BulkResult>(
            HttpMethod.Post, "leads/bulk", order with { Ids = leads.Ids, Filter = leads.Filter, DryRun = dryRun }, null, idempotencyKey, ct);
}
