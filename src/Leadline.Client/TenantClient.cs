namespace Leadline.Client;

/// <summary>What the tenant says of itself.</summary>
public sealed class TenantClient
{
    private const string Path = "tenant";

    private readonly Transport transport;

    internal TenantClient(Transport transport) => this.transport = transport;

    /// <summary>Reads what the tenant says of itself.</summary>
    /// <param name="known">The profile as it was read before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<TenantProfile>> GetAsync(Tagged<TenantProfile>? known = null, CancellationToken ct = default) => transport.ReadAsync(Path, known, ct);

    /// <summary>Changes what the tenant says of itself, for owners: the fields that are set, and no other.</summary>
    /// <param name="change">The fields to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<TenantProfile>> UpdateAsync(
        TenantProfileChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<TenantProfile>(HttpMethod.Patch, Path, change, ifMatch, idempotencyKey, ct);
}

/// <summary>What a tenant says of itself.</summary>
public sealed record TenantProfile
{
    /// <summary>The tenant's number.</summary>
    public long Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The address of its logo.</summary>
    public string? LogoUrl { get; init; }

    /// <summary>The ISO 3166-1 alpha-2 code for phone numbers typed without a country; null for none.</summary>
    public string? DefaultCountry { get; init; }

    /// <summary>The IANA name of the time zone it works in; null for none of its own.</summary>
    public string? TimeZone { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What to change of what a tenant says of itself; what is not set stays as it is.</summary>
public sealed record TenantProfileChange
{
    /// <summary>What people call it. At most 255 characters.</summary>
    public Optional<string> Name { get; init; }

    /// <summary>The address of its logo, with http or https; null for none. At most 1,000 characters.</summary>
    public Optional<string?> LogoUrl { get; init; }

    /// <summary>The ISO 3166-1 alpha-2 code for phone numbers typed without a country; null for none. It is changed only while no lead and no customer has a phone number.</summary>
    public Optional<string?> DefaultCountry { get; init; }

    /// <summary>The IANA name of the time zone it works in; null for none of its own.</summary>
    public Optional<string?> TimeZone { get; init; }
}
