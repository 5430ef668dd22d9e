using System.Globalization;
using Leadline.Callers;
using Leadline.Platform.Database;
using Leadline.Platform.Http;

namespace Leadline.Journal;

/// <summary>The history of one record: its own changes and those of what belongs to it, newest first.</summary>
public static class Timeline
{
    private static readonly QueryParameter Cursor = new("cursor", "string", "The cursor of the last reply, for older entries.");
    private static readonly QueryParameter Limit = new("limit", "integer", "Entries per reply; absent, 20.") { Minimum = 1, Maximum = 100 };

    /// <summary>The parameters of every timeline.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [Cursor, Limit];

    /// <summary>Reads a page of a record's timeline.</summary>
    /// <param name="parameters">The query.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="subject">The kind of record: <c>lead</c>.</param>
    /// <param name="id">The record's number.</param>
    /// <param name="database">Where to look.</param>
    /// <param name="journal">Reads the entries.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IResult> ReadAsync(
        QueryParameters parameters, Caller caller, string subject, long id, LeadlineDatabase database, JournalReader journal, CancellationToken ct)
    {
        await using var snapshot = await database.ReadAsync(caller.Tenant, ct);
        if (!await journal.IsThereAsync(snapshot, caller.View, subject, id, ct))
        {
            return Answer.NotFound(subject);
        }

        parameters.RefuseOthersThan(Parameters);
        var before = long.MaxValue;
        if (parameters.Text(Cursor) is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            parameters.Reject(Cursor.Name, "is no cursor of this timeline");
        }

        var limit = (int)(parameters.Integer(Limit) ?? 20);
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var read = await journal.OfRecordAsync(snapshot, caller.Tenant, subject, id, before, limit + 1, ct);
        var page = read.Take(limit).ToList();
        var last = page.Count > 0 ? page[^1].Id : before;
        return Answer.List(new CursorPage<JournalEntry>(page, new CursorMeta(last.ToString(CultureInfo.InvariantCulture), read.Count > limit)));
    }
}
