using Leadline.Client;

namespace Leadline.Web.Settings;

/// <summary>The tags, for leads and customers.</summary>
public sealed class TagCatalogue(LeadlineClient api) : Catalogue
{
    // The visitor's culture, not the first one's.
    private static StringComparer ByName => StringComparer.CurrentCultureIgnoreCase;

    /// <inheritdoc />
    public override string Entity => "tag";

    /// <inheritdoc />
    public override string NewLabel => "New tag";

    /// <inheritdoc />
    public override string EmptyText => "No tags yet.";

    /// <inheritdoc />
    public override bool HasColor => true;

    /// <inheritdoc />
    public override bool NeedsColor => true;

    /// <inheritdoc />
    public override bool IsReplaced => false;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<Entry>> AllAsync(bool isTrashed, CancellationToken ct) =>
        [.. (await ReadAsync(api.Tags.AllAsync(new TagQuery { Trashed = isTrashed ? true : null }, ct), Of, ct)).OrderBy(entry => entry.Name, ByName)];

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> GetAsync(long id) => As(await api.Tags.GetAsync(id), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> CreateAsync(Entry entry) => As(await api.Tags.CreateAsync(new NewTag { Name = entry.Name, Color = entry.Color ?? "" }), Of);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> UpdateAsync(Entry before, Entry after, string? etag) => As(
        await api.Tags.UpdateAsync(before.Id, new TagChange { Name = Changed(before.Name, after.Name), Color = Changed(before.Color ?? "", after.Color ?? "") }, etag), Of);

    /// <inheritdoc />
    public override Task<Tagged<Done>> DeleteAsync(long id, long? replacement) => api.Tags.DeleteAsync(id);

    /// <inheritdoc />
    public override async Task<Tagged<Entry>> RestoreAsync(long id) => As(await api.Tags.RestoreAsync(id), Of);

    /// <inheritdoc />
    public override Tagged<Entry>? CurrentOf(LeadlineException refused) => refused.Current<Tag>() is { } current ? As(current, Of) : null;

    private static Entry Of(Tag tag) => new() { Id = tag.Id, Name = tag.Name, Color = tag.Color, DeletedAt = tag.DeletedAt };
}
