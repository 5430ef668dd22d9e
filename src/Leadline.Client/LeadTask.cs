namespace Leadline.Client;

/// <summary>What is to be done about a lead.</summary>
public sealed record LeadTask
{
    /// <summary>The task's number.</summary>
    public long Id { get; init; }

    /// <summary>The lead's number.</summary>
    public long LeadId { get; init; }

    /// <summary>The lead, by name.</summary>
    public LeadReference Lead { get; init; } = new();

    /// <summary>What is to be done, in a line.</summary>
    public string Title { get; init; } = "";

    /// <summary>All else there is to know.</summary>
    public string? Description { get; init; }

    /// <summary>When it is due; null for some time.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When its member is reminded by mail; null for never.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>The member who is to do it; null for nobody.</summary>
    public UserReference? AssignedUser { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool IsDone { get; init; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The member who did it; null where it is open, or no person said so.</summary>
    public UserReference? CompletedBy { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The member who made it; null where that was no person.</summary>
    public UserReference? CreatedBy { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Its version, which moves with every change.</summary>
    public long Version { get; init; }
}

/// <summary>A lead, as a task shows it.</summary>
public sealed record LeadReference
{
    /// <summary>The lead's number.</summary>
    public long Id { get; init; }

    /// <summary>First and last name, joined by one blank.</summary>
    public string FullName { get; init; } = "";
}

/// <summary>A task to be made.</summary>
public sealed record NewLeadTask
{
    /// <summary>What is to be done, in a line. At most 255 characters.</summary>
    public required string Title { get; init; }

    /// <summary>All else there is to know. At most 65,535 characters.</summary>
    public string? Description { get; init; }

    /// <summary>When it is due; null for some time.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When its member is reminded by mail; null for never.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>The member who is to do it; set to null for nobody. When it is not set, the lead's owner, or the caller where the lead has none.</summary>
    public Optional<long?> AssignedUserId { get; init; }

    /// <summary>True for what is done already.</summary>
    public bool? IsDone { get; init; }
}

/// <summary>What to change of a task; what is not set stays as it is.</summary>
public sealed record LeadTaskChange
{
    /// <summary>What is to be done, in a line. At most 255 characters.</summary>
    public Optional<string> Title { get; init; }

    /// <summary>All else there is to know. At most 65,535 characters.</summary>
    public Optional<string?> Description { get; init; }

    /// <summary>When it is due; null for some time.</summary>
    public Optional<DateTimeOffset?> DueAt { get; init; }

    /// <summary>When its member is reminded by mail, again if it lies ahead; null for never.</summary>
    public Optional<DateTimeOffset?> RemindAt { get; init; }

    /// <summary>The member who is to do it; null for nobody.</summary>
    public Optional<long?> AssignedUserId { get; init; }

    /// <summary>True when it is done, false to open it again.</summary>
    public bool? IsDone { get; init; }
}

/// <summary>What is due next of a lead.</summary>
public sealed record FollowUp
{
    /// <summary>The lead's number.</summary>
    public long LeadId { get; init; }

    /// <summary>When its open task is due that is due first; before now, it is overdue.</summary>
    public DateTimeOffset NextFollowUpAt { get; init; }

    /// <summary>That task's number.</summary>
    public long TaskId { get; init; }

    /// <summary>What is to be done, in a line.</summary>
    public string Title { get; init; } = "";
}
