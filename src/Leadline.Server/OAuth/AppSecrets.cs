using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace Leadline.OAuth;

/// <summary>Which apps there are for OpenIddict, and whether a secret is theirs. Deleted apps are as unknown as those that never were.</summary>
public sealed class AppSecrets(
    IOpenIddictApplicationCache<App> cache,
    ILogger<OpenIddictApplicationManager<App>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<App> store,
    TimeProvider clock) : OpenIddictApplicationManager<App>(cache, logger, options, store)
{
    private const string Sha256 = "sha256:";

    /// <summary>The form in which a secret is kept. It is 256 random bits, so that one round of a hash leaves nothing to guess.</summary>
    public static string HashOf(string secret) => Sha256 + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <inheritdoc />
    public override async ValueTask<App?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default) =>
        await base.FindByClientIdAsync(identifier, cancellationToken) is { DeletedAt: null } app ? app : null;

    /// <inheritdoc />
    public override async ValueTask<bool> ValidateClientSecretAsync(App application, string secret, CancellationToken cancellationToken = default) =>
        await base.ValidateClientSecretAsync(application, secret, cancellationToken)
        || (application.FormerSecret is { } former
            && application.FormerSecretEndsAt > clock.GetUtcNow().UtcDateTime
            && await ValidateClientSecretAsync(secret, former, cancellationToken));

    /// <inheritdoc />
    protected override ValueTask<string> ObfuscateClientSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(HashOf(secret));

    /// <inheritdoc />
    protected override ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default) =>
        comparand.StartsWith(Sha256, StringComparison.Ordinal)
            ? ValueTask.FromResult(CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(secret)), Encoding.ASCII.GetBytes(comparand)))
            : base.ValidateClientSecretAsync(secret, comparand, cancellationToken);
}
