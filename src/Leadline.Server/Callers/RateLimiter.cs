using System.Net;
using Leadline.Limits;
using Leadline.Platform.Http;

namespace Leadline.Callers;

/// <summary>
/// Counts calls in windows of one clock minute: for each token, for each tenant with all its tokens, and for each address without a good one.
/// </summary>
public sealed class RateLimiter(SharedCounters shared, TenantTiers tiers, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly CounterSet tokens = new(shared, "token", Minute, clock);
    private readonly CounterSet tenants = new(shared, "tenant", Minute, clock);
    private readonly CounterSet addresses = new(shared, "caller", Minute, clock);

    /// <summary>Counts a call with a good token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="tenant">The tenant that is named, if the holder may work in it; its tier counts.</param>
    public ValueTask<RateLimitState> CountAsync(TokenHash token, long? tenant)
    {
        var tier = tenant is { } named ? tiers.Of(named) : tiers.Usual;
        var state = tokens.CountAsync(new CounterKey(token.A, token.B), tier.PerToken);
        return tenant is { } counted && tier.PerTenant > 0 ? WithTenantAsync(state, counted, tier.PerTenant) : state;
    }

    /// <summary>Counts a call without a good token.</summary>
    public ValueTask<RateLimitState> CountAsync(IPAddress? address) =>
        addresses.CountAsync(CounterKey.Of("caller", ClientNetwork.Of(address).ToString()), tiers.Usual.PerToken);

    // A call that is refused for its token takes nothing from the tenant.
    private async ValueTask<RateLimitState> WithTenantAsync(ValueTask<RateLimitState> counting, long tenant, int limit)
    {
        var state = await counting;
        return state.IsExceeded ? state : state.Or(await tenants.CountAsync(new CounterKey(ulong.MaxValue, (ulong)tenant), limit));
    }
}
