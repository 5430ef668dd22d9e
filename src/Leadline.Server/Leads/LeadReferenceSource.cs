using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>Where leads hear of the tenant: a campaign, a site, a partner.</summary>
public sealed class LeadReferenceSource : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The source's number, unique in the installation.</summary>
    public long Id { get; set; }

    /// <summary>What people call it; unique among the tenant's live sources.</summary>
    public required string Name { get; set; }

    /// <summary>Its number in another system.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The colour it is shown in, as <c>#rrggbb</c>.</summary>
    public string? Color { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>When it was deleted; null while it lives.</summary>
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;

    /// <summary>The sources of a new tenant.</summary>
    public static IReadOnlyList<LeadReferenceSource> Usual() =>
    [
        New("Website", "#0ea5e9"),
        New("Google Ads", "#ef4444"),
        New("Meta Ads", "#6366f1"),
        New("Referral", "#22c55e"),
        New("Phone call", "#eab308"),
        New("Trade fair", "#a855f7"),
    ];

    private static LeadReferenceSource New(string name, string color) =>
        new() { Name = name, Color = color };
}
