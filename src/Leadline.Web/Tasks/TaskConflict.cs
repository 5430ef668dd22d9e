using Leadline.Client;
using Leadline.Web.Layout;
using Leadline.Web.Records;
using Microsoft.Extensions.Localization;

namespace Leadline.Web.Tasks;

/// <summary>A change of a task that met another person's.</summary>
/// <param name="Theirs">The task as it is now.</param>
/// <param name="ETag">The tag with which it can be changed now.</param>
/// <param name="Who">Who changed it last; null where it cannot be told.</param>
/// <param name="Fields">What changed since, and what was to be.</param>
public sealed record TaskConflict(LeadTask Theirs, string? ETag, string? Who, IReadOnlyList<ChangedField> Fields)
{
    private const int RecentEntries = 20;

    /// <summary>Finds out who it was.</summary>
    public static async Task<TaskConflict> OfAsync(Workspace workspace, Moments moments, IStringLocalizer<Texts> texts, TaskDraft typed, LeadTask seen, Tagged<LeadTask> current)
    {
        var (theirs, mine) = (current.Value, typed.ToChange(seen, moments));
        var recent = await workspace.Api.Leads.TimelineAsync(seen.LeadId, limit: RecentEntries);
        var who = recent.Data.FirstOrDefault(entry => entry.Entity == "task" && entry.EntityId == seen.Id) is { } last ? workspace.NameOf(last.Author) : null;
        IEnumerable<ChangedField> fields =
        [
            new("What is to be done", seen.Title, theirs.Title, Mine(mine.Title, title => title)),
            new("Description", seen.Description ?? "", theirs.Description ?? "", Mine(mine.Description, text => text)),
            new("Due", TimeText(seen.DueAt), TimeText(theirs.DueAt), Mine(mine.DueAt, TimeText)),
            new("Reminder", TimeText(seen.RemindAt), TimeText(theirs.RemindAt), Mine(mine.RemindAt, TimeText)),
            new("Whose", NameOf(seen.AssignedUser), NameOf(theirs.AssignedUser), Mine(mine.AssignedUserId, PersonOf)),
            new("Done", texts[seen.IsDone ? "yes" : "no"], texts[theirs.IsDone ? "yes" : "no"], ""),
        ];
        return new TaskConflict(theirs, current.ETag, who, [.. fields.Where(field => field.Before != field.Now || field.Mine.Length > 0)]);

        string TimeText(DateTimeOffset? time) => time is { } at ? moments.Exact(at) : "";

        string NameOf(UserReference? user) => user?.Name ?? texts["nobody"];

        string PersonOf(long? id) => id is null ? texts["nobody"] : workspace.Members.Append(workspace.Me).FirstOrDefault(member => member.Id == id)?.Name ?? typed.Former?.Name ?? "";
    }

    private static string Mine<T>(Optional<T> field, Func<T?, string?> shown) => !field.IsSet ? "" : shown(field.Value) is { Length: > 0 } text ? text : "–";
}
