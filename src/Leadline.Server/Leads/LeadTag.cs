using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>A tag on a lead.</summary>
public sealed class LeadTag : IRow
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <inheritdoc />
    public long Id { get; set; }

    /// <summary>The lead.</summary>
    public long LeadId { get; set; }

    /// <summary>The tag.</summary>
    public long TagId { get; set; }
}
