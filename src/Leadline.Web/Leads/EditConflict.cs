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
    /// <summary>Finds out who it was.</summary>
    public static async Task<EditConflict> OfAsync(Workspace workspace, LeadEdit edit, Lead before, Lead theirs, string? etag)
    {
        var last = await workspace.Api.Leads.TimelineAsync(before.Id, limit: 1);
        return new EditConflict(
            edit, before, theirs, etag, last.Data is [var entry, ..] ? workspace.NameOf(entry.Author) : null,
            [.. LeadColumn.All.Concat(LeadColumn.Further).Where(column => column.Name is not ("first_name" or "last_name") && before.Has(column))
                .Select(column => (column, LeadEdit.ShownIn(column, before), LeadEdit.ShownIn(column, theirs)))
                .Where(change => change.Item2 != change.Item3)]);
    }
}

internal static class ReadFields
{
    // A list reads only the fields that it shows; what it did not read cannot be told to have changed.
    public static bool Has(this Lead lead, LeadColumn column) => LeadEdit.ShownIn(column, lead).Length > 0;
}
