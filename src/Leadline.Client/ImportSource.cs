namespace Leadline.Client;

/// <summary>A system from which leads are taken over.</summary>
public sealed record ImportSource
{
    /// <summary>The source's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>An import source to be made.</summary>
public sealed record NewImportSource
{
    /// <summary>What people call it; unique among the live import sources, whatever the case. At most 255 characters.</summary>
    public required string Name { get; init; }
}

/// <summary>What to change of an import source; what is not set stays as it is.</summary>
public sealed record ImportSourceChange
{
    /// <summary>What people call it; unique among the live import sources, whatever the case. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }
}
