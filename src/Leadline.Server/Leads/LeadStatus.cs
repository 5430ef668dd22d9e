using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>A step of the sale, named by the tenant.</summary>
public sealed class LeadStatus : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The status's number, unique in the installation.</summary>
    public long Id { get; set; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>What programs call it: lower-case words joined by hyphens, unique among the tenant's live statuses.</summary>
    public required string Slug { get; set; }

    /// <summary>The colour it is shown in, as <c>#rrggbb</c>.</summary>
    public string? Color { get; set; }

    /// <summary>Its place among the statuses, from 1.</summary>
    public int SortOrder { get; set; }

    /// <summary>True for the one status a new lead gets.</summary>
    public bool IsDefault { get; set; }

    /// <summary>True when the work on a lead ends here.</summary>
    public bool IsTerminal { get; set; }

    /// <summary>True for a status that Leadline itself relies on.</summary>
    public bool IsSystem { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>When it was deleted; null while it lives.</summary>
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <summary>The slug of the status that a conversion gives.</summary>
    public const string Converted = "converted";

    /// <summary>The statuses of a new tenant.</summary>
    public static IReadOnlyList<LeadStatus> Usual() =>
    [
        New("New", "#3b82f6", 1, isDefault: true),
        New("Contacted", "#f59e0b", 2),
        New("Qualified", "#8b5cf6", 3),
        New("Converted", "#10b981", 4, isTerminal: true),
        New("Lost", "#6b7280", 5, isTerminal: true),
    ];

    private static LeadStatus New(string name, string color, int order, bool isDefault = false, bool isTerminal = false) => new()
    {
        Name = name,
        Slug = name.ToLowerInvariant(),
        Color = color,
        SortOrder = order,
        IsDefault = isDefault,
        IsTerminal = isTerminal,
        IsSystem = true,
    };
}
