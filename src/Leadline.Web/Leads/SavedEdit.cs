using System.Globalization;
using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Leads;

/// <summary>What came of an edit.</summary>
/// <param name="Lead">The lead as it is to be shown now.</param>
public sealed record SavedEdit(Lead Lead)
{
    /// <summary>The batch that takes it back; null where nothing was changed.</summary>
    public long? BatchId { get; init; }

    /// <summary>Deleted leads that hold the saved value, too.</summary>
    public IReadOnlyList<DeletedTwin> DeletedTwins { get; init; } = [];

    /// <summary>Another person's change that it met; null where it met none.</summary>
    public EditConflict? Conflict { get; init; }

    /// <summary>Why it was not saved; null where it was.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Whether the value breaks a rule, and is to be typed anew.</summary>
    public bool IsRefused => Fault is LeadlineException { Code: ErrorCodes.ValidationFailed or ErrorCodes.Conflict };

    /// <summary>Whether it was saved.</summary>
    public bool IsSaved => Fault is null && Conflict is null;

    /// <summary>Saves an edit, unless somebody has changed the lead since it was seen.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="writes">The person's changes.</param>
    /// <param name="edit">What to change.</param>
    /// <param name="before">The lead as it was seen.</param>
    /// <param name="ifMatch">The tag under which it can be changed.</param>
    /// <param name="read">What was read of the lead; null for all of it.</param>
    public static async Task<SavedEdit> SendAsync(Workspace workspace, LeadWrites writes, LeadEdit edit, Lead before, string? ifMatch, IReadOnlyCollection<LeadColumn>? read = null)
    {
        try
        {
            var answer = await writes.UpdateAsync(before, edit.ToChange(), ifMatch);
            return new SavedEdit(answer.WithTagsOf(before)) { BatchId = answer.BatchId, DeletedTwins = answer.DeletedTwins };
        }
        catch (LeadlineException refused) when (refused is { Code: ErrorCodes.PreconditionFailed } && refused.Current<Lead>() is { } current)
        {
            var theirs = current.WithTagsOf(before);
            return new SavedEdit(theirs) { Conflict = await EditConflict.OfAsync(workspace, edit, before, theirs, current.ETag, read) };
        }
        catch (Exception fault) when (fault is LeadlineException or HttpRequestException or SessionEndedException)
        {
            return new SavedEdit(before) { Fault = fault };
        }
    }
}

/// <summary>Versions of leads, and the tags under which they are changed.</summary>
public static class LeadVersions
{
    /// <summary>The tag under which a lead can be changed; null where its version was not read.</summary>
    public static string? Tag(this Lead lead) => lead.Version is { } version ? string.Create(CultureInfo.InvariantCulture, $"\"{version}\"") : null;

    /// <summary>The lead of an answer, which has its version in its tag alone, and no tags of people.</summary>
    public static Lead WithTagsOf(this Tagged<Lead> answer, Lead before) => answer.Value with
    {
        Tags = before.Tags,
        Version = long.TryParse(answer.ETag?.Trim('"').Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
    };
}
