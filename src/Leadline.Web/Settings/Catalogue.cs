using Leadline.Client;

namespace Leadline.Web.Settings;

/// <summary>One of the tenant's short lists, whose entries have a name: how it is read and changed, and what its entries have.</summary>
public abstract class Catalogue
{
    /// <summary>The kind of entry, as the journal has it.</summary>
    public abstract string Entity { get; }

    /// <summary>What a new one is called, in English.</summary>
    public abstract string NewLabel { get; }

    /// <summary>What is said of an empty list, in English.</summary>
    public abstract string EmptyText { get; }

    /// <summary>Whether entries have a colour.</summary>
    public virtual bool HasColor => false;

    /// <summary>Whether every entry must have one.</summary>
    public virtual bool NeedsColor => false;

    /// <summary>Whether entries have a number in another system.</summary>
    public virtual bool HasExternalId => false;

    /// <summary>Whether the entries are the steps of a way: they have an order, one is the first, and some are the last.</summary>
    public virtual bool IsWay => false;

    /// <summary>Whether leads must get another one before one is deleted.</summary>
    public virtual bool IsReplaced => true;

    /// <summary>Reads all of them.</summary>
    /// <param name="isTrashed">True for the deleted ones only, false for the living ones only.</param>
    /// <param name="ct">Gives up.</param>
    public abstract Task<IReadOnlyList<Entry>> AllAsync(bool isTrashed, CancellationToken ct);

    /// <summary>Reads one, with the tag of its version.</summary>
    public abstract Task<Tagged<Entry>> GetAsync(long id);

    /// <summary>Makes one.</summary>
    public abstract Task<Tagged<Entry>> CreateAsync(Entry entry);

    /// <summary>Changes what is other than it was.</summary>
    /// <param name="before">What it was.</param>
    /// <param name="after">What it is to be.</param>
    /// <param name="etag">The tag of the version that was seen; null for any.</param>
    public abstract Task<Tagged<Entry>> UpdateAsync(Entry before, Entry after, string? etag);

    /// <summary>Deletes one.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="replacement">What its leads get instead; null where none has it.</param>
    public abstract Task<Tagged<Done>> DeleteAsync(long id, long? replacement);

    /// <summary>Restores a deleted one.</summary>
    public abstract Task<Tagged<Entry>> RestoreAsync(long id);

    /// <summary>Which leads have one; null where leads do not matter.</summary>
    public virtual LeadQuery? LeadsOf(long id) => null;

    /// <summary>For a refusal of a change under an old tag: the entry as it is now.</summary>
    public abstract Tagged<Entry>? CurrentOf(LeadlineException refused);

    /// <summary>An answer, with the entry of what it answered.</summary>
    protected static Tagged<Entry> As<T>(Tagged<T> answer, Func<T, Entry> entry) =>
        new(entry(answer.Value)) { ETag = answer.ETag, BatchId = answer.BatchId, DeletedTwins = answer.DeletedTwins };

    /// <summary>All records of a list, as entries.</summary>
    protected static async Task<IReadOnlyList<Entry>> ReadAsync<T>(IAsyncEnumerable<T> records, Func<T, Entry> entry, CancellationToken ct)
    {
        var all = new List<Entry>();
        await foreach (var record in records.WithCancellation(ct))
        {
            all.Add(entry(record));
        }

        return all;
    }

    /// <summary>A field of a change: set where it is another value than before.</summary>
    protected static Optional<T> Changed<T>(T before, T after) => EqualityComparer<T>.Default.Equals(before, after) ? default : new Optional<T>(after);
}
