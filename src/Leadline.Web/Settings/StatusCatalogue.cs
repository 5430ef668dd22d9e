using Leadline.Client;

namespace Leadline.Web.Settings;

/// <summary>The statuses, the steps of the sale.</summary>
public sealed class StatusCatalogue(LeadlineClient api) : Catalogue
{
    /// <inheritdoc />
    public override string Entity => "lead_status";

    /// <inheritdoc />
    public override string NewLabel => "New status";

    /// <inheritdoc />
    public override string EmptyText => "No statuses yet.";

    /// <inheritdoc />
    public override bool HasColor => true;

    /// <inheritdoc />
    public override bool IsWay => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<Entry>> AllAsync(bool isTrashed, CancellationToken ct) =>
        [.. (await ReadAsync(api.LeadStatuses.AllAsync(new LeadStatusQuery { Trashed = isTrashed ? true : null }, ct), Of, ct)).OrderBy(entry => entry.SortOrder).ThenBy(entry => entry.Id)];

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> GetAsync(long id) => As(await api.LeadStatuses.GetAsync(id), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> CreateAsync(Entry entry) => As(
        await api.LeadStatuses.CreateAsync(new NewLeadStatus { Name = entry.Name, Color = entry.Color, IsTerminal = entry.IsTerminal, IsDefault = entry.IsDefault ? true : null }), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> UpdateAsync(Entry before, Entry after, string? etag) => As(
        await api.LeadStatuses.UpdateAsync(
            before.Id,
            new LeadStatusChange
            {
                Name = Changed(before.Name, after.Name),
                Color = Changed(before.Color, after.Color),
                SortOrder = Changed<long?>(before.SortOrder, after.SortOrder),
                IsDefault = Changed<bool?>(before.IsDefault, after.IsDefault),
                IsTerminal = Changed<bool?>(before.IsTerminal, after.IsTerminal),
            },
            etag),
        Of);

    /// <inheritdoc />
    public override Task<Tagged<Done>> DeleteAsync(long id, long? replacement) => api.LeadStatuses.DeleteAsync(id, replacement);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> RestoreAsync(long id) => As(await api.LeadStatuses.RestoreAsync(id), Of);

    /// <inheritdoc />
    public override LeadQuery LeadsOf(long id) => new() { LeadStatusId = [id] };

    /// <inheritdoc />
    public override Tagged<Entry>? CurrentOf(LeadlineException refused) => refused.Current<LeadStatus>() is { } current ? As(current, Of) : null;

    private static Entry Of(LeadStatus status) => new()
    {
        Id = status.Id,
        Name = status.Name,
        Color = status.Color,
        SortOrder = status.SortOrder,
        IsDefault = status.IsDefault,
        IsTerminal = status.IsTerminal,
        IsSystem = status.IsSystem,
    };
}
