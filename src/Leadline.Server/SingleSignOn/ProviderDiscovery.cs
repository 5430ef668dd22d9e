using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Leadline.SingleSignOn;

/// <summary>Whether providers answer, so that nobody is led to one that does not. One attempt is for all who wait; after one that failed it is not asked again for a while.</summary>
public sealed class ProviderDiscovery(IOptionsMonitor<OpenIdConnectOptions> handlers, TimeProvider clock, ILogger<ProviderDiscovery> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> attempts = new();
    private readonly ConcurrentDictionary<long, (string Scheme, DateTimeOffset Until)> pauses = new();

    /// <summary>Whether a provider's settings are known, or can be read now.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="scheme">The name of its provider; see <see cref="ProviderScheme"/>.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<bool> IsReachableAsync(long tenant, string scheme, CancellationToken ct)
    {
        if (pauses.TryGetValue(tenant, out var pause) && pause.Scheme == scheme && pause.Until > clock.GetUtcNow())
        {
            return false;
        }

        var attempt = attempts.GetOrAdd(scheme, name => new Lazy<Task<bool>>(() => AskAsync(tenant, name)));
        return await attempt.Value.WaitAsync(ct);
    }

    // For all who wait, so that none of them gives it up.
    private async Task<bool> AskAsync(long tenant, string scheme)
    {
        try
        {
            var provider = handlers.Get(scheme).ConfigurationManager ?? throw new InvalidOperationException("A provider without a discovery document.");
            await provider.GetConfigurationAsync(CancellationToken.None);
            pauses.TryRemove(tenant, out _);
            return true;
        }
        catch (InvalidOperationException fault) // what the manager throws, whatever went wrong
        {
            SingleSignOnMessages.Unreachable(logger, tenant, fault.GetBaseException());
            pauses[tenant] = (scheme, clock.GetUtcNow() + Pause);
            return false;
        }
        finally
        {
            attempts.TryRemove(scheme, out _);
        }
    }
}
