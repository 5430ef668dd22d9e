namespace Leadline.Client;

/// <summary>A team.</summary>
public sealed record Team
{
    /// <summary>The team's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who is in it.</summary>
    public IReadOnlyList<TeamMember> Members { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>Somebody in a team.</summary>
public sealed record TeamMember
{
    /// <summary>The user's number.</summary>
    public long Id { get; init; }

    /// <summary>What colleagues call them.</summary>
    public string Name { get; init; } = "";
}

/// <summary>A team to be made.</summary>
public sealed record NewTeam
{
    /// <summary>What people call it; unique among the live teams, whatever the case. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The numbers of all users in it; null for none.</summary>
    public long[]? MemberIds { get; init; }
}

/// <summary>What to change of a team; what is not set stays as it is.</summary>
public sealed record TeamChange
{
    /// <summary>What people call it; unique among the live teams, whatever the case. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The numbers of all users in it from then on; null for none.</summary>
    public Optional<long[]?> MemberIds { get; init; }
}
