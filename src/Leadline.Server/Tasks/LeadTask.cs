using Leadline.Platform.Database;
using Leadline.Platform.Text;

namespace Leadline.Tasks;

/// <summary>What is to be done about a lead.</summary>
public sealed class LeadTask : IRecord, IFolded
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The task's number, unique in the installation.</summary>
    public long Id { get; set; }

    /// <summary>The lead.</summary>
    public long LeadId { get; set; }

    /// <summary>What is to be done, in a line.</summary>
    public required string Title { get; set; }

    /// <summary>All else there is to know.</summary>
    public string? Description { get; set; }

    /// <summary>The folded texts, which are searched.</summary>
    public string SearchKey { get; private set; } = "";

    /// <summary>When it is due; null for some time.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>When its member is to be reminded; null for never.</summary>
    public DateTime? RemindAt { get; set; }

    /// <summary>When a reminder was last due and seen to. One for a later time is still to come; one for an earlier time is past.</summary>
    public DateTime? RemindedAt { get; set; }

    /// <summary>The member who is to do it; null for nobody.</summary>
    public long? AssignedUserId { get; set; }

    /// <summary>When it was done; null while it is open.</summary>
    public DateTime? CompletedAt { get; set; }

    /// <summary>The member who did it; null where it is open, or no person said so.</summary>
    public long? CompletedById { get; set; }

    /// <summary>The member who made it; null where that was no person.</summary>
    public long? CreatedById { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <summary>Notes that it is done, or open again; what it is already it stays, with the time and the member of then.</summary>
    /// <param name="isDone">Whether it is done.</param>
    /// <param name="user">Who says so; null for no person.</param>
    /// <param name="now">When.</param>
    public void Complete(bool isDone, long? user, DateTime now)
    {
        if (isDone != CompletedAt is not null)
        {
            CompletedAt = isDone ? now : null;
            CompletedById = isDone ? user : null;
        }
    }

    /// <inheritdoc />
    public void FoldKeys(string? defaultCountry) => SearchKey = Folding.Fold($"{Title}\n{Description}");
}
