using Leadline.Client;

namespace Leadline.Web.Settings;

/// <summary>The import sources, the systems from which leads are taken over.</summary>
public sealed class ImportSourceCatalogue(LeadlineClient api) : Catalogue
{
    // The visitor's culture, not the first one's.
    private static StringComparer ByName => StringComparer.CurrentCultureIgnoreCase;

    /// <inheritdoc />
    public override string Entity => "import_source";

    /// <inheritdoc />
    public override string NewLabel => "New import source";

    /// <inheritdoc />
    public override string EmptyText => "No import sources yet.";

    /// <inheritdoc />
    public override async Task<IReadOnlyList<Entry>> AllAsync(bool isTrashed, CancellationToken ct) =>
        [.. (await ReadAsync(api.ImportSources.AllAsync(new ImportSourceQuery { Trashed = isTrashed ? true : null }, ct), Of, ct)).OrderBy(entry => entry.Name, ByName)];

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> GetAsync(long id) => As(await api.ImportSources.GetAsync(id), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> CreateAsync(Entry entry) => As(await api.ImportSources.CreateAsync(new NewImportSource { Name = entry.Name }), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> UpdateAsync(Entry before, Entry after, string? etag) => As(
        await api.ImportSources.UpdateAsync(before.Id, new ImportSourceChange { Name = Changed(before.Name, after.Name) }, etag), Of);

    /// <inheritdoc />
    public override Task<Tagged<Done>> DeleteAsync(long id, long? replacement) => api.ImportSources.DeleteAsync(id, replacement);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> RestoreAsync(long id) => As(await api.ImportSources.RestoreAsync(id), Of);

    /// <inheritdoc />
    public override LeadQuery LeadsOf(long id) => new() { ImportSourceId = [id] };

    /// <inheritdoc />
    public override Tagged<Entry>? CurrentOf(LeadlineException refused) => refused.Current<ImportSource>() is { } current ? As(current, Of) : null;

    private static Entry Of(ImportSource source) => new() { Id = source.Id, Name = source.Name };
}
