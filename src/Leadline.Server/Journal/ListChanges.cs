using System.Globalization;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Tenants;

namespace Leadline.Journal;

/// <summary>The tenant's change feed: <c>GET /api/v1/changes</c>.</summary>
public static class ListChanges
{
    private const int LongestWait = 30;
    private const string Now = "now";

    // What is not heard of, as on SQLite what other processes commit, is found by a look now and then.
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private static readonly QueryParameter Cursor = new("cursor", "string", "The cursor of the last reply; absent, from the beginning; now, only what comes from now on.");
    private static readonly QueryParameter Limit = new("limit", "integer", "Entries per reply; absent, 100.") { Minimum = 1, Maximum = 1000 };
    private static readonly QueryParameter Wait = new("wait", "integer", "Seconds to wait for an entry when there is none yet.") { Minimum = 0, Maximum = LongestWait };

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/changes", HandleAsync)
        .WithName(nameof(ListChanges))
        .WithQueryParameters([Cursor, Limit, Wait])
        .Answers<CursorPage<JournalEntry>>()
        .RequireAnyScope(Scopes.ToRead);

    /// <summary>Lists the tenant's changes, oldest first.</summary>
    /// <remarks>
    /// Every change of every record, in the order in which they were committed: none is missed and none comes twice. A caller sees the
    /// kinds of records that their scopes and roles let them read, of leads and customers those that are theirs to see now, and of saved views
    /// their own and what is shared now, of lists that they may read. Without a
    /// cursor the feed begins with the oldest entry that the tenant still keeps; a cursor from before it answers 422, since entries behind it
    /// are gone, and so does one beyond the newest entry.
    /// </remarks>
    public static async Task<IResult> HandleAsync(
        QueryParameters parameters, Caller caller, LeadlineDatabase database, JournalReader journal, Commits commits, TimeProvider clock, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Cursor, Limit, Wait]);
        var after = 0L;
        var text = parameters.Text(Cursor);
        var isNow = text == Now;
        if (text is not null && !isNow && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            parameters.Reject(Cursor.Name, "is no cursor of this feed");
        }

        var limit = (int)(parameters.Integer(Limit) ?? 100);
        var patience = TimeSpan.FromSeconds(parameters.Integer(Wait) ?? 0);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var since = clock.GetTimestamp();
        while (true)
        {
            var committed = commits.NextAsync(caller.Tenant);
            List<JournalEntry> read;
            await database.SettleAsync(caller.Tenant, ct);
            await using (var snapshot = await database.ReadAsync(caller.Tenant, ct))
            {
                if (isNow)
                {
                    (after, isNow) = (await journal.LastAsync(snapshot, caller.Tenant, ct), false);
                }

                if (after > 0 && await journal.HasGapAfterAsync(snapshot, caller.Tenant, after, ct))
                {
                    parameters.Reject(Cursor.Name, "is older than what the journal keeps: begin without it");
                    return Errors.Invalid(parameters.Errors);
                }

                if (after > await journal.LastAsync(snapshot, caller.Tenant, ct))
                {
                    parameters.Reject(Cursor.Name, "is beyond the end of this feed, which may have been restored from a backup: begin without it");
                    return Errors.Invalid(parameters.Errors);
                }

                read = await journal.AfterAsync(snapshot, caller.View, after, limit + 1, ct);
            }

            // What the caller may not read is stepped over, and no reason to answer.
            var page = PageOf(read, after, limit, caller);
            var left = patience - clock.GetElapsedTime(since);
            if (page.Data.Count > 0 || left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return Answer.List(page);
            }

            if (read.Count > 0)
            {
                after = read[Math.Min(read.Count, limit) - 1].Number;
                continue;
            }

            await WaitAsync(committed, left < Glance ? left : Glance, clock, lifetime.ApplicationStopping, ct);
        }
    }

    // A process that ends does not wait for its callers' patience.
    private static async Task WaitAsync(Task committed, TimeSpan most, TimeProvider clock, CancellationToken stopping, CancellationToken ct)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct, stopping);
        await Task.WhenAny(committed, Task.Delay(most, clock, woken.Token));
        await woken.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private static CursorPage<JournalEntry> PageOf(List<JournalEntry> read, long after, int limit, Caller caller)
    {
        var page = read.Take(limit).ToList();
        var last = page.Count > 0 ? page[^1].Number : after;
        return new CursorPage<JournalEntry>(
            [.. page.Where(entry => entry.IsSeen && caller.MayRead(entry.Entity))],
            new CursorMeta(last.ToString(CultureInfo.InvariantCulture), read.Count > limit));
    }
}
