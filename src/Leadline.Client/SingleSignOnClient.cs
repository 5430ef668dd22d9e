namespace Leadline.Client;

/// <summary>By which provider members sign in to the tenant, for its owners.</summary>
public sealed class SingleSignOnClient
{
    private const string Path = "single-sign-on";
    private const string Domains = $"{Path}/domains";

    private readonly Transport transport;

    internal SingleSignOnClient(Transport transport) => this.transport = transport;

    /// <summary>Reads the provider; refused as <c>not_found</c> where there is none.</summary>
    /// <param name="known">The provider as it was read before: it comes back itself when nothing has changed.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<SignInProvider>> GetAsync(Tagged<SignInProvider>? known = null, CancellationToken ct = default) =>
        transport.ReadAsync(Path, known, ct);

    /// <summary>Sets the provider up, or changes the fields that are set and no other.</summary>
    /// <param name="change">The fields. A new provider needs all but the last, another issuer a secret of its own.</param>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task<Tagged<SignInProvider>> SetAsync(SignInProviderChange change, string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<SignInProvider>(HttpMethod.Put, Path, change, ifMatch, idempotencyKey, ct);

    /// <summary>Removes the provider for good; all sessions, links and tokens that came about by it end.</summary>
    /// <param name="ifMatch">The tag of the version that was seen; another one is refused as <c>precondition_failed</c>. Null for any.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task RemoveAsync(string? ifMatch = null, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, Path, null, ifMatch, idempotencyKey, ct);

    /// <summary>Lists the domains about whose e-mail addresses the provider is believed, and those that are not proven yet.</summary>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<SignInDomain>> ListDomainsAsync(CancellationToken ct = default)
    {
        var answer = await transport.SendAsync(new Call(HttpMethod.Get, Domains), ct).ConfigureAwait(false);
        return answer.As<SignInDomainList>().Data ?? throw LeadlineException.Unknown(answer);
    }

    /// <summary>Adds a domain. The answer holds the text that proves it.</summary>
    /// <param name="domain">The part of addresses after the @.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<SignInDomain> AddDomainAsync(string domain, string? idempotencyKey = null, CancellationToken ct = default) =>
        await transport.WriteAsync<SignInDomain>(HttpMethod.Post, Domains, new NewSignInDomain(domain), null, idempotencyKey, ct).ConfigureAwait(false);

    /// <summary>Looks now whether the TXT record of a domain is there; refused as <c>conflict</c> where it is not.</summary>
    /// <param name="id">The domain's number.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<SignInDomain> ProveDomainAsync(long id, string? idempotencyKey = null, CancellationToken ct = default) =>
        await transport.WriteAsync<SignInDomain>(HttpMethod.Post, $"{Domains}/{id}/proof", null, null, idempotencyKey, ct).ConfigureAwait(false);

    /// <summary>Removes a domain.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task RemoveDomainAsync(long id, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"{Domains}/{id}", null, null, idempotencyKey, ct);
}
