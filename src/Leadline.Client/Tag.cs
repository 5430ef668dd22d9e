namespace Leadline.Client;

/// <summary>A tag, for leads and customers.</summary>
public sealed record Tag
{
    /// <summary>The tag's number.</summary>
    public long Id { get; init; }

    /// <summary>The tenant's number.</summary>
    public long TenantId { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The colour it is shown in, as <c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>A tag to be made.</summary>
public sealed record NewTag
{
    /// <summary>What people call it; unique among the live tags, whatever the case. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The colour it is shown in, as #rrggbb. At most 20 characters.</summary>
    public required string Color { get; init; }
}

/// <summary>What to change of a tag; what is not set stays as it is.</summary>
public sealed record TagChange
{
    /// <summary>What people call it; unique among the live tags, whatever the case. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The colour it is shown in, as #rrggbb. At most 20 characters.</summary>
    public Optional<string> Color { get; init; }
}
