using Leadline.Client;
using Leadline.Web.Layout;
using Leadline.Web.Records;

namespace Leadline.Web.Leads;

/// <summary>An edit that met another person's change.</summary>
/// <param name="Edit">What was to be changed.</param>
/// <param name="Theirs">The lead as it is now.</param>
/// <param name="ETag">The tag with which it can be changed now.</param>
/// <param name="Who">Who changed it last; null where it cannot be told.</param>
/// <param name="Fields">What changed since, and what was to be.</param>
public sealed record EditConflict(LeadEdit Edit, Lead Theirs, string? ETag, string? Who, IReadOnlyList<ChangedField> Fields)
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
        var changes = LeadColumn.All.Concat(LeadColumn.Further).Where(column => column.Name is not ("first_name" or "last_name") && read?.Contains(column) != false).Append(edit.Column).Distinct()
            .Select(column => (Column: column, Field: new ChangedField(column.Label, LeadEdit.ShownIn(column, before), LeadEdit.ShownIn(column, theirs), "")))
            .Where(change => change.Column == edit.Column || change.Field.Before != change.Field.Now)
            .Select(change => change.Column == edit.Column ? change with { Field = change.Field with { Mine = LeadEdit.ShownIn(edit.Column, edit.AppliedTo(theirs, workspace)) } } : change).ToList();
        return new EditConflict(edit, theirs, etag, await WhoAsync(workspace, before.Id, [.. changes.Select(change => change.Column)]), [.. changes.Select(change => change.Field)]);
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
