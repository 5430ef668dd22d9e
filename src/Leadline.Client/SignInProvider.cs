namespace Leadline.Client;

/// <summary>The OpenID Connect provider by which members sign in to a tenant.</summary>
public sealed record SignInProvider
{
    /// <summary>What the provider calls itself.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>What Leadline is called there.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>True where nothing but a sign-in by the provider opens the tenant.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The address that the provider must allow Leadline to be led back to, letter by letter.</summary>
    public string RedirectUri { get; init; } = "";

    /// <summary>The address that leads to the provider and back.</summary>
    public string SignInUri { get; init; } = "";

    /// <summary>When it was set up.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What to change of a provider; what is null stays as it is.</summary>
public sealed record SignInProviderChange
{
    /// <summary>What the provider calls itself: an https address, letter by letter as in its settings.</summary>
    public string? Issuer { get; init; }

    /// <summary>What Leadline is called there.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret that Leadline has there. No answer tells it.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>True where nothing but a sign-in by the provider opens the tenant.</summary>
    public bool? IsRequired { get; init; }
}

/// <summary>A domain of e-mail addresses about which the provider is believed once it is proven.</summary>
public sealed record SignInDomain
{
    /// <summary>The domain's number.</summary>
    public long Id { get; init; }

    /// <summary>The domain, in lower case and ASCII.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The text that proves it: a TXT record of the domain itself, or of <c>_leadline</c> below it.</summary>
    public string Proof { get; init; } = "";

    /// <summary>When the record was found; null for not yet.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The domains of the tenant.</summary>
internal sealed record SignInDomainList(IReadOnlyList<SignInDomain>? Data);

/// <summary>A domain to add.</summary>
internal sealed record NewSignInDomain(string Domain);
