namespace Leadline.Client;

/// <summary>A step of the sale.</summary>
public sealed record LeadStatus
{
    /// <summary>The status's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>What programs call it.</summary>
    public string Slug { get; init; } = "";

    /// <summary>The colour it is shown in.</summary>
    public string? Color { get; init; }

    /// <summary>Its place among the statuses.</summary>
    public int SortOrder { get; init; }

    /// <summary>Whether a new lead gets it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether the work on a lead ends here.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Whether Leadline itself relies on it.</summary>
    public bool IsSystem { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A status to be made.</summary>
public sealed record NewLeadStatus
{
    /// <summary>What people call it; unique among the live statuses. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The colour it is shown in, as #rrggbb. At most 20 characters.</summary>
    public string? Color { get; init; }

    /// <summary>Its place among the statuses.</summary>
    public long? SortOrder { get; init; }

    /// <summary>True makes it the status of new leads, in place of the one before.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>True when the work on a lead ends here.</summary>
    public bool? IsTerminal { get; init; }
}

/// <summary>What to change of a status; what is not set stays as it is.</summary>
public sealed record LeadStatusChange
{
    /// <summary>What people call it; unique among the live statuses. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The colour it is shown in, as #rrggbb. At most 20 characters.</summary>
    public Optional<string?> Color { get; init; }

    /// <summary>Its place among the statuses.</summary>
    public Optional<long?> SortOrder { get; init; }

    /// <summary>True makes it the status of new leads, in place of the one before.</summary>
    public Optional<bool?> IsDefault { get; init; }

    /// <summary>True when the work on a lead ends here.</summary>
    public Optional<bool?> IsTerminal { get; init; }
}
