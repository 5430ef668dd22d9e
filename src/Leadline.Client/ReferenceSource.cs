namespace Leadline.Client;

/// <summary>Where leads heard of the tenant.</summary>
public sealed record ReferenceSource
{
    /// <summary>The source's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its number in another system.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The colour it is shown in.</summary>
    public string? Color { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A reference source to be made.</summary>
public sealed record NewReferenceSource
{
    /// <summary>What people call it; unique among the live sources, whatever the case. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The colour it is shown in, as #rgb or #rrggbb. At most 20 characters.</summary>
    public string? Color { get; init; }

    /// <summary>Its number in another system. At most 255 characters.</summary>
    public string? ExternalId { get; init; }
}

/// <summary>What to change of a reference source; what is not set stays as it is.</summary>
public sealed record ReferenceSourceChange
{
    /// <summary>What people call it; unique among the live sources, whatever the case. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The colour it is shown in, as #rgb or #rrggbb. At most 20 characters.</summary>
    public Optional<string?> Color { get; init; }

    /// <summary>Its number in another system. At most 255 characters.</summary>
    public Optional<string?> ExternalId { get; init; }
}
