using Leadline.Client;

namespace Leadline.Web.Settings;

/// <summary>The reference sources, where leads heard of the tenant.</summary>
public sealed class SourceCatalogue(LeadlineClient api) : Catalogue
{
    // The visitor's culture, not the first one's.
    private static StringComparer ByName => StringComparer.CurrentCultureIgnoreCase;

    /// <inheritdoc />
    public override string Entity => "lead_reference_source";

    /// <inheritdoc />
    public override string NewLabel => "New source";

    /// <inheritdoc />
    public override string EmptyText => "No sources yet.";

    /// <inheritdoc />
    public override bool HasColor => true;

    /// <inheritdoc />
    public override bool HasExternalId => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<Entry>> AllAsync(bool isTrashed, CancellationToken ct) =>
        [.. (await ReadAsync(api.ReferenceSources.AllAsync(new ReferenceSourceQuery { Trashed = isTrashed ? true : null }, ct), Of, ct)).OrderBy(entry => entry.Name, ByName)];

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> GetAsync(long id) => As(await api.ReferenceSources.GetAsync(id), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> CreateAsync(Entry entry) => As(
        await api.ReferenceSources.CreateAsync(new NewReferenceSource { Name = entry.Name, Color = entry.Color, ExternalId = entry.ExternalId }), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> UpdateAsync(Entry before, Entry after, string? etag) => As(
        await api.ReferenceSources.UpdateAsync(
            before.Id,
            new ReferenceSourceChange
            {
                Name = Changed(before.Name, after.Name),
                Color = Changed(before.Color, after.Color),
                ExternalId = Changed(before.ExternalId, after.ExternalId),
            },
            etag),
        Of);

    /// <inheritdoc />
    public override Task<Tagged<Done>> DeleteAsync(long id, long? replacement) => api.ReferenceSources.DeleteAsync(id, replacement);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> RestoreAsync(long id) => As(await api.ReferenceSources.RestoreAsync(id), Of);

    /// <inheritdoc />
    public override LeadQuery LeadsOf(long id) => new() { LeadReferenceSourceId = [id] };

    /// <inheritdoc />
    public override Tagged<Entry>? CurrentOf(LeadlineException refused) => refused.Current<ReferenceSource>() is { } current ? As(current, Of) : null;

    private static Entry Of(ReferenceSource source) => new() { Id = source.Id, Name = source.Name, Color = source.Color, ExternalId = source.ExternalId };
}
