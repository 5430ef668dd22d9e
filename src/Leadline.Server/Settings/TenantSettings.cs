using Leadline.Platform.Database;

namespace Leadline.Settings;

/// <summary>What a tenant has set for itself; one row each, made by the first change.</summary>
public sealed class TenantSettings : IRecord
{
    /// <inheritdoc />
    public long TenantId { get; set; }

    /// <summary>The tenant's own number: there is one row.</summary>
    public long Id { get; set; }

    /// <summary>For how many days the journal keeps an entry; null for ever.</summary>
    public int? JournalDays { get; set; }

    /// <summary>True locks out every member who signs in without a second factor.</summary>
    public bool SecondFactorRequired { get; set; }

    /// <inheritdoc />
    public DateTime CreatedAt { get; set; }

    /// <inheritdoc />
    public DateTime UpdatedAt { get; set; }

    /// <inheritdoc />
    public DateTime? DeletedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; } = 1;
}
