namespace Leadline.Client;

/// <summary>A program that calls the API: an OAuth 2.0 client.</summary>
public sealed record App
{
    /// <summary>The app's number.</summary>
    public long Id { get; init; }

    /// <summary>The tenant it works in.</summary>
    public long? TenantId { get; init; }

    /// <summary>What it calls itself at the authorization server.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Its secret: only in the answer that made it, and null ever after.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>confidential</c> for one that can keep a secret, else <c>public</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>Where it lets people come back to, letter by letter.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>What its tokens may be good for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>What they are good for when none is asked for.</summary>
    public IReadOnlyList<string> DefaultScopes { get; init; } = [];

    /// <summary>By which grants it gets tokens.</summary>
    public IReadOnlyList<string> GrantTypes { get; init; } = [];

    /// <summary>Until when the secret before the current one is good as well; null for no longer.</summary>
    public DateTimeOffset? FormerSecretEndsAt { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

/// <summary>An app to be registered.</summary>
public sealed record NewApp
{
    /// <summary>What people call it; they read it when they are asked for consent. At most 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>confidential</c> (the usual) for an app that can keep a secret, <c>public</c> for one that runs in a browser or on a phone.</summary>
    public string? Type { get; init; }

    /// <summary>Where it lets people come back to, compared letter by letter; null for an app that works on its own account only.</summary>
    public IReadOnlyList<string>? RedirectUris { get; init; }

    /// <summary>What its tokens may be good for: no more than the caller's.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>What its tokens are good for when none is asked for; null for all of its scopes.</summary>
    public IReadOnlyList<string>? DefaultScopes { get; init; }
}

/// <summary>What to change of an app; what is not set stays as it is.</summary>
public sealed record AppChange
{
    /// <summary>What people call it. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>Where it lets people come back to.</summary>
    public Optional<string[]> RedirectUris { get; init; }

    /// <summary>What its tokens may be good for.</summary>
    public Optional<string[]> Scopes { get; init; }

    /// <summary>What its tokens are good for when none is asked for; null for all of its scopes.</summary>
    public Optional<string[]?> DefaultScopes { get; init; }
}

/// <summary>How an app gets another secret.</summary>
internal sealed record SecretRenewal(int? OverlapHours);
