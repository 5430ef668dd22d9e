using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Leads;

/// <summary>An edit that met another person's change.</summary>
/// <param name="Edit">What was to be changed.</param>
/// <param name="Before">The lead as the editor saw it.</param>
/// <param name="Theirs">The lead as it is now.</param>
/// <param name="ETag">The tag with which it can be changed now.</param>
/// <param name="Who">Who changed it last; null where it cannot be told.</param>
/// <param name="Changes">What changed since: field, before, now.</param>
public sealed record EditConflict(LeadEdit Edit, Lead Before, Lead Theirs, string? ETag, string? Who, IReadOnlyList<(LeadColumn Column, string Old, string New)> Changes)
{
    private const int MostEntries = 20;

    /// <summary>Finds out who it was.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="edit">What was to be changed.</param>
    /// <param name="before">The lead as the editor saw it.</param>
    /// <param name="theirs">The lead as it is now.</param>
    /// <param name="etag">The tag with which it can be changed now.</param>
    /// <param name="read">What was read of the lead, so that it can be told to have changed; null for all of it.</param>
    public static async Task<EditConflict> OfAsync(Workspace workspace, LeadEdit edit, Lead before, Lead theirs, string? etag, IReadOnlyCollection<LeadColumn>? read = null)
    {
        var changes = LeadColumn.All.Concat(LeadColumn.Further).Where(column => column.Name is not ("first_name" or "last_name") && read?.Contains(column) != false)
            .Select(column => (Column: column, Old: LeadEdit.ShownIn(column, before), New: LeadEdit.ShownIn(column, theirs)))
            .Where(change => change.Old != change.New).ToList();
        return new EditConflict(edit, before, theirs, etag, await WhoAsync(workspace, before.Id, [.. changes.Select(change => change.Column).Append(edit.Column)]), changes);
    }

    // Who changed one of these fields last. Without an answer it was somebody.
    private static async Task<string?> WhoAsync(Workspace workspace, long lead, IReadOnlyList<LeadColumn> columns)
    {
        try
        {
            var fields = columns.SelectMany(column => column.JournalFields).ToHashSet();
            var last = await workspace.Api.Leads.TimelineAsync(lead, limit: MostEntries);
            return last.Data.FirstOrDefault(entry => entry is { Entity: "lead", Operation: "updated" } && entry.Changes.Keys.Any(fields.Contains)) is { } entry ? workspace.NameOf(entry.Author) : null;
        }
        catch (Exception fault) when (fault is LeadlineException or HttpRequestException or SessionEndedException)
        {
            return null;
        }
    }
}
