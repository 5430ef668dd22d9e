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
    /// <summary>Finds out who it was.</summary>
    public static async Task<EditConflict> OfAsync(Workspace workspace, LeadEdit edit, Lead before, Lead theirs, string? etag)
    {
        var last = await workspace.Api.Leads.TimelineAsync(before.Id, limit: 1);
        var fields = LeadColumn.All.Concat(LeadColumn.Further).Where(column => column.Name is not ("first_name" or "last_name") && before.Has(column)).Append(edit.Column).Distinct()
            .Select(column => (Column: column, Field: new ChangedField(column.Label, LeadEdit.ShownIn(column, before), LeadEdit.ShownIn(column, theirs), "")))
            .Where(change => change.Column == edit.Column || change.Field.Before != change.Field.Now)
            .Select(change => change.Column == edit.Column ? change.Field with { Mine = LeadEdit.ShownIn(edit.Column, edit.AppliedTo(theirs, workspace)) } : change.Field);
        return new EditConflict(edit, theirs, etag, last.Data is [var entry, ..] ? workspace.NameOf(entry.Author) : null, [.. fields]);
    }
}

internal static class ReadFields
{
    // A list reads only the fields that it shows; what it did not read cannot be told to have changed.
    public static bool Has(this Lead lead, LeadColumn column) => LeadEdit.ShownIn(column, lead).Length > 0;
}
