using Leadline.Client;
using Leadline.Web.Layout;

namespace Leadline.Web.Tasks;

/// <summary>A task as it is being typed, by the person's clock.</summary>
public sealed class TaskDraft
{
    /// <summary>The task that is changed, as it was seen; null for a new one.</summary>
    public LeadTask? Seen { get; init; }

    /// <summary>What is to be done.</summary>
    public string Title { get; set; } = "";

    /// <summary>All else there is to know.</summary>
    public string Description { get; set; } = "";

    /// <summary>When it is due; null for some time.</summary>
    public DateTime? Due { get; set; }

    /// <summary>How many minutes before that its member is reminded; null for never.</summary>
    public int? Reminder { get; set; }

    /// <summary>The number of the member who is to do it; null for nobody.</summary>
    public long? Assignee { get; set; }

    /// <summary>What the API said of the fields.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether its reminder is of a time of its own, not of one before it is due; it stays until another is chosen.</summary>
    public bool IsRemindedFreely => Seen is { RemindAt: not null, DueAt: null };

    /// <summary>The member whose it was, who may be beyond the list of choices.</summary>
    public UserReference? Former { get; init; }

    /// <summary>A task as one begins to change it.</summary>
    public static TaskDraft Of(LeadTask task, Moments moments) => new()
    {
        Seen = task,
        Title = task.Title,
        Description = task.Description ?? "",
        Due = task.DueAt is { } due ? moments.Here(due).DateTime : null,
        Reminder = (task.DueAt - task.RemindAt)?.TotalMinutes is { } minutes ? (int)minutes : null,
        Assignee = task.AssignedUser?.Id,
        Former = task.AssignedUser,
    };

    /// <summary>What was typed as a new task, since the one that it was to change is gone.</summary>
    public TaskDraft AsNew() => new() { Title = Title, Description = Description, Due = Due, Reminder = Reminder, Assignee = Assignee, Former = Former };

    /// <summary>The task to be made.</summary>
    public NewLeadTask ToNew(Moments moments) => new() { Title = Title, Description = DescriptionOrNull, DueAt = DueAt(moments), RemindAt = RemindAt(moments), AssignedUserId = Assignee };

    /// <summary>What is changed of the task that was seen; what was not touched is left alone.</summary>
    public LeadTaskChange ToChange(LeadTask seen, Moments moments)
    {
        var before = Of(seen, moments);
        var change = new LeadTaskChange();
        change = Title == before.Title ? change : change with { Title = Title };
        change = Description == before.Description ? change : change with { Description = DescriptionOrNull };
        change = Due == before.Due ? change : change with { DueAt = DueAt(moments) };
        change = (Due, Reminder) == (before.Due, before.Reminder) || (before.IsRemindedFreely && Reminder is null) ? change : change with { RemindAt = RemindAt(moments) };
        return Assignee == before.Assignee ? change : change with { AssignedUserId = Assignee };
    }

    private string? DescriptionOrNull => Description.Length > 0 ? Description : null;

    private DateTimeOffset? DueAt(Moments moments) => Due is { } due ? moments.At(due) : null;

    private DateTimeOffset? RemindAt(Moments moments) => Reminder is { } minutes ? DueAt(moments)?.AddMinutes(-minutes) : null;
}
