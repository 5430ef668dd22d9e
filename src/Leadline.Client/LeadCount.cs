namespace Leadline.Client;

/// <summary>How many leads there are of one kind.</summary>
/// <param name="Id">The number of the status, source or member; null for leads without.</param>
/// <param name="Name">Its name; null for leads without.</param>
/// <param name="Leads">How many.</param>
public sealed record LeadCount(long? Id, string? Name, long Leads);

/// <summary>What leads are told apart by when they are counted.</summary>
public enum LeadGrouping
{
    /// <summary>Their statuses.</summary>
    LeadStatusId,

    /// <summary>Their reference sources.</summary>
    LeadReferenceSourceId,

    /// <summary>The members they are given to.</summary>
    AssignedUserId,
}
