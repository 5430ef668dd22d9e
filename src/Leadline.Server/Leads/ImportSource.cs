using Leadline.Platform.Database;

namespace Leadline.Leads;

/// <summary>A system that leads are taken over from; their external ids are unique within it.</summary>
public sealed class ImportSource : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The source's number, unique in the installation.</summary>
    public long Id { get; set; }

    /// <summary>What people call it; unique among the tenant's live import sources.</summary>
    public required string Name { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was last changed.</summary>
    public DateTime UpdatedAt { get; set; }

    /// <summary>When it was deleted; null while it lives.</summary>
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;
}
