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
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private static readonly QueryParameter Cursor = new("cursor", "string", "The cursor of the last reply; absent, from the beginning.");
    private static readonly QueryParameter Limit = new("limit", "integer", "Entries per reply; absent, 100.") { Minimum = 1, Maximum = 1000 };
    private static readonly QueryParameter Wait = new("wait", "integer", "Seconds to wait for an entry when there is none yet.") { Minimum = 0, Maximum = LongestWait };

    /// <summary>Maps the endpoint.</summary>
    public static void Map(IEndpointRouteBuilder api) => api
        .MapGet("/changes", HandleAsync)
        .WithName(nameof(ListChanges))
        .WithQueryParameters([Cursor, Limit, Wait])
        .Answers<CursorPage<JournalEntry>>()
        .RequireScope(Scopes.LeadsRead);

    /// <summary>Lists the tenant's changes, oldest first.</summary>
    /// <remarks>
    /// Every change of every record, in the order in which they were committed: none is missed and none comes twice. A caller sees the
    /// kinds of records that their scopes and roles let them read, and of leads and customers those that are theirs to see now. Without a cursor the feed begins with the oldest entry that the tenant
    /// still keeps; a cursor from before it answers 422, since entries behind it are gone.
    /// </remarks>
    public static async Task<IResult> HandleAsync(
        QueryParameters parameters, Caller caller, LeadlineDatabase database, JournalReader journal, TimeProvider clock, CancellationToken ct)
    {
        parameters.RefuseOthersThan([Cursor, Limit, Wait]);
        var after = 0L;
        if (parameters.Text(Cursor) is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
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
            List<JournalEntry> read;
            await using (var snapshot = await database.ReadAsync(ct))
            {
                if (after > 0 && await journal.HasGapAfterAsync(snapshot, caller.Tenant, after, ct))
                {
                    parameters.Reject(Cursor.Name, "is older than what the journal keeps: begin without it");
                    return Errors.Invalid(parameters.Errors);
                }

                read = await journal.AfterAsync(snapshot, caller.View, after, limit + 1, ct);
            }

            // What the caller may not read is stepped over, and no reason to answer.
            var page = PageOf(read, after, limit, caller);
            if (page.Data.Count > 0 || clock.GetElapsedTime(since) >= patience)
            {
                return TypedResults.Ok(page);
            }

            if (read.Count > 0)
            {
                after = read[Math.Min(read.Count, limit) - 1].Id;
                continue;
            }

            await Task.Delay(Glance, clock, ct);
        }
    }

    private static CursorPage<JournalEntry> PageOf(List<JournalEntry> read, long after, int limit, Caller caller)
    {
        var page = read.Take(limit).ToList();
        var last = page.Count > 0 ? page[^1].Id : after;
        return new CursorPage<JournalEntry>(
            [.. page.Where(entry => entry.IsSeen && caller.May(JournalScopes.ToRead(entry.Entity)))],
            new CursorMeta(last.ToString(CultureInfo.InvariantCulture), read.Count > limit));
    }
}
