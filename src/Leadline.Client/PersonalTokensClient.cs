namespace Leadline.Client;

/// <summary>The tokens that the caller, a person, made for scripts of theirs in the tenant.</summary>
public sealed class PersonalTokensClient
{
    private const string Path = "account/tokens";

    private readonly Transport transport;

    internal PersonalTokensClient(Transport transport) => this.transport = transport;

    /// <summary>Lists them, newest first.</summary>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<PersonalToken>> ListAsync(CancellationToken ct = default)
    {
        var answer = await transport.SendAsync(new Call(HttpMethod.Get, Path), ct).ConfigureAwait(false);
        return answer.As<PersonalTokenList>().Data ?? throw LeadlineException.Unknown(answer);
    }

    /// <summary>Makes one. The answer holds the token; nothing tells it again, not even the same key.</summary>
    /// <param name="token">Its fields.</param>
    /// <param name="idempotencyKey">The same key makes no second token for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<PersonalToken> CreateAsync(NewPersonalToken token, string? idempotencyKey = null, CancellationToken ct = default) =>
        await transport.WriteAsync<PersonalToken>(HttpMethod.Post, Path, token, null, idempotencyKey, ct).ConfigureAwait(false);

    /// <summary>Ends one.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="idempotencyKey">The same key gives the same answer for a day, 1 to 255 characters; null for a fresh one.</param>
    /// <param name="ct">Gives up.</param>
    public Task RevokeAsync(long id, string? idempotencyKey = null, CancellationToken ct = default) =>
        transport.WriteAsync<Done>(HttpMethod.Delete, $"{Path}/{id}", null, null, idempotencyKey, ct);
}
