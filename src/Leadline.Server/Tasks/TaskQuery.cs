using Leadline.Callers;
using Leadline.Leads;
using Leadline.Platform.Database;
using Leadline.Platform.Http;
using Leadline.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Leadline.Tasks;

/// <summary>Lists of tasks, of one lead or of many.</summary>
public static class TaskQuery
{
    private const int MostValues = 100;

    private static readonly string[] Sorts = ["due_at", "remind_at", "created_at", "updated_at"];
    private static readonly QueryParameter Lead = new("lead_id", "string", "Only tasks of these leads, at most 100, with commas.") { MaxLength = 4000 };
    private static readonly QueryParameter Assignee = new("assigned_user_id", "string", "Only tasks of these members: their numbers, me for the caller, none for tasks of nobody.") { MaxLength = 4000 };
    private static readonly QueryParameter Open = new("open", "boolean", "True for open tasks only, false for those that are done only.");
    private static readonly QueryParameter DueAfter = Time("due_after", "Only tasks that are due at this time or later.");
    private static readonly QueryParameter DueBefore = Time("due_before", "Only tasks that are due before this time.");
    private static readonly QueryParameter RemindAfter = Time("remind_after", "Only tasks of which their member is reminded at this time or later.");
    private static readonly QueryParameter RemindBefore = Time("remind_before", "Only tasks of which their member is reminded before this time.");

    /// <summary>What the list of one lead's tasks knows.</summary>
    public static IReadOnlyList<QueryParameter> OfLead { get; } = ListQuery.Parameters(Sorts, Assignee, Open, DueAfter, DueBefore, RemindAfter, RemindBefore);

    /// <summary>What the list across leads knows.</summary>
    public static IReadOnlyList<QueryParameter> OfAll { get; } = ListQuery.Parameters(Sorts, Lead, Assignee, Open, DueAfter, DueBefore, RemindAfter, RemindBefore);

    /// <summary>Answers one page of tasks, those that are due first coming first unless asked otherwise.</summary>
    /// <param name="parameters">The call's query.</param>
    /// <param name="known">Which of the parameters there are.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="db">Where the tasks are.</param>
    /// <param name="tasks">The tasks, deleted ones among them.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<IResult> ListAsync(
        QueryParameters parameters, IReadOnlyList<QueryParameter> known, Caller caller, TenantDb db, IQueryable<LeadTask> tasks, CancellationToken ct)
    {
        parameters.RefuseOthersThan(known);
        var query = ListQuery.Read(parameters, Sorts);
        var leads = known.Contains(Lead) ? parameters.Integers(Lead, MostValues) : null;
        var assignees = IdSet.OfMembers(parameters, Assignee, MostValues, caller.UserId);
        var isOpen = parameters.Boolean(Open);
        var (from, to) = (parameters.Time(DueAfter), parameters.Time(DueBefore));
        var (remindFrom, remindTo) = (parameters.Time(RemindAfter), parameters.Time(RemindBefore));
        if (!parameters.IsValid)
        {
            return Errors.Invalid(parameters.Errors);
        }

        var found = query.IsTrashed ? tasks.AsNoTracking().Where(task => task.DeletedAt != null) : tasks.AsNoTracking().Where(task => task.DeletedAt == null);
        found = leads is null ? found : found.Where(task => leads.Contains(task.LeadId));
        found = assignees is null ? found : OfMembers(found, assignees);
        found = isOpen switch
        {
            null => found,
            true => found.Where(task => task.CompletedAt == null),
            false => found.Where(task => task.CompletedAt != null),
        };
        found = from is null ? found : found.Where(task => task.DueAt >= from);
        found = to is null ? found : found.Where(task => task.DueAt < to);
        found = remindFrom is null ? found : found.Where(task => task.RemindAt >= remindFrom);
        found = remindTo is null ? found : found.Where(task => task.RemindAt < remindTo);
        if (Folding.Fold(query.Search ?? "") is { Length: > 0 } wanted)
        {
            found = found.Where(task => task.SearchKey.Contains(wanted));
        }

        var order = query.SortBy switch
        {
            "remind_at" => ListOrder.By((LeadTask task) => task.RemindAt),
            "created_at" => ListOrder.By((LeadTask task) => task.CreatedAt),
            "updated_at" => ListOrder.By((LeadTask task) => task.UpdatedAt),
            _ => ListOrder.By((LeadTask task) => task.DueAt),
        };
        return await query.AnswerAsync<LeadTask, TaskResource>(
            parameters, db, found, order, async rows => [.. (await TaskRecords.ShowAsync(db, rows)).Select(shown => shown.Task)], ct);
    }

    private static IQueryable<LeadTask> OfMembers(IQueryable<LeadTask> tasks, IdSet assignees)
    {
        List<long?> members = [.. assignees.Ids.Where(id => id != IdSet.None)];
        return assignees.Contains(IdSet.None)
            ? tasks.Where(task => task.AssignedUserId == null || members.Contains(task.AssignedUserId))
            : tasks.Where(task => members.Contains(task.AssignedUserId));
    }

    private static QueryParameter Time(string name, string description) =>
        new(name, "string", $"{description} ISO 8601; a time without an offset is UTC, and a date its beginning.") { MaxLength = 40, Format = "date-time" };
}
