using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>Where leads hear of the tenant: a campaign, a site, a partner.</summary>
public sealed class LeadReferenceSource : ITenantOwned
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

    /// <summary>The sources of a new tenant.</summary>
    public static IReadOnlyList<LeadReferenceSource> Usual(DateTime now) =>
    [
        New("Website", "#0ea5e9", now),
        New("Google Ads", "#ef4444", now),
        New("Meta Ads", "#6366f1", now),
        New("Referral", "#22c55e", now),
        New("Phone call", "#eab308", now),
        New("Trade fair", "#a855f7", now),
    ];

    private static LeadReferenceSource New(string name, string color, DateTime now) =>
        new() { Name = name, Color = color, CreatedAt = now, UpdatedAt = now };
}
