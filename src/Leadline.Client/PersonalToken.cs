namespace Leadline.Client;

/// <summary>A token that a person made for a script of theirs.</summary>
public sealed record PersonalToken
{
    /// <summary>The token's number.</summary>
    public long Id { get; init; }

    /// <summary>What the person calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The token itself, <c>llp_…</c>: only in the answer that made it, and null ever after.</summary>
    public string? Token { get; init; }

    /// <summary>What it is good for, as far as the person's roles allow it.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to a minute; null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A personal token to be made.</summary>
public sealed record NewPersonalToken
{
    /// <summary>What it is for. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it is good for: no more than the caller's token is.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it ends, at most 365 days from now.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The list as it comes.</summary>
internal sealed record PersonalTokenList(IReadOnlyList<PersonalToken>? Data);
