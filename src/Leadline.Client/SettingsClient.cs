namespace Leadline.Client;

/// <summary>The settings of the tenant.</summary>
public sealed class SettingsClient
{
    private const string Path = "settings";

    private readonly Transport transport;

    internal SettingsClient(Transport transport) => this.transport = transport;

    /// <summary>Reads the settings.</summary>
    /// <param name="known">The settings as they were read before: they come back themselves when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<TenantSettings>> GetAsync(Tagged<TenantSettings>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync(Path, known, ct);

    /// <summary>Changes the settings, for owners: those that are set, and no other.</summary>
    /// <param name="change">The settings to change.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<TenantSettings>> UpdateAsync(
        TenantSettingsChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<TenantSettings>(HttpMethod.Patch, Path, change, ifMatch, idempotencyKey, ct);
}

/// <summary>A tenant's settings.</summary>
public sealed record TenantSettings
{
    /// <summary>For how many days the journal keeps an entry; null for ever.</summary>
    public int? JournalDays { get; init; }

    /// <summary>True where the tenant counts only for members who sign in with a second factor.</summary>
    public bool SecondFactorRequired { get; init; }

    /// <summary>When they were last changed; null for never.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>What to change of a tenant's settings; what is not set stays as it is.</summary>
public sealed record TenantSettingsChange
{
    /// <summary>For how many days the journal keeps an entry, 1 to 36,500; null for ever. What is older is gone for good within the hour.</summary>
    public Optional<int?> JournalDays { get; init; }

    /// <summary>True where the tenant counts only for members who sign in with a second factor; null leaves it as it is.</summary>
    public Optional<bool?> SecondFactorRequired { get; init; }
}
