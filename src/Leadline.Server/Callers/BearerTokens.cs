using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using Leadline.OAuth;
using Leadline.Platform.Database;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Leadline.Callers;

/// <summary>
/// Says whom a bearer token stands for. A verdict is kept for a second, by the token's hash: long enough that a busy caller
/// costs no signature check per call, short enough that a revoked token or a new membership is seen at once.
/// </summary>
public sealed class BearerTokens(IServiceScopeFactory scopes, Standings standings, TimeProvider clock)
{
    private const int MostKept = 20_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TokenHash, Verdict> verdicts = new();

    /// <summary>Verifies a token: signature, life time, revocation, and the tenants it opens today.</summary>
    /// <returns>Its holder; null when the token is not good.</returns>
    public Task<TokenHolder?> VerifyAsync(string token, TokenHash hash)
    {
        var now = clock.GetTimestamp();
        if (verdicts.TryGetValue(hash, out var kept) && clock.GetElapsedTime(kept.At, now) < KeptFor)
        {
            return kept.Holder;
        }

        var verdict = new Verdict(now, new Lazy<Task<TokenHolder?>>(() => ValidateAsync(token, hash)));
        var isOurs = kept is null ? verdicts.TryAdd(hash, verdict) : verdicts.TryUpdate(hash, verdict, kept);
        if (verdicts.Count > MostKept)
        {
            Forget(now);
        }

        return isOurs || !verdicts.TryGetValue(hash, out var others) ? verdict.Holder : others.Holder;
    }

    /// <summary>Forgets what is known of a person, so that a change of their membership counts from the next call on.</summary>
    public void ForgetPerson(long user)
    {
        var subject = user.ToString(CultureInfo.InvariantCulture);
        foreach (var (hash, verdict) in verdicts)
        {
            if (!verdict.Holder.IsCompletedSuccessfully || verdict.Holder.Result?.Subject == subject)
            {
                verdicts.TryRemove(hash, out _);
            }
        }
    }

    /// <summary>Forgets what is known of everyone, so that a change of roles or teams counts from the next call on.</summary>
    public void ForgetEveryone() => verdicts.Clear();

    // Only good tokens are remembered: any number of bad ones takes no memory.
    private async Task<TokenHolder?> ValidateAsync(string token, TokenHash hash)
    {
        TokenHolder? holder = null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var validation = scope.ServiceProvider.GetRequiredService<OpenIddictValidationService>();
            holder = await HolderAsync(await validation.ValidateAccessTokenAsync(token));
        }
        catch (OpenIddictExceptions.ProtocolException)
        {
            return null;
        }
        finally
        {
            if (holder is null)
            {
                verdicts.TryRemove(hash, out _);
            }
        }

        return holder;
    }

    private async Task<TokenHolder?> HolderAsync(ClaimsPrincipal token)
    {
        var subject = token.GetClaim(Claims.Subject);
        if (subject is null)
        {
            return null;
        }

        var tenants = token.GetClaim(LeadlineClaims.Tenant) is { } tenant
            ? new Dictionary<long, Standing> { [long.Parse(tenant, CultureInfo.InvariantCulture)] = Standing.Whole }.ToFrozenDictionary()
            : await standings.OfPersonAsync(long.Parse(subject, CultureInfo.InvariantCulture), CancellationToken.None);
        return new TokenHolder(token.GetClaim(LeadlineClaims.Actor) ?? Author.Operator, subject, token.GetScopes().ToFrozenSet(), tenants);
    }

    private void Forget(long now)
    {
        foreach (var (hash, verdict) in verdicts)
        {
            if (clock.GetElapsedTime(verdict.At, now) >= KeptFor)
            {
                verdicts.TryRemove(hash, out _);
            }
        }
    }

    private sealed record Verdict(long At, Lazy<Task<TokenHolder?>> Work)
    {
        public Task<TokenHolder?> Holder => Work.Value;
    }
}
