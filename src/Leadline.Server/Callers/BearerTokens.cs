using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
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
public sealed class BearerTokens(IServiceScopeFactory scopes, LeadlineDatabase database, Standings standings, TokenUses uses, TimeProvider clock)
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
            if (PersonalToken.IsOne(token))
            {
                return holder = await PersonalHolderAsync(token);
            }

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

        var actor = token.GetClaim(LeadlineClaims.Actor) ?? Author.Operator;
        var scopes = token.GetScopes();
        var isThirdParty = false;
        if (token.GetClaim(Claims.ClientId) is { } clientId)
        {
            if (await AppAsync(clientId) is not { } app)
            {
                return null;
            }

            (scopes, isThirdParty) = ([.. scopes.Intersect(app.Scopes)], app.Tenant is not null);
        }

        if (NumberOf(token.GetClaim(LeadlineClaims.Session)) is { } session && !await StandsAsync(session))
        {
            return null;
        }

        var (tenant, provider) = (NumberOf(token.GetClaim(LeadlineClaims.Tenant)), NumberOf(token.GetClaim(LeadlineClaims.Provider)));
        var tenants = actor == LeadlineClaims.Person
            ? Within(tenant, await standings.OfPersonAsync(long.Parse(subject, CultureInfo.InvariantCulture), provider, CancellationToken.None))
            : tenant is { } theirs ? FrozenDictionary.Create(KeyValuePair.Create(theirs, Standing.Whole)) : FrozenDictionary<long, Standing>.Empty;
        return tenant is not null && tenants.Count == 0
            ? null
            : new TokenHolder(actor, subject, scopes.ToFrozenSet(), tenants) { IsDelegated = isThirdParty, ProviderTenant = provider };
    }

    // A token that a person makes for themselves: as the person, in one tenant, with no more than it was made for.
    private async Task<TokenHolder?> PersonalHolderAsync(string token)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync();
        var (id, user, tenant, provider, scopes, lastUse) = (0L, 0L, 0L, (long?)null, "", 0L);
        await using (var row = await snapshot.QueryAsync(
            "SELECT id, user_id, tenant_id, scopes, coalesce(last_used_at, 0), provider_tenant_id FROM personal_tokens WHERE hash = @hash AND expires_at > @now",
            CancellationToken.None,
            ("@hash", PersonalToken.HashOf(token)), ("@now", Timestamp.ToMicroseconds(clock.GetUtcNow().UtcDateTime))))
        {
            if (!row.Read())
            {
                return null;
            }

            (id, user, tenant, scopes, lastUse) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4));
            provider = row.IsDBNull(5) ? null : row.GetInt64(5);
        }

        var tenants = Within(tenant, await standings.OfPersonAsync(user, provider, CancellationToken.None));
        if (tenants.Count == 0)
        {
            return null;
        }

        uses.Note(id, lastUse == 0 ? null : Timestamp.FromMicroseconds(lastUse));
        return new TokenHolder(Author.Person, user.ToString(CultureInfo.InvariantCulture), scopes.Split(' ').ToFrozenSet(), tenants)
        {
            IsDelegated = true,
            ProviderTenant = provider,
        };
    }

    private static long? NumberOf(string? claim) => claim is null ? null : long.Parse(claim, CultureInfo.InvariantCulture);

    private static FrozenDictionary<long, Standing> Within(long? tenant, FrozenDictionary<long, Standing> standings) =>
        tenant is null ? standings : standings.Where(standing => standing.Key == tenant).ToFrozenDictionary();

    // The app as it is today: its tokens are good for nothing that it no longer is.
    private async Task<(long? Tenant, string[] Scopes)?> AppAsync(string clientId)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync();
        await using var row = await snapshot.QueryAsync(
            "SELECT tenant_id, permissions FROM apps WHERE client_id = @client AND deleted_at IS NULL", CancellationToken.None, ("@client", clientId));
        return row.Read()
            ? (row.IsDBNull(0) ? null : row.GetInt64(0),
               [.. (JsonSerializer.Deserialize<string[]>(row.GetString(1)) ?? [])
                   .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
                   .Select(permission => permission[Permissions.Prefixes.Scope.Length..])])
            : null;
    }

    private async Task<bool> StandsAsync(long session)
    {
        await using var snapshot = await database.ReadAcrossTenantsAsync();
        await using var row = await snapshot.QueryAsync(
            "SELECT 1 FROM sessions WHERE id = @id AND expires_at > @now", CancellationToken.None,
            ("@id", session), ("@now", Timestamp.ToMicroseconds(clock.GetUtcNow().UtcDateTime)));
        return row.Read();
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
