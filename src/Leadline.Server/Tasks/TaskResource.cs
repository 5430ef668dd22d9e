using System.Text.Json.Serialization;
using Leadline.Leads;
using Leadline.Platform.Http;

namespace Leadline.Tasks;

/// <summary>What is to be done about a lead.</summary>
/// <param name="Id">The task's number.</param>
/// <param name="LeadId">The lead's number.</param>
/// <param name="Lead">The lead, by name.</param>
/// <param name="Title">What is to be done, in a line.</param>
/// <param name="Description">All else there is to know.</param>
/// <param name="DueAt">When it is due; null for some time.</param>
/// <param name="RemindAt">When its member is reminded by mail; null for never.</param>
/// <param name="AssignedUser">The member who is to do it; null for nobody.</param>
/// <param name="IsDone">Whether it is done.</param>
/// <param name="CompletedAt">When it was done.</param>
/// <param name="CompletedBy">The member who did it; null where it is open, or no person said so.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">The member who made it; null where that was no person.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="DeletedAt">When it was deleted.</param>
/// <param name="Version">Its version, which moves with every change: in quotes, an entity tag for <c>If-Match</c>.</param>
public sealed record TaskResource(
    long Id, long LeadId, TaskLead Lead, string Title, string? Description, DateTime? DueAt, DateTime? RemindAt, UserReference? AssignedUser,
    bool IsDone, DateTime? CompletedAt, UserReference? CompletedBy, DateTime CreatedAt, UserReference? CreatedBy, DateTime UpdatedAt, DateTime? DeletedAt, long Version);

/// <summary>A lead, as a task shows it.</summary>
/// <param name="Id">The lead's number.</param>
/// <param name="FullName">First and last name, joined by one blank.</param>
public sealed record TaskLead(long Id, string FullName);

/// <summary>Generated JSON contracts of the tasks' wire types.</summary>
[JsonSerializable(typeof(Page<TaskResource>))]
[JsonSerializable(typeof(CursorPage<TaskResource>))]
[JsonSerializable(typeof(Record<TaskResource>))]
[JsonSerializable(typeof(Record<IReadOnlyList<FollowUp>>))]
internal sealed partial class TaskJson : JsonSerializerContext;
