using System.Runtime.CompilerServices;

namespace Leadline.Client;

/// <summary>The change feed: every change of every record that the caller may read, in the order in which they were committed.</summary>
public sealed class ChangesClient
{
    /// <summary>The cursor that stands for this moment: only what comes from now on.</summary>
    public const string Now = "now";

    private const int MostEntries = 1000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Transport transport;

    internal ChangesClient(Transport transport) => this.transport = transport;

    /// <summary>Reads the changes behind a cursor.</summary>
    /// <param name="cursor">
    /// The cursor of the last reply or entry; null to read from the oldest entry that the tenant keeps, <see cref="Now"/> for what comes from now on. One from before that is refused as
    /// <c>validation_failed</c>, since entries behind it are gone.
    /// </param>
    /// <param name="limit">Entries at most, 1 to 1000; null for 100.</param>
    /// <param name="wait">How long the server holds the call when there is no change yet, up to 30 seconds; null to be answered at once.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<CursorPage<JournalEntry>> ListAsync(string? cursor = null, int? limit = null, TimeSpan? wait = null, CancellationToken ct = default)
    {
        var seconds = wait is { } asked ? (int?)Math.Ceiling(transport.MostOf(asked).TotalSeconds) : null;
        var query = new Query().Add("cursor", cursor).Add("limit", limit).Add("wait", seconds);
        var answer = await transport.SendAsync(
            new Call(HttpMethod.Get, $"changes{query}") { Hold = TimeSpan.FromSeconds(seconds ?? 0) }, ct).ConfigureAwait(false);
        return answer.As<CursorPage<JournalEntry>>();
    }

    /// <summary>
    /// Reads the changes behind a cursor and then each one as it comes, without end: it ends when it is cancelled, or when a call fails.
    /// To go on later, keep the <see cref="JournalEntry.Cursor"/> of the last entry that was dealt with.
    /// </summary>
    /// <param name="cursor">The cursor of the last entry that was dealt with; null to read from the oldest entry that the tenant keeps, <see cref="Now"/> for what comes from now on.</param>
    /// <param name="ct">Ends it.</param>
    public async IAsyncEnumerable<JournalEntry> FollowAsync(string? cursor = null, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if (cursor == Now)
        {
            cursor = (await ListAsync(Now, ct: ct).ConfigureAwait(false)).Meta.Cursor; // a call that is tried again must not begin later
        }

        while (true)
        {
            var page = await ListAsync(cursor, MostEntries, LongestWait, ct).ConfigureAwait(false);
            foreach (var entry in page.Data)
            {
                yield return entry;
            }

            cursor = page.Meta.Cursor;
            if (page.Data.Count == 0 && transport.MostOf(LongestWait) < Pause)
            {
                await Task.Delay(Pause, transport.Clock, ct).ConfigureAwait(false);
            }
        }
    }
}
