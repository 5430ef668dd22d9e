namespace Leadline.Web.Settings;

/// <summary>An entry of one of the tenant's short lists: a status, a source, a tag, and whatever else is deleted and restored by its name.</summary>
public sealed record Entry
{
    /// <summary>Its number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The colour it is shown in, as <c>#rrggbb</c>; null for none.</summary>
    public string? Color { get; init; }

    /// <summary>Of a source, its number in another system.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Of a status, its place.</summary>
    public int SortOrder { get; init; }

    /// <summary>Of a status, whether new leads get it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Of a status, whether the work on a lead ends there.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether Leadline itself relies on it, so that it stays.</summary>
    public bool IsSystem { get; init; }

    /// <summary>More that tells it from others; null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>When it was deleted; null where that is not told.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}
